"""The repairs of imported copy for the screen: by kind, each within its sentence.

A sentence shows the repairs of one kind as marks; what other kinds repair in it stands there as
it will be. So each kind can be read, and refused, by itself.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.intake import ComparedLine, ImportedCopy
from articles.text.repair import KINDS, Kind, Repair

LABELS: dict[Kind, str | Promise] = {
    "pinyin_glosses": _("Pinyin glosses"),
    "traditional": _("Traditional characters"),
    "punctuation": _("Punctuation"),
}
EXPLAINS: dict[Kind, str | Promise] = {
    "pinyin_glosses": _("Readings in parentheses after characters are taken out."),
    "traditional": _("Traditional characters become Simplified ones."),
    "punctuation": _("Half-width marks between Chinese text become full-width ones."),
}
# A page with more marks than this cannot be used; the rest can be refused as a kind.
_MOST_MARKS = 2500
_SENTENCE = re.compile("[^。！？!?；;]*[。！？!?；;]+[”’」』）)]*|[^。！？!?；;]+")
_ENDS = ("。", "！", "？", "!", "?", "；", ";")


class Piece(NamedTuple):
    """A stretch of a shown line: text, a mark, or (neither) a gap where sentences are left out."""

    text: str = ""
    repair: Repair | None = None
    refused: bool = False


@dataclass
class Group:
    """The repairs of one kind. `refused`: the whole kind is; `more`: not shown for their number."""

    kind: Kind
    refused: bool
    found: int = 0
    made: int = 0
    more: int = 0
    lines: list[list[Piece]] = field(default_factory=list)

    @property
    def label(self) -> str | Promise:
        return LABELS[self.kind]

    @property
    def explains(self) -> str | Promise:
        return EXPLAINS[self.kind]


def groups(copy: ImportedCopy, refused: Iterable[str]) -> list[Group]:
    """The kinds that were found. `refused` is what a person refused: copy that was left as it
    came for being a reprint refuses more than that."""
    refused = frozenset(refused)
    counts = copy.counts()
    found = {
        kind: Group(kind, kind in refused, made=counts[kind])
        for kind in KINDS
        if any(repair.kind == kind for repair in copy.repairs)
    }
    for line in copy.comparison():
        kinds = {part.repair.kind for part in line.parts if part.repair}
        for kind in kinds:
            group = found[kind]
            marks = sum(part.repair is not None and part.repair.kind == kind for part in line.parts)
            if group.found + marks > _MOST_MARKS and group.found:
                group.more += marks
            else:
                group.lines.append(list(_excerpt(line, kind, copy, refused)))
            group.found += marks
    return list(found.values())


def _excerpt(
    line: ComparedLine, kind: Kind, copy: ImportedCopy, refused: frozenset[str]
) -> Iterator[Piece]:
    """The sentences with a repair of that kind, and a gap for those without."""
    sentences = _sentences(_pieces(line, kind, copy, refused))
    for marked, run in groupby(sentences, lambda each: any(piece.repair for piece in each)):
        if marked:
            for sentence in run:
                yield from sentence
        else:
            yield Piece()


def _pieces(
    line: ComparedLine, kind: Kind, copy: ImportedCopy, refused: frozenset[str]
) -> Iterator[Piece]:
    for part in line.parts:
        if part.repair is None:
            yield from (Piece(text) for text in _SENTENCE.findall(part.text))
        elif part.repair.kind == kind:
            yield Piece(part.text, part.repair, part.repair.id in refused)
        elif text := part.repair.after if copy.is_made(part.repair) else part.text:
            yield Piece(text)


def _sentences(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    sentence: list[Piece] = []
    for piece in pieces:
        sentence.append(piece)
        if (piece.repair.after if piece.repair else piece.text).rstrip("”’」』）)").endswith(_ENDS):
            yield sentence
            sentence = []
    if sentence:
        yield sentence
