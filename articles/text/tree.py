"""Any HTML as the few elements that the body of an article is made of, in one shape.

Safety is not decided here: `markup.clean` passes everything through nh3 before and after.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal

from articles.text.runs import BREAK, Run, Wrap, add_wrap, paragraphs, tidy

FIGURE_CLASS = "newsroom-image"
_HEADINGS: dict[str, Literal["h2", "h3"]] = {
    "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3",
}  # fmt: skip
_INLINE = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sub": "sub", "sup": "sup"}
_VOID = frozenset({"br", "hr", "img"})
_MAX_DEPTH = 60
_MAX_SPAN = 50
_HASH = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"(?:https?://[^/]|mailto:.|tel:.|/(?![/\\]))", re.IGNORECASE)
_NEVER_SHOWN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff]")
_WHITE = re.compile("[ \t\r\n\f\v\x85\xa0\u2028\u2029]+")


@dataclass(slots=True)
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    tag: Literal["td", "th"]
    attributes: dict[str, str]
    runs: list[Run]


@dataclass(slots=True)
class Item:
    runs: list[Run]
    lists: "list[Element]"


@dataclass(slots=True)
class Element:
    """One block-level element; its kind says which of the other fields are filled."""

    kind: Literal["p", "h2", "h3", "blockquote", "ul", "ol", "table", "figure", "hr"]
    runs: list[Run] = field(default_factory=list)  # p, h2, h3; a table's caption
    inner: "list[Element]" = field(default_factory=list)  # blockquote: p, ul, ol
    items: list[Item] = field(default_factory=list)  # ul, ol
    head: list[list[Cell]] = field(default_factory=list)  # table
    body: list[list[Cell]] = field(default_factory=list)  # table
    image: str = ""  # figure: the content hash


def read(html: str) -> list[Element]:
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return _flow(parser.root.children)


def lines_of(element: Element) -> list[list[Run]]:
    """An element's lines of text: one a paragraph, item or cell."""
    lines = [element.runs] if element.runs else []
    for inner in element.inner:
        lines += lines_of(inner)
    for item in element.items:
        lines.append(item.runs)
        for inner in item.lists:
            lines += lines_of(inner)
    return lines + [cell.runs for row in element.head + element.body for cell in row if cell.runs]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]
        self._too_deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID and len(self._open) >= _MAX_DEPTH:
            self._too_deep += 1
            return
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._too_deep:
            self._too_deep -= 1
        elif any(node.tag == tag for node in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(_WHITE.sub(" ", _NEVER_SHOWN.sub("", data)))


class _Flow:
    """Collects elements: inline content gathers in a paragraph until something else comes."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self._runs: list[Run] = []

    def end_paragraph(self) -> None:
        self.elements += [Element("p", runs=runs) for runs in paragraphs(self._runs)]
        self._runs = []

    def add(self, children: Iterable[Node | str], wraps: tuple[Wrap, ...] = ()) -> None:
        for child in children:
            if isinstance(child, str):
                self._runs.append((wraps, child))
            elif child.tag == "br":
                self._runs.append(((), BREAK))
            elif child.tag in _INLINE:
                self.add(child.children, add_wrap(wraps, (_INLINE[child.tag], "")))
            elif child.tag == "a":
                address = _address(child.attributes.get("href", ""))
                self.add(child.children, add_wrap(wraps, ("a", address)) if address else wraps)
            elif child.tag != "img":
                self.end_paragraph()
                self._add_block(child, wraps)
                self.end_paragraph()

    def _add_block(self, node: Node, wraps: tuple[Wrap, ...]) -> None:
        if node.tag in _HEADINGS:
            self.elements += _heading(node)
        elif node.tag == "blockquote":
            self.elements += _quote(node)
        elif node.tag in ("ul", "ol"):
            self.elements += _list(node)
        elif node.tag == "table":
            self.elements += _table(node)
        elif node.tag == "hr":
            self.elements.append(Element("hr"))
        elif image := _image(node):
            self.elements.append(Element("figure", image=image))
        else:
            self.add(node.children, wraps)


def _flow(children: Iterable[Node | str]) -> list[Element]:
    flow = _Flow()
    flow.add(children)
    flow.end_paragraph()
    return flow.elements


def _line(elements: Iterable[Element]) -> tuple[list[Run], list[Element]]:
    """Elements as one line with breaks, and the figures, which have no place in a line."""
    runs: list[Run] = []
    figures: list[Element] = []
    for element in elements:
        if element.kind == "figure":
            figures.append(element)
        for line in lines_of(element):
            runs += [((), BREAK), *line]
    return tidy(runs), figures


def _heading(node: Node) -> list[Element]:
    runs, figures = _line(_flow(node.children))
    light = [
        (tuple(wrap for wrap in wraps if wrap[0] != "strong"), text.replace(BREAK, " "))
        for wraps, text in runs
    ]
    heading = [Element(_HEADINGS[node.tag], runs=tidy(light))] if runs else []
    return heading + figures


def _quote(node: Node) -> list[Element]:
    """Paragraphs and lists inside, anything else beside it."""
    elements: list[Element] = []
    quote: Element | None = None
    for child in _flow(node.children):
        if child.kind in ("p", "ul", "ol", "blockquote"):
            if quote is None:
                quote = Element("blockquote")
                elements.append(quote)
            quote.inner += child.inner if child.kind == "blockquote" else [child]
        else:
            quote = None
            elements.append(child)
    return elements


def _list(node: Node) -> list[Element]:
    items: list[Item] = []
    after: list[Element] = []
    for child in node.children:
        is_item = isinstance(child, Node) and child.tag == "li"
        inside = _flow(child.children if is_item and isinstance(child, Node) else [child])
        lists = [each for each in inside if each.kind in ("ul", "ol")]
        runs, figures = _line(each for each in inside if each.kind not in ("ul", "ol"))
        after += figures
        if runs:
            items.append(Item(runs, lists))
        elif items:
            items[-1].lists += lists
        else:
            items += [item for each in lists for item in each.items]
    return [Element("ol" if node.tag == "ol" else "ul", items=items)] * bool(items) + after


def _table(node: Node) -> list[Element]:
    table = Element("table")
    after: list[Element] = []
    for part in node.children:
        if not isinstance(part, Node):
            continue
        if part.tag == "caption":
            table.runs, figures = _line(_flow(part.children))
            after += figures
        for row in [part] if part.tag == "tr" else part.children:
            if isinstance(row, Node) and row.tag == "tr":
                cells, figures = _cells(row)
                after += figures
                if cells:
                    (table.head if part.tag == "thead" else table.body).append(cells)
    if table.head or table.body:
        return [table, *after]
    return ([Element("p", runs=table.runs)] if table.runs else []) + after


def _cells(row: Node) -> tuple[list[Cell], list[Element]]:
    cells: list[Cell] = []
    after: list[Element] = []
    for node in row.children:
        if isinstance(node, Node) and node.tag in ("td", "th"):
            runs, figures = _line(_flow(node.children))
            after += figures
            cells.append(Cell("th" if node.tag == "th" else "td", _cell_attributes(node), runs))
    return cells, after


def _cell_attributes(node: Node) -> dict[str, str]:
    kept = {}
    for name in ("colspan", "rowspan"):
        value = node.attributes.get(name, "")
        if re.fullmatch(r"[0-9]{1,4}", value) and int(value) > 1:
            kept[name] = str(min(int(value), _MAX_SPAN))
    if node.tag == "th" and (scope := node.attributes.get("scope", "").lower()) in (
        "row", "col", "rowgroup", "colgroup",
    ):  # fmt: skip
        kept["scope"] = scope
    return kept


def _image(node: Node) -> str:
    if node.tag != "figure" or FIGURE_CLASS not in node.attributes.get("class", "").split():
        return ""
    image = node.attributes.get("data-image", "").strip().lower()
    return image if _HASH.fullmatch(image) else ""


def _address(href: str) -> str:
    """A link's address if it leads to a page, a mailbox or a telephone, else nothing."""
    address = _WHITE.sub("", _NEVER_SHOWN.sub("", href))
    # To a browser it is a slash: such an address leads elsewhere than it seems to.
    return address if _ADDRESS.match(address) and "\\" not in address else ""
