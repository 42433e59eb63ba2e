"""Mending copy that machines have damaged, one visible, refusable repair at a time.

Repairs are found on one another's results (glosses out, then Traditional to Simplified, then
punctuation), but each is stated in the copy as it came. So a repair's place and id do not depend
on which others are refused, and any subset of them can be applied.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from articles.text import glosses, punctuation, traditional

Kind = Literal["pinyin_glosses", "traditional", "punctuation"]
KINDS: tuple[Kind, ...] = ("pinyin_glosses", "traditional", "punctuation")


@dataclass(frozen=True, slots=True)
class Repair:
    """One change. `line` counts from 1; `start` and `end` are columns of that line, from 0."""

    kind: Kind
    line: int
    start: int
    end: int
    before: str
    after: str

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.line}:{self.start}"


@dataclass(slots=True)
class _Cell:
    """One character of the mended line and the columns that it stands for in the copy."""

    char: str
    start: int
    end: int


def find(text: str) -> list[Repair]:
    """Every repair that the text seems to need, in reading order."""
    lines = text.split("\n")
    cells = [[_Cell(char, at, at + 1) for at, char in enumerate(line)] for line in lines]
    repairs = [
        *_find_glosses(cells),
        *_find_traditional(cells),
        *_find_punctuation(cells),
    ]
    return sorted(repairs, key=lambda repair: (repair.line, repair.start))


def apply(text: str, repairs: Iterable[Repair], refused: Collection[str] = ()) -> str:
    """The text with its repairs made, but for those whose id or kind is refused."""
    lines = text.split("\n")
    for repair in sorted(repairs, key=lambda each: each.start, reverse=True):
        if not is_refused(repair, refused):
            line = lines[repair.line - 1]
            lines[repair.line - 1] = line[: repair.start] + repair.after + line[repair.end :]
    return "\n".join(lines)


def is_refused(repair: Repair, refused: Collection[str]) -> bool:
    return repair.id in refused or repair.kind in refused


def _find_glosses(lines: list[list[_Cell]]) -> list[Repair]:
    found = glosses.find([_text(cells) for cells in lines])
    for gloss in reversed(found):
        del lines[gloss.row][gloss.start : gloss.end]
    return [
        Repair("pinyin_glosses", gloss.row + 1, gloss.start, gloss.end, gloss.text, "")
        for gloss in found
    ]


def _find_traditional(lines: list[list[_Cell]]) -> list[Repair]:
    repairs = []
    simplified = traditional.simplify([_text(cells) for cells in lines])
    for number, (cells, line) in enumerate(zip(lines, simplified, strict=True), 1):
        for cell, char in zip(cells, line, strict=True):
            if cell.char != char:
                repairs.append(Repair("traditional", number, cell.start, cell.end, cell.char, char))
                cell.char = char
    return repairs


def _find_punctuation(lines: list[list[_Cell]]) -> list[Repair]:
    repairs = []
    for number, cells in enumerate(lines, 1):
        for mark in punctuation.find(_text(cells)):
            start, end = cells[mark.start].start, cells[mark.end - 1].end
            repairs.append(Repair("punctuation", number, start, end, mark.before, mark.after))
    return repairs


def _text(cells: list[_Cell]) -> str:
    return "".join(cell.char for cell in cells)
