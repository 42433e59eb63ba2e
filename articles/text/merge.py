"""Two people changed one text: put both changes together, and say where they meet.

A merge is a list of chunks in reading order. Joining the chunks' `base` gives the common
ancestor, their `mine` gives mine, their `theirs` gives theirs: whatever was written on either
side stands in some chunk, so nothing can go without being shown.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Generic, Literal, NamedTuple, TypeVar

from articles.text.difference import opcodes

Item = TypeVar("Item", bound=Hashable)
Kind = Literal["same", "mine", "theirs", "agreed", "conflict"]
# A stretch of the ancestor and what one side made of it: base[start:end] became `items`.
_Edit = tuple[int, int, list[Item]]


class Chunk(NamedTuple, Generic[Item]):
    base: list[Item]
    mine: list[Item]
    theirs: list[Item]

    @property
    def kind(self) -> Kind:
        if self.mine == self.theirs:
            return "same" if self.mine == self.base else "agreed"
        if self.theirs == self.base:
            return "mine"
        return "theirs" if self.mine == self.base else "conflict"

    @property
    def merged(self) -> list[Item]:
        """What stands there when no one has to choose; in a conflict, mine and then theirs."""
        if self.kind == "conflict":
            return self.both
        return self.theirs if self.kind == "theirs" else self.mine

    @property
    def both(self) -> list[Item]:
        return self.mine + [item for item in self.theirs if item not in self.mine]


def merge(
    base: Sequence[Item],
    mine: Sequence[Item],
    theirs: Sequence[Item],
    alike: Callable[[Item, Item], bool] | None = None,
) -> list[Chunk[Item]]:
    """Chunks as small as both sides' changes allow.

    `alike` says whether an item may have grown out of another: then a run of changed items is
    paired item by item, and two people who worked on neighbouring paragraphs do not collide.
    """
    edits = (_edits(base, mine, alike), _edits(base, theirs, alike))
    inside = {at for side in edits for start, end, _items in side for at in range(start + 1, end)}
    cuts = [at for at in range(len(base) + 1) if at not in inside]
    chunks: list[Chunk[Item]] = []
    for number, cut in enumerate(cuts):
        # What was inserted here, then the stretch up to the next cut.
        inserted = [[each for each in side if each[0] == each[1] == cut] for side in edits]
        _add(chunks, Chunk([], *(_written(base, cut, cut, side) for side in inserted)))
        if number + 1 < len(cuts):
            end = cuts[number + 1]
            within = [
                [
                    each
                    for each in side
                    if cut <= each[0] and each[1] <= end and not (each[0] == each[1] in (cut, end))
                ]
                for side in edits
            ]
            stretch = list(base[cut:end])
            _add(chunks, Chunk(stretch, *(_written(base, cut, end, side) for side in within)))
    return chunks


def _edits(
    base: Sequence[Item],
    side: Sequence[Item],
    alike: Callable[[Item, Item], bool] | None,
) -> list[_Edit[Item]]:
    return list(_edits_of(base, side, alike))


def _edits_of(
    base: Sequence[Item],
    side: Sequence[Item],
    alike: Callable[[Item, Item], bool] | None,
) -> Iterator[_Edit[Item]]:
    for tag, a, b, c, d in opcodes(base, side):
        if tag == "equal":
            continue
        paired = (
            alike is not None
            and b - a == d - c
            and all(alike(old, new) for old, new in zip(base[a:b], side[c:d], strict=True))
        )
        if paired:
            yield from ((a + at, a + at + 1, [side[c + at]]) for at in range(b - a))
        else:
            yield a, b, list(side[c:d])


def _written(
    base: Sequence[Item], start: int, end: int, edits: Sequence[_Edit[Item]]
) -> list[Item]:
    """What one side has in place of base[start:end]."""
    written: list[Item] = []
    at = start
    for first, last, items in edits:
        written += [*base[at:first], *items]
        at = last
    return written + list(base[at:end])


def _add(chunks: list[Chunk[Item]], chunk: Chunk[Item]) -> None:
    """Neighbours that nobody changed are one chunk; an empty one is none."""
    if not (chunk.base or chunk.mine or chunk.theirs):
        return
    if chunk.kind == "same" and chunks and chunks[-1].kind == "same":
        last = chunks[-1]
        chunks[-1] = Chunk(
            last.base + chunk.base, last.mine + chunk.mine, last.theirs + chunk.theirs
        )
    else:
        chunks.append(chunk)


def conflicts(chunks: Sequence[Chunk[Item]]) -> list[Chunk[Item]]:
    return [chunk for chunk in chunks if chunk.kind == "conflict"]


def joined(chunks: Sequence[Chunk[Item]]) -> list[Item]:
    return [item for chunk in chunks for item in chunk.merged]
