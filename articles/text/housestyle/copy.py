"""A piece as the house style reads it: lines of text in reading order, and a few facts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from articles.text.runs import plain
from articles.text.tree import lines_of, read

LineKind = Literal["heading", "paragraph", "crosshead", "quote", "list", "cell", "note"]
SourceStanding = Literal["usable", "unlisted", "banned", "not_yet", "expired"]

_KINDS: dict[str, LineKind] = {
    "p": "paragraph", "h2": "crosshead", "h3": "crosshead", "blockquote": "quote",
    "ul": "list", "ol": "list", "table": "cell",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """`block` is the line's number in its field. A verse keeps its breaks as newlines."""

    field: str
    block: int
    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What a piece says about one of its pictures."""

    image: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    rights_holder: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Played:
    """What a piece says about one of its recordings; of the long texts, whether there are any."""

    recording: str
    is_video: bool = False
    caption: str = ""
    credit: str = ""
    transcript: bool = False
    captions: bool = False


@dataclass(frozen=True, slots=True)
class Outlet:
    """The source of a reprint, and how it stands on the day of publication."""

    name: str
    standing: SourceStanding


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything that the rules may ask about a piece."""

    lines: tuple[Line, ...] = ()
    pictures: tuple[Picture, ...] = ()
    recordings: tuple[Played, ...] = ()
    bylines: tuple[str, ...] = ()
    reprint: bool = False
    source: Outlet | None = None
    source_author: str = ""
    own: tuple[str, ...] = field(default=())
    """Names of the paper itself."""

    def line(self, name: str) -> str:
        """The one line of a field, or nothing."""
        return next((line.text for line in self.lines if line.field == name), "")


def body_lines(html: str) -> Iterator[Line]:
    """The lines of a canonical body, numbered; pictures and rules have none."""
    number = 0
    for element in read(html):
        for runs in lines_of(element):
            yield Line("body", number, _KINDS.get(element.kind, "paragraph"), plain(runs))
            number += 1


def field_line(name: str, text: str, kind: LineKind = "heading") -> list[Line]:
    """The line of a field that is one; several of them where it was typed as several."""
    return [
        Line(name, number, kind, line)
        for number, line in enumerate(text.split("\n"))
        if line.strip()
    ]
