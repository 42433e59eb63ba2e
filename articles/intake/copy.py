"""What a file becomes: the copy, who made it, what was mended, and what it came from."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from articles.intake.credits import Role
from articles.intake.errors import Message
from articles.text import markup
from articles.text.markup import Block
from articles.text.repair import KINDS, Kind, Repair, is_refused


class Credit(NamedTuple):
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class ImportedImage:
    """A picture from inside a document. `hash` is what the body's image blocks call it by."""

    data: bytes
    name: str
    alt: str
    content_type: str

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class Part(NamedTuple):
    """A stretch of a line: as it came, or with the repair that is proposed for it."""

    text: str
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A line with repairs in it; `number` counts the lines of `ImportedCopy.lines` from 1."""

    number: int
    parts: tuple[Part, ...]

    @property
    def before(self) -> str:
        return "".join(part.text for part in self.parts)

    @property
    def after(self) -> str:
        return "".join(part.repair.after if part.repair else part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class ImportedCopy:
    """A piece as it was read. `published_at` is ISO 8601 in the paper's own time, or None."""

    file: str
    headline: str = ""
    kicker: str = ""
    deck: str = ""
    original_headline: str = ""
    source: str = ""
    source_url: str = ""
    published_at: str | None = None
    credits: tuple[Credit, ...] = ()
    responsible_editor: str = ""
    body: tuple[Block, ...] = ()
    boilerplate: tuple[str, ...] = ()
    reprint: bool = False
    quarantine: Message | None = None
    notes: tuple[Message, ...] = ()
    encoding: str | None = None
    lines: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    refused: frozenset[str] = frozenset()
    images: tuple[ImportedImage, ...] = ()
    original: bytes = field(default=b"", repr=False)

    @property
    def html(self) -> str:
        """The body as it is stored, with placeholders for the images."""
        return markup.from_blocks(self.body)

    def is_made(self, repair: Repair) -> bool:
        return not is_refused(repair, self.refused)

    def counts(self) -> dict[Kind, int]:
        """How many repairs of each kind were made."""
        made = [repair.kind for repair in self.repairs if self.is_made(repair)]
        return {kind: made.count(kind) for kind in KINDS}

    def comparison(self) -> Iterator[ComparedLine]:
        """The lines that have repairs, made or refused, cut up so that each can be shown."""
        by_line: dict[int, list[Repair]] = {}
        for repair in self.repairs:
            by_line.setdefault(repair.line, []).append(repair)
        for number, repairs in sorted(by_line.items()):
            yield ComparedLine(number, tuple(_parts(self.lines[number - 1], repairs)))

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "headline": self.headline,
            "kicker": self.kicker,
            "deck": self.deck,
            "original_headline": self.original_headline,
            "source": self.source,
            "source_url": self.source_url,
            "published_at": self.published_at,
            "credits": [credit._asdict() for credit in self.credits],
            "responsible_editor": self.responsible_editor,
            "body": [block._asdict() for block in self.body],
            "boilerplate": list(self.boilerplate),
            "repairs": {**self.counts(), "encoding": self.encoding},
            "quarantine": str(self.quarantine) if self.quarantine else None,
        }


def _parts(line: str, repairs: Collection[Repair]) -> Iterator[Part]:
    done = 0
    for repair in sorted(repairs, key=lambda each: each.start):
        if repair.start > done:
            yield Part(line[done : repair.start])
        yield Part(repair.before, repair)
        done = repair.end
    if done < len(line):
        yield Part(line[done:])
