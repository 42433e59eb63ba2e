"""What changed between two texts: by character within a text, by block within a body.

Chinese has no spaces between words, so a difference is shown character by character; an
alignment of whole bodies by character would be slow and would tear paragraphs apart, so blocks
are paired first, then sentences, then characters.
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from articles.text.markup import Block

Kind = Literal["same", "gone", "new", "gap"]
# Below this likeness two blocks are shown as one gone and one new, not as one changed.
_ALIKE = 0.4
# So many blocks further on nobody looks for what one has grown from.
_NEAR = 60
# Character alignment costs about the product of the lengths; beyond this, sentences go first.
_TOO_LONG = 250_000
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+|[^。！？；!?;\n]+")


class Piece(NamedTuple):
    """A stretch of text that stayed, went or came; a gap stands for text left out of view."""

    kind: Kind
    text: str


class BlockChange(NamedTuple):
    """`was` is the former kind of a block that became another: a paragraph, now a crosshead."""

    kind: Literal["same", "gone", "new", "changed"]
    block: Block
    pieces: list[Piece]
    was: str = ""


def of_text(before: str, after: str) -> list[Piece]:
    """Pieces in reading order: those not "new" make `before`, those not "gone" make `after`."""
    start = common_start(before, after)
    before_rest, after_rest = before[start:], after[start:]
    end = common_start(before_rest[::-1], after_rest[::-1])
    middle_before = before_rest[: len(before_rest) - end]
    middle_after = after_rest[: len(after_rest) - end]
    return _joined(
        [
            Piece("same", before[:start]),
            *_middle(middle_before, middle_after),
            Piece("same", before_rest[len(before_rest) - end :]),
        ]
    )


def common_start(one: str, other: str) -> int:
    """How many characters both begin with."""
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return length


def _middle(before: str, after: str) -> list[Piece]:
    if len(before) * len(after) <= _TOO_LONG:
        return list(_aligned(before, after))
    sentences_before, sentences_after = _SENTENCE.findall(before), _SENTENCE.findall(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in opcodes(sentences_before, sentences_after):
        gone, new = "".join(sentences_before[a:b]), "".join(sentences_after[c:d])
        if tag == "equal":
            pieces.append(Piece("same", gone))
        elif len(gone) * len(new) <= _TOO_LONG:
            pieces += _aligned(gone, new)
        else:
            pieces += [Piece("gone", gone), Piece("new", new)]
    return pieces


def _aligned(before: str, after: str) -> Iterator[Piece]:
    for tag, a, b, c, d in opcodes(before, after):
        if tag == "equal":
            yield Piece("same", before[a:b])
        else:
            yield Piece("gone", before[a:b])
            yield Piece("new", after[c:d])


def opcodes(
    before: Sequence[Hashable], after: Sequence[Hashable]
) -> Sequence[tuple[str, int, int, int, int]]:
    """As `SequenceMatcher` says it. Where the same stands again and again, every place is held
    against every other: in long ones what is that common begins no match, which is as right and
    not as short."""
    long = len(before) * len(after) > _TOO_LONG
    return SequenceMatcher(None, before, after, autojunk=long).get_opcodes()


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one kind become one; a lone character that stayed between two changes is
    part of the change, since nobody can read confetti."""
    result: list[Piece] = []
    for position, piece in enumerate(pieces):
        if not piece.text:
            continue
        between = 0 < position < len(pieces) - 1
        changes = [piece]
        if piece.kind == "same" and len(piece.text) == 1 and between:
            changes = [Piece("gone", piece.text), Piece("new", piece.text)]
        for change in changes:
            _add(result, change)
    return result


def _add(result: list[Piece], piece: Piece) -> None:
    """Within one change what went stands before what came."""
    place = len(result)
    if piece.kind == "gone" and result and result[-1].kind == "new":
        place -= 1
    if place and result[place - 1].kind == piece.kind:
        result[place - 1] = Piece(piece.kind, result[place - 1].text + piece.text)
    else:
        result.insert(place, piece)


def shortened(pieces: Sequence[Piece], around: int = 12) -> list[Piece]:
    """Leave out what stayed, but for some characters around every change."""
    result: list[Piece] = []
    for position, piece in enumerate(pieces):
        if piece.kind != "same":
            result.append(piece)
            continue
        head = around if position else 0
        tail = around if position < len(pieces) - 1 else 0
        if len(piece.text) <= head + tail + around:
            result.append(piece)
            continue
        if head:
            result.append(Piece("same", piece.text[:head]))
        result.append(Piece("gap", piece.text[head : len(piece.text) - tail]))
        if tail:
            result.append(Piece("same", piece.text[len(piece.text) - tail :]))
    return result


def of_blocks(before: Sequence[Block], after: Sequence[Block]) -> list[BlockChange]:
    """Every block of both bodies in reading order, changed ones with their pieces."""
    changes: list[BlockChange] = []
    for tag, a, b, c, d in opcodes(before, after):
        if tag == "equal":
            changes += [_whole("same", block) for block in after[c:d]]
        else:
            changes += _paired(before[a:b], after[c:d])
    return changes


def _whole(kind: Literal["same", "gone", "new"], block: Block) -> BlockChange:
    return BlockChange(kind, block, [Piece(kind, block.text)])


def _paired(gone: Sequence[Block], new: Sequence[Block]) -> Iterator[BlockChange]:
    """Blocks that replaced one another, each new one beside the old one that it grew from."""
    waiting = 0
    for block in new:
        partner = _partner(block, gone, waiting)
        if partner is None:
            yield _whole("new", block)
            continue
        yield from (_whole("gone", passed) for passed in gone[waiting:partner])
        old = gone[partner]
        was = old.kind if old.kind != block.kind else ""
        yield BlockChange("changed", block, of_text(old.text, block.text), was)
        waiting = partner + 1
    yield from (_whole("gone", left) for left in gone[waiting:])


def _partner(block: Block, gone: Sequence[Block], first: int) -> int | None:
    if block.kind == "image":
        return None
    best, place = _ALIKE, None
    for position in range(first, min(len(gone), first + _NEAR)):
        if gone[position].kind == "image":
            continue
        matcher = SequenceMatcher(None, gone[position].text, block.text, autojunk=False)
        if matcher.real_quick_ratio() <= best or matcher.quick_ratio() <= best:
            continue
        likeness = matcher.ratio() if len(block.text) < 2000 else matcher.quick_ratio()
        if likeness > best:
            best, place = likeness, position
    return place
