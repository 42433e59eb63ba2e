"""A passage of a text that goes on being edited: kept as a place in one version, found in another.

Both versions are at hand (revisions are kept for ever), so a passage is not guessed at: where it
stands once in either version it is found as it is, wherever it went; otherwise the difference of
the two versions says what became of it. Texts are blocks, as `articles.text.markup.blocks` gives.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple

from articles.text.difference import common_start, of_blocks
from articles.text.markup import Block

CONTEXT = 20
# A paragraph moved and rewritten at once is the same one from this likeness on.
_ALIKE = 0.6
# Character alignment costs about the product of the lengths.
_TOO_LONG = 4_000_000


class Fate(Enum):
    STANDS = "stands"
    CHANGED = "changed"
    GONE = "gone"


class Passage(NamedTuple):
    """Characters `start` to `start + len(quote)` of a block, with what stood around them."""

    block: int
    start: int
    quote: str
    prefix: str = ""
    suffix: str = ""


class Place(NamedTuple):
    """Where a passage is now, and what it says there; nothing when it is gone."""

    fate: Fate
    block: int = 0
    start: int = 0
    text: str = ""


GONE = Place(Fate.GONE)


def passage(texts: Sequence[Block], block: int, start: int, end: int) -> Passage:
    """The passage with its surroundings, as a comment keeps it."""
    text = texts[block].text
    return Passage(
        block,
        start,
        text[start:end],
        text[max(0, start - CONTEXT) : start],
        text[end : end + CONTEXT],
    )


def whole(texts: Sequence[Block], block: int) -> Passage:
    return passage(texts, block, 0, len(texts[block].text))


def pick(texts: Sequence[Block], block: int, quote: str, prefix: str = "") -> Passage | None:
    """The passage that somebody marked on a page, where white space is not what it is here: the
    quote nearest to that block, after that prefix where it stands more than once."""
    wanted, before = bare(quote), bare(prefix)
    if not wanted:
        return None
    for position in sorted(range(len(texts)), key=lambda each: abs(each - block)):
        text, origin = _bare(texts[position].text)
        starts = _starts(text, wanted)
        if starts:
            start = max(starts, key=lambda each: _shared_end(text[:each], before))
            first, last = origin[start], origin[start + len(wanted) - 1]
            return passage(texts, position, first, last + 1)
    return None


def bare(text: str) -> str:
    """Without white space: what is left of a text on any page that shows it."""
    return _bare(text)[0]


def _bare(text: str) -> tuple[str, list[int]]:
    """Without white space, and where each remaining character was."""
    origin = [place for place, char in enumerate(text) if not char.isspace()]
    return "".join(text[place] for place in origin), origin


def locate(mark: Passage, then: Sequence[Block], now: Sequence[Block]) -> Place:
    """What became of a passage of `then` in `now`."""
    if not mark.quote:
        return GONE
    found = _occurrences(now, mark.quote)
    if len(found) == 1 and len(_occurrences(then, mark.quote)) == 1:
        return Place(Fate.STANDS, *found[0], mark.quote)
    place = _mapped(mark, then, now)
    if place.fate is Fate.STANDS or not found:
        return place
    # Moved among passages that say the same: what stands around it tells which one it is.
    best = max(found, key=lambda each: _context(now, each, mark))
    known = len(mark.prefix) + len(mark.suffix)
    if known and _context(now, best, mark) == known:
        return Place(Fate.STANDS, *best, mark.quote)
    return place


def _occurrences(texts: Sequence[Block], quote: str) -> list[tuple[int, int]]:
    return [
        (position, start)
        for position, block in enumerate(texts)
        for start in _starts(block.text, quote)
    ]


def _starts(text: str, part: str) -> list[int]:
    starts: list[int] = []
    start = text.find(part)
    while start >= 0:
        starts.append(start)
        start = text.find(part, start + 1)
    return starts


def _context(texts: Sequence[Block], place: tuple[int, int], mark: Passage) -> int:
    """How many characters around the place are those that stood around the passage."""
    block, start = place
    text = texts[block].text
    after = text[start + len(mark.quote) :]
    return _shared_end(text[:start], mark.prefix) + common_start(after, mark.suffix)


def _shared_end(one: str, other: str) -> int:
    return common_start(one[::-1], other[::-1])


def _mapped(mark: Passage, then: Sequence[Block], now: Sequence[Block]) -> Place:
    """By the difference: the block's partner, and in it what stands between what stayed before
    the passage and what stayed after it."""
    partner = _partner(mark.block, then, now)
    if partner is None:
        return GONE
    old, new = then[mark.block].text, now[partner].text
    start, end = _span(old, new, mark.start, mark.start + len(mark.quote))
    text = new[start:end]
    if not text.strip():
        return GONE
    return Place(Fate.STANDS if text == mark.quote else Fate.CHANGED, partner, start, text)


def _partner(block: int, then: Sequence[Block], now: Sequence[Block]) -> int | None:
    """The block of `now` that this block of `then` is, or became."""
    old = new = 0
    came: list[int] = []
    for change in of_blocks(then, now):
        if old == block and change.kind in ("same", "changed"):
            return new
        if change.kind == "new":
            came.append(new)
        old += change.kind != "new"
        new += change.kind != "gone"
    return _moved(then[block], now, came)


def _moved(block: Block, now: Sequence[Block], came: list[int]) -> int | None:
    """A block that went from its place is looked for among those that came somewhere else."""
    best, place = _ALIKE, None
    for position in came:
        if "image" in (block.kind, now[position].kind):
            continue
        matcher = SequenceMatcher(None, block.text, now[position].text, autojunk=False)
        likeness = matcher.quick_ratio()
        if likeness > best and (likeness := matcher.ratio()) > best:
            best, place = likeness, position
    return place


def _span(old: str, new: str, start: int, end: int) -> tuple[int, int]:
    """The stretch of `new` that `old[start:end]` became."""
    if len(old) * len(new) > _TOO_LONG:
        return _outer_span(old, new, start, end)
    first, last = 0, len(new)
    for a, b, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        if a < start:
            # The last character before the passage that stayed.
            first = b + min(size, start - a)
        if a <= start < a + size:
            first = b + start - a
        if a < end <= a + size:
            last = min(last, b + end - a)
        elif a >= end:
            last = min(last, b)
    return first, max(first, last)


def _outer_span(old: str, new: str, start: int, end: int) -> tuple[int, int]:
    """For very long blocks: what the two ends of both texts share is what stayed."""
    head = common_start(old, new)
    tail = min(_shared_end(old, new), min(len(old), len(new)) - head)
    first = start if start <= head else head
    last = len(new) - (len(old) - end) if len(old) - end <= tail else len(new) - tail
    return first, max(first, last)
