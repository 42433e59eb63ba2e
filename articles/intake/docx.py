"""Word and WPS documents to lines: headings, bold lines, lists, tables, quotes and pictures.

mammoth reads the document; what it is told about styles covers the names that Word, WPS and
LibreOffice give them in English and in Chinese.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any

import mammoth

from articles.intake import package
from articles.intake.copy import ImportedImage
from articles.intake.errors import IntakeError, Message, gettext_noop
from articles.intake.lines import Hint, SourceLine, tidy

_STYLES: dict[str, re.Pattern[str]] = {
    "title": re.compile(r"title|标题|文章标题|大标题|主标题|文档标题|题目"),
    "subtitle": re.compile(r"subtitle|副标题|副题"),
    "heading": re.compile(r"heading\d?|标题[\d一二三四五六]|小标题|.*级标题"),
    "quote": re.compile(r"quote|intensequote|blocktext|引用|明显引用|引文"),
}
# Each hint's place in the HTML that mammoth makes, and back.
_TAGS: dict[str, Hint] = {"h1": "title", "h2": "subtitle", "h3": "heading", "h4": "bold"}
_STYLE_MAP = """
p[style-name='newsroom title'] => h1:fresh
p[style-name='newsroom subtitle'] => h2:fresh
p[style-name='newsroom heading'] => h3:fresh
p[style-name='newsroom bold'] => h4:fresh
p[style-name='newsroom quote'] => blockquote:fresh
"""
_RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_SHOWABLE = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"}
_CENTRED_AT_MOST = 40  # characters; longer lines are centred for other reasons than being headings

_PICTURE = gettext_noop(
    "A picture in the document could not be taken over: it is of the kind %(kind)s. Save it as "
    "JPEG or PNG and add it to the draft."
)
_LINKED = gettext_noop(
    "A picture in the document could not be taken over: it is only linked to. Ask for the file."
)
_NUMBERS = gettext_noop(
    "The document numbers its headings by itself, and those numbers are not part of the text. "
    "Put them in again where they are wanted."
)
_LEFT_OUT = gettext_noop(
    "Something in the document could not be read and was left out: %(what)s. Compare the draft "
    "with the document."
)
_READABLE_LOSSES = {
    "m:oMath": gettext_noop("a formula"),
    "m:oMathPara": gettext_noop("a formula"),
    "w:altChunk": gettext_noop("an inserted document"),
    "w:subDoc": gettext_noop("an inserted document"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """A document as lines, the pictures in it, and what could not be taken over."""

    lines: list[SourceLine]
    images: list[ImportedImage]
    notes: list[Message]


def read(name: str, data: bytes) -> Document:
    package.check(name, data)
    reader = _Reader()
    try:
        html = reader.to_html(package.without_ruby(data))
    except Exception as error:  # mammoth raises whatever a malformed part made it stumble on
        raise IntakeError("broken", name=name) from error
    parser = _Parser()
    parser.feed(html)
    parser.close()
    found = [
        SourceLine(text, number, hint, group)
        for number, (text, hint, group) in enumerate(parser.lines(), 1)
    ]
    return Document(found, reader.images, reader.notes)


class _Reader:
    def __init__(self) -> None:
        self.images: list[ImportedImage] = []
        self.notes: list[Message] = []

    def to_html(self, data: bytes) -> str:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLE_MAP,
            include_embedded_style_map=False,
            external_file_access=False,
            transform_document=mammoth.transforms.paragraph(self._mark_style),
            convert_image=mammoth.images.img_element(self._take_image),
        )
        self._note_losses(str(message.message) for message in result.messages)
        return str(result.value)

    def _mark_style(self, paragraph: Any) -> Any:
        name = re.sub(r"[\s_-]", "", paragraph.style_name or "").lower()
        for hint, pattern in _STYLES.items():
            if pattern.fullmatch(name):
                self._note_numbers(paragraph)
                return paragraph.copy(style_name=f"newsroom {hint}", numbering=None)
        if _stands_out(paragraph):
            self._note_numbers(paragraph)
            return paragraph.copy(style_name="newsroom bold", numbering=None)
        return paragraph

    def _note_numbers(self, paragraph: Any) -> None:
        if paragraph.numbering is not None and paragraph.numbering.is_ordered:
            self._note("numbers", _NUMBERS)

    def _take_image(self, image: Any) -> dict[str, str]:
        if image.content_type not in _SHOWABLE:
            self._note("picture", _PICTURE, kind=str(image.content_type))
            return {"src": ""}
        try:
            with image.open() as opened:
                data = opened.read()
        except (KeyError, ValueError, OSError):
            self._note("picture", _LINKED)
            return {"src": ""}
        suffix = PurePosixPath(image.content_type).name.replace("jpeg", "jpg")
        name = f"image{len(self.images) + 1}.{suffix}"
        taken = ImportedImage(data, name, (image.alt_text or "").strip(), image.content_type)
        if all(taken.hash != each.hash for each in self.images):
            self.images.append(taken)
        return {"src": taken.hash}

    def _note_losses(self, messages: Iterator[str]) -> None:
        for message in messages:
            for element, what in _READABLE_LOSSES.items():
                if message.endswith(f": {element}"):
                    self._note("left_out", _LEFT_OUT, what=what)

    def _note(self, code: str, template: str, **params: str) -> None:
        note = Message(code, template, params)
        if note not in self.notes:
            self.notes.append(note)


def _stands_out(paragraph: Any) -> bool:
    """Whether a paragraph is bold throughout, or short and centred: set as a heading by hand."""
    runs = [
        run
        for run in mammoth.transforms.get_descendants_of_type(paragraph, mammoth.documents.Run)
        if _text(run).strip()
    ]
    text = "".join(map(_text, runs))
    if not text.strip():
        return False
    centred = paragraph.alignment == "center" and len(text) <= _CENTRED_AT_MOST
    return centred or all(run.is_bold for run in runs)


def _text(element: Any) -> str:
    found = mammoth.transforms.get_descendants_of_type(element, mammoth.documents.Text)
    return "".join(text.value for text in found)


class _Parser(HTMLParser):
    """Lines from the HTML that mammoth makes, which is well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[tuple[str, Hint, int]] = []
        self._text = ""
        self._pictures: list[str] = []
        self._lists: list[tuple[str, int]] = []  # tag and items so far, outermost first
        self._tables: list[list[list[str]]] = []
        self._quote = 0
        self._hint: Hint = "text"
        self._group = 0
        self._shift: dict[int, int] | None = None

    def lines(self) -> Iterator[tuple[str, Hint, int]]:
        self._end_line()
        for text, hint, group in self._done:
            for part in text.split("\n") if hint not in ("list", "table") else [text]:
                if part.strip():
                    yield part if hint == "table" else tidy(part), hint, group

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("sup", "sub"):
            self._shift = _RAISED if tag == "sup" else _LOWERED
        elif tag == "br":
            self._text += "\n"
        elif tag == "img":
            if source := dict(attrs).get("src"):
                self._pictures.append(source)
        elif tag in ("ul", "ol"):
            self._end_line()
            if not self._lists:
                self._group += 1
            self._lists.append((tag, 0))
        elif tag == "li":
            self._end_line()
            kind, items = self._lists[-1]
            self._lists[-1] = kind, items + 1
        elif tag == "table":
            self._end_line()
            self._tables.append([])
        elif tag == "tr":
            self._tables[-1].append([])
        elif tag in ("td", "th"):
            self._tables[-1][-1].append("")
        elif tag == "blockquote":
            self._end_line()
            self._group += 1
            self._quote += 1
        elif tag == "p" or tag in _TAGS:
            self._end_line()
            self._hint = _TAGS.get(tag, "text")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("sup", "sub"):
            self._shift = None
        elif tag in ("ul", "ol"):
            self._end_line()
            self._lists.pop()
        elif tag == "table":
            self._end_table(self._tables.pop())
        elif tag in ("li", "p", "td", "th", "blockquote") or tag in _TAGS:
            self._end_line()
            self._quote -= tag == "blockquote"
            self._hint = "text"

    def handle_data(self, data: str) -> None:
        data = data.replace("\t", " ").replace("\n", " ").replace("\xa0", " ")
        if self._shift and all(ord(char) in self._shift for char in data):
            data = data.translate(self._shift)
        self._text += data

    def _end_line(self) -> None:
        text, self._text = self._text.strip(" \n"), ""
        if self._tables:
            if text and self._tables[-1] and self._tables[-1][-1]:
                cell = self._tables[-1][-1][-1]
                self._tables[-1][-1][-1] = f"{cell}\n{text}" if cell else text
        elif text and self._lists:
            kind, items = self._lists[-1]
            number = f"{items}. " if kind == "ol" and len(self._lists) == 1 else ""
            self._done.append((number + text.replace("\n", " "), "list", self._group))
        elif text:
            self._done.append((text, "quote" if self._quote else self._hint, self._group))
        self._done += [(picture, "image", 0) for picture in self._pictures]
        self._pictures = []

    def _end_table(self, rows: list[list[str]]) -> None:
        if self._tables:  # a table in a cell: its text is the cell's
            self._text += " ".join(" ".join(row) for row in rows)
            return
        if all(len(row) <= 1 for row in rows):  # a frame around text
            self._done += [(cell, "text", 0) for row in rows for cell in row if cell]
            return
        self._group += 1
        self._done += [
            ("\t".join(cell.replace("\n", " ") for cell in row), "table", self._group)
            for row in rows
        ]
