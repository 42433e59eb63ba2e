"""A line of copy in two readings: as it would be with every repair, and as it is printed.

What a line is (a byline, a headline, an address) is recognised on the first, `key`; what is taken
from it comes from the second. So copy is understood alike whether repairs are made or refused.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from articles.text.repair import Repair, is_refused

_BLANKS = " \t\u3000\xa0"
_LONGEST = 12
_ENDLESS = re.compile(f"[{_BLANKS}]{{{_LONGEST + 1},}}")

# What a word processor said about the line; plain text says nothing.
Hint = Literal["text", "title", "subtitle", "heading", "bold", "quote", "list", "table", "image"]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line as it came. `number` is its place in the file, from 1; `group` tells one list or
    table from the next."""

    text: str
    number: int
    hint: Hint = "text"
    group: int = 0


def tidy(text: str) -> str:
    """A line's text without blanks at its ends or endless ones inside: they mean nothing, and
    every pattern that reads the line would have to walk them."""
    return _ENDLESS.sub(lambda match: match[0][:_LONGEST], text.strip(_BLANKS))


@dataclass(frozen=True, slots=True)
class Line:
    """`printed` has, for every character of `key`, what is printed for it."""

    source: SourceLine
    key: str
    printed: tuple[str, ...]

    @property
    def hint(self) -> Hint:
        return self.source.hint

    def text(self, start: int = 0, end: int | None = None) -> str:
        """What is printed for a stretch of the key, without blanks at its ends."""
        return "".join(self.printed[start:end]).strip(" \u3000")

    def name(self, start: int, end: int) -> str:
        """A person's name: 张　三 without its blank; a Latin or transcribed one with its own."""
        stretch = self.key[start:end]
        if stretch.isascii() or "·" in stretch:
            return self.text(start, end)
        return "".join(
            printed
            for char, printed in zip(stretch, self.printed[start:end], strict=True)
            if not char.isspace()
        )

    def part(self, start: int = 0, end: int | None = None) -> "Line":
        """A stretch of the line as a line of its own, without blanks at its ends."""
        stretch = self.key[start:end]
        start += len(stretch) - len(stretch.lstrip(" \u3000"))
        end = start + len(stretch.strip(" \u3000"))
        return Line(self.source, self.key[start:end], self.printed[start:end])


def read(
    sources: Iterable[SourceLine], repairs: Iterable[Repair], refused: Collection[str]
) -> list[Line]:
    """Lines with the repairs that were found in them, some of them refused."""
    by_line: dict[int, list[Repair]] = {}
    for repair in repairs:
        by_line.setdefault(repair.line, []).append(repair)
    return [
        _read(source, by_line.get(number, []), refused) for number, source in enumerate(sources, 1)
    ]


def _read(line: SourceLine, repairs: list[Repair], refused: Collection[str]) -> Line:
    key: list[str] = []
    printed: list[str] = []
    done = 0
    for repair in sorted(repairs, key=lambda each: each.start):
        kept = line.text[done : repair.start]
        key += kept
        printed += kept
        done = repair.end
        shown = repair.before if is_refused(repair, refused) else repair.after
        key += repair.after
        if len(shown) == len(repair.after):
            printed += shown
        elif repair.after:
            printed += [shown, *[""] * (len(repair.after) - 1)]
        elif printed:
            printed[-1] += shown
    key += line.text[done:]
    printed += line.text[done:]
    return Line(line, "".join(key), tuple(printed))
