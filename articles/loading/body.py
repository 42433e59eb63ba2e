"""The text of an old piece: HTML, plain text or blocks, with its pictures put in their places."""

import re
from collections.abc import Mapping
from html import unescape

from articles.text.markup import Block, clean, figure, figure_hashes, from_blocks, replace_figures

Body = str | list[Block]

_HTML = re.compile(
    r"<(?:/?(?:p|div|h[1-6]|table|tr|td|ul|ol|li|strong|b|em|i|a|span|font|center|section|figure"
    r"|blockquote|u|o:p)\b[^>]*|br\s*/?|hr\s*/?|img\b[^>]*|!--.*?--)>",
    re.IGNORECASE | re.DOTALL,
)
_BLANK = re.compile(r"\n[ \t\u3000]*\n\s*")
_CROSSHEAD = re.compile(r"#{1,6}\s+(?=\S)")
_IMG = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_SRC = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)


def read_body(text: str) -> Body:
    """HTML as it came; plain text as its blocks."""
    if _HTML.search(text):
        return text
    return _blocks(text)


def _blocks(text: str) -> list[Block]:
    """Paragraphs are parted by blank lines, or are lines where there is none; `# ` or `## ` before
    one makes it a crosshead."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = _BLANK.split(text) if _BLANK.search(text) else text.split("\n")
    blocks = []
    for part in parts:
        lines = "\n".join(line.strip() for line in part.split("\n")).strip()
        if not lines:
            continue
        head = _CROSSHEAD.match(lines)
        if head and "\n" not in lines:
            blocks.append(Block("crosshead", lines[head.end() :]))
        else:
            blocks.append(Block("paragraph", lines))
    return blocks


def finish_body(body: Body, pictures: Mapping[str, str]) -> tuple[str, list[str]]:
    """The canonical body, and the pictures in it that nobody knows, which are gone.

    `pictures` are content hashes by what the text may call them.
    """
    if not isinstance(body, str):
        return from_blocks(body), []
    unknown: list[str] = []

    def place(match: re.Match[str]) -> str:
        found = _SRC.search(match[0])
        src = unescape(next((part for part in found.groups() if part), "")) if found else ""
        if image := pictures.get(src.strip()):
            return figure(image)
        unknown.append(src.strip())
        return ""

    written = clean(_IMG.sub(place, body))
    # A placeholder is ours to write; one that came in the text leads to somebody else's picture.
    own = set(pictures.values())
    if not set(figure_hashes(written)) <= own:
        written = clean(
            replace_figures(written, lambda image: figure(image) if image in own else "")
        )
    return written, unknown
