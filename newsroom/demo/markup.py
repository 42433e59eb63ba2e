"""The body of a demo piece: a markup small enough to be read at a glance.

Paragraphs are parted by empty lines. `## ` begins a crosshead, `> ` a quote, `- ` the items of
a list, `| ` the rows of a table (the first row is its head), `/ ` the lines of a verse, which is
a paragraph whose lines stay apart; `![key]` shows an image.
"""

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from newsroom.demo.reading import ContentError

Kind = Literal["paragraph", "crosshead", "quote", "list", "table", "image"]
MARKS: dict[str, Kind] = {
    "## ": "crosshead",
    "> ": "quote",
    "- ": "list",
    "|": "table",
    "/ ": "paragraph",
}


@dataclass(frozen=True)
class Block:
    """`kind` is paragraph, crosshead, quote, list, table or image.

    `text` holds one line for each line of a verse (a paragraph) or a quote, one for each item
    of a list, one for each row of a table (tabs between the cells, the head first); for an image
    its key.
    """

    kind: Kind
    text: str


def parse_body(path: Path, offset: int, text: str) -> tuple[Block, ...]:
    """`offset` is how many lines of the file come before `text`."""
    numbered = enumerate(text.split("\n"), offset + 1)
    blocks = []
    for empty, group in groupby(numbered, key=lambda line: not line[1].strip()):
        if not empty:
            lines = list(group)
            blocks.append(_block(path, lines[0][0], [line for _, line in lines]))
    return tuple(blocks)


def _block(path: Path, number: int, lines: list[str]) -> Block:
    first = lines[0]
    if found := re.fullmatch(r"!\[([a-z0-9-]+)\]", first):
        return Block("image", found[1])
    for mark, kind in MARKS.items():
        if not first.startswith(mark):
            continue
        if not all(line.startswith(mark) for line in lines):
            raise ContentError(path, number, f"every line of a {kind} begins with “{mark.strip()}”")
        if kind == "table":
            return _table(path, number, lines)
        if kind == "crosshead" and len(lines) > 1:
            raise ContentError(path, number, "a crosshead is one line")
        return Block(kind, "\n".join(line.removeprefix(mark).strip() for line in lines))
    if len(lines) > 1:
        raise ContentError(path, number + 1, "a paragraph is one line; leave an empty line between")
    if first.startswith(("#", "!", ">")) or first != first.strip():
        raise ContentError(path, number, "begins with a mark that means nothing, or with a space")
    return Block("paragraph", first)


def _table(path: Path, number: int, lines: list[str]) -> Block:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    if len({len(row) for row in rows}) != 1:
        raise ContentError(path, number, "the rows of a table need the same number of cells")
    return Block("table", "\n".join("\t".join(row) for row in rows))
