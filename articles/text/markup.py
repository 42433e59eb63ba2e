"""The one sanitiser of article bodies, and the other forms that a body takes.

The stored body is a sequence of these elements, in one canonical shape: p, h2, h3, blockquote,
ul, ol, table, hr and the placeholder of an image of the piece,
`<figure class="newsroom-image" data-image="HASH"></figure>`, where HASH is 64 hexadecimal digits.
"""

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Literal, NamedTuple

import nh3

from articles.text.runs import BREAK, plain
from articles.text.runs import write as write_runs
from articles.text.tree import FIGURE_CLASS, Cell, Element, lines_of, read

BlockKind = Literal["paragraph", "crosshead", "quote", "list", "image", "table"]

_KEPT = {
    "p", "br", "h2", "h3", "blockquote", "ul", "ol", "li", "strong", "em", "sub", "sup", "a",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "hr",
}  # fmt: skip
# Read for their meaning, then written as one of the kept or as nothing.
_READ = _KEPT | {
    "h1", "h4", "h5", "h6", "b", "i", "tfoot", "div", "section", "article", "header", "footer",
    "main", "aside", "address", "center", "pre", "dl", "dt", "dd", "figcaption", "img",
}  # fmt: skip
# Their content is not text either.
_GONE = {
    "script", "style", "title", "head", "noscript", "iframe", "object", "embed", "template",
    "svg", "math", "textarea", "select", "button", "audio", "video", "canvas",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "figure": {"class", "data-image"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_FIGURE = re.compile(f'<figure class="{FIGURE_CLASS}" data-image="([0-9a-f]{{64}})"></figure>')
_FIGURES = re.compile(rf"{_FIGURE.pattern}(?:\s*{_FIGURE.pattern})*")
# The canonical body of most pieces: no markup inside a line, and no character that is read for its
# meaning, replaced or left out.
_LINE = r"[^<>&\n\x00-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff\ud800-\udfff]+"
_SIMPLE = (
    rf"(?:<p>{_LINE}</p>|<h2>{_LINE}</h2>|<h3>{_LINE}</h3>"
    rf"|<blockquote>(?:<p>{_LINE}</p>)+</blockquote>|<ul>(?:<li>{_LINE}</li>)+</ul>)"
)
_SIMPLE_BODY = re.compile(rf"{_SIMPLE}(?:\n{_SIMPLE})*")
_TAGS = re.compile(r"\n?(?:<[^>]*>)+\n?")
_NUMBERED = re.compile(r"(\d+)\. ")


class Block(NamedTuple):
    """A block as plain text: an item a line in a list (numbered "1. " where it is), a row a line
    and cells parted by tabs in a table, the content hash of an image."""

    kind: BlockKind
    text: str


class _Canonical(str):
    """What `clean` has made, and nobody else: cleaning it again, which would change nothing, is
    left out."""

    __slots__ = ()


def clean(html: str) -> str:
    """The canonical body: clean(clean(x)) == clean(x)."""
    if isinstance(html, _Canonical):
        return html
    return _Canonical(_finished("\n".join(map(_write, _elements(html)))))


def parts(html: str) -> list[str]:
    """The canonical body block by block, each with all of its markup."""
    return [_finished(_write(element)) for element in _elements(html)]


def _finished(written: str) -> str:
    return nh3.clean(
        written,
        tags=_KEPT,
        clean_content_tags=_GONE,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener",
    )


def _elements(html: str) -> list[Element]:
    return read(
        nh3.clean(
            html.encode("utf-8", "ignore").decode(),
            tags=_READ,
            clean_content_tags=_GONE,
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            link_rel=None,
        )
    )


def blocks(html: str) -> list[Block]:
    return [block for element in _elements(html) if (block := _block(element)) is not None]


def from_blocks(body: Iterable[Block]) -> str:
    """The canonical body of plain text; every character of it is text."""
    return clean("\n".join(_write_block(block) for block in body))


def to_text(html: str) -> str:
    """Plain text, one line a block, list item or table row; images leave nothing."""
    if _SIMPLE_BODY.fullmatch(html):
        # Many times quicker, and every piece of an archive comes by here.
        return "\n".join(filter(None, (" ".join(line.split()) for line in _TAGS.split(html))))
    return "\n".join(
        " ".join(line.split())
        for block in blocks(html)
        if block.kind != "image"
        for line in block.text.split("\n")
        if line.strip()
    )


def figure_hashes(html: str) -> list[str]:
    """The content hashes of a canonical body's images, in order."""
    return _FIGURE.findall(html)


def replace_figure_runs(html: str, render: Callable[[list[str]], str]) -> str:
    """A canonical body with placeholders that follow each other directly replaced together."""
    return _FIGURES.sub(lambda match: render(_FIGURE.findall(match[0])), html)


def replace_figures(html: str, render: Callable[[str], str]) -> str:
    """A canonical body with each placeholder replaced by what `render` makes of its hash."""
    return _FIGURE.sub(lambda match: render(match[1]), html)


def figure(image: str) -> str:
    """The placeholder of an image, by its content hash."""
    return f'<figure class="{FIGURE_CLASS}" data-image="{image}"></figure>'


def _write(element: Element) -> str:
    kind = element.kind
    if kind == "hr":
        return "<hr>"
    if kind == "figure":
        return figure(element.image)
    if kind == "table":
        return _write_table(element)
    inside = write_runs(element.runs) + "".join(map(_write, element.inner))
    for item in element.items:
        inside += f"<li>{write_runs(item.runs)}{''.join(map(_write, item.lists))}</li>"
    return f"<{kind}>{inside}</{kind}>"


def _write_table(table: Element) -> str:
    caption = f"<caption>{write_runs(table.runs)}</caption>" if table.runs else ""
    return f"<table>{caption}{_rows('thead', table.head)}{_rows('tbody', table.body)}</table>"


def _rows(part: str, rows: list[list[Cell]]) -> str:
    if not rows:
        return ""
    inside = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<{part}>{inside}</{part}>"


def _cell(cell: Cell) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in cell.attributes.items())
    return f"<{cell.tag}{attributes}>{write_runs(cell.runs)}</{cell.tag}>"


def _block(element: Element) -> Block | None:
    match element.kind:
        case "p":
            return Block("paragraph", plain(element.runs))
        case "h2" | "h3":
            return Block("crosshead", plain(element.runs))
        case "blockquote":
            return Block("quote", "\n".join(map(plain, lines_of(element))))
        case "ul" | "ol":
            lines = [plain(line).replace(BREAK, " ") for line in lines_of(element)]
            if element.kind == "ol":
                lines = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
            return Block("list", "\n".join(lines))
        case "figure":
            return Block("image", element.image)
        case "table":
            rows = [
                "\t".join(plain(cell.runs).replace(BREAK, " ") for cell in row)
                for row in element.head + element.body
            ]
            caption = [plain(element.runs).replace(BREAK, " ")] if element.runs else []
            return Block("table", "\n".join(caption + rows))
        case "hr":
            return None


def _write_block(block: Block) -> str:
    lines = [escape(line, quote=False) for line in block.text.split("\n")]
    match block.kind:
        case "paragraph":
            return f"<p>{'<br>'.join(lines)}</p>"
        case "crosshead":
            return f"<h2>{' '.join(lines)}</h2>"
        case "quote":
            return f"<blockquote>{''.join(f'<p>{line}</p>' for line in lines)}</blockquote>"
        case "list":
            return _write_list(lines)
        case "image":
            return figure(block.text)
        case "table":
            rows = ["".join(f"<td>{cell}</td>" for cell in line.split("\t")) for line in lines]
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _write_list(lines: list[str]) -> str:
    numbers = [_NUMBERED.match(line) for line in lines]
    numbered = all(match and int(match[1]) == at for at, match in enumerate(numbers, 1))
    tag = "ol" if numbered else "ul"
    items = [
        line[match.end() :] if numbered and match else line
        for line, match in zip(lines, numbers, strict=True)
    ]
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"
