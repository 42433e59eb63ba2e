"""Two contents of one piece and their common ancestor, put together field by field.

What one side alone changed is taken; tags are added and taken away by either side; the body goes
block by block, bylines, pictures and recordings entry by entry. Where both changed one thing to
different things somebody has to pick.
"""

import json
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from articles.desk.content import SWITCHES, TEXT_FIELDS, Content, clips_of, with_clips
from articles.text.markup import blocks, clean, parts
from articles.text.merge import Chunk, Kind, conflicts, joined, merge

LINES = tuple(name for name in TEXT_FIELDS if name != "body")
ONE_OF = ("section", "source")
ROWS = ("credits", "figures")
SIDES = ("mine", "theirs")
SIDES_OF_TEXT = (*SIDES, "both")
# Above this likeness a paragraph has grown out of another.
_ALIKE = 0.4
Picks = dict[str, str]


@dataclass(frozen=True)
class FieldMerge:
    """One field of the three contents. `may_be_both` where one side does not exclude the other."""

    name: str
    base: Any
    mine: Any
    theirs: Any
    kind: Kind
    merged: Any
    may_be_both: bool = False


@dataclass(frozen=True)
class Merge:
    base: Content
    mine: Content
    theirs: Content

    @cached_property
    def fields(self) -> list[FieldMerge]:
        """Every field but the body, those that nobody changed included."""
        mine = self.mine | {"credits": _linked(self.mine, self.theirs, self.base)}
        return [
            *(_one(name, self.base[name], mine[name], self.theirs[name]) for name in LINES),
            *(_one(name, self.base[name], mine[name], self.theirs[name]) for name in ONE_OF),
            *(
                _one(name, *(side.get(name, False) for side in (self.base, mine, self.theirs)))
                for name in SWITCHES
            ),
            _tags(self.base["tags"], mine["tags"], self.theirs["tags"]),
            *(_rows(name, self.base[name], mine[name], self.theirs[name]) for name in ROWS),
            _rows("clips", *map(clips_of, (self.base, mine, self.theirs))),
        ]

    @cached_property
    def body(self) -> list[Chunk[str]]:
        """Chunks of the body's blocks, each with its markup."""
        return merge(
            parts(self.base["body"]), parts(self.mine["body"]), parts(self.theirs["body"]), _alike
        )

    @property
    def open_fields(self) -> list[FieldMerge]:
        return [each for each in self.fields if each.kind == "conflict"]

    @property
    def has_conflicts(self) -> bool:
        return bool(self.open_fields or conflicts(self.body))

    def undecided(self, picks: Picks) -> list[str]:
        """The fields in conflict for which no side was picked. Paragraphs keep both sides."""
        return [each.name for each in self.open_fields if picks.get(each.name) not in _sides(each)]

    def content(self, picks: Picks) -> Content:
        """`picks` says a side by the field's name, and by `body-<number of the chunk>`. A field
        without one is mine."""
        content: Content = {each.name: _picked(each, picks) for each in self.fields}
        for name in SWITCHES:
            if not content[name]:
                del content[name]
        written = [
            part
            for number, chunk in enumerate(self.body)
            for part in _chosen(chunk, picks.get(f"body-{number}", "both"))
        ]
        content["body"] = clean("\n".join(written))
        return with_clips(content, content["clips"])


def _sides(field: FieldMerge) -> tuple[str, ...]:
    return SIDES_OF_TEXT if field.may_be_both else SIDES


def _picked(field: FieldMerge, picks: Picks) -> Any:
    if field.kind != "conflict":
        return field.merged
    side = picks.get(field.name, "mine")
    if side == "both" and field.may_be_both:
        return field.merged
    return field.theirs if side == "theirs" else field.mine


def _chosen(chunk: Chunk[str], side: str) -> list[str]:
    if chunk.kind != "conflict" or side not in SIDES:
        return chunk.merged
    return chunk.mine if side == "mine" else chunk.theirs


def _one(name: str, base: Any, mine: Any, theirs: Any) -> FieldMerge:
    kind = _kind_of(base, mine, theirs)
    return FieldMerge(name, base, mine, theirs, kind, theirs if kind == "theirs" else mine)


def _tags(base: Any, mine: Any, theirs: Any) -> FieldMerge:
    """Each side's additions and removals count; they cannot contradict each other."""
    was, my, their = ({tag["id"]: tag for tag in side} for side in (base, mine, theirs))
    kept = {
        key: tag
        for key, tag in (was | their | my).items()
        if (key in my and key in their) or (key not in was)
    }
    merged = sorted(kept.values(), key=lambda tag: (tag["name"], tag["id"]))
    kind = _kind_of(set(was), set(my), set(their))
    return FieldMerge("tags", base, mine, theirs, "agreed" if kind == "conflict" else kind, merged)


def _kind_of(base: Any, mine: Any, theirs: Any) -> Kind:
    if mine == theirs:
        return "same" if mine == base else "agreed"
    if theirs == base:
        return "mine"
    return "theirs" if mine == base else "conflict"


def _rows(name: str, base: Any, mine: Any, theirs: Any) -> FieldMerge:
    """Entries in their order. In conflict "both" is mine, then those of theirs that mine lack."""
    was, my, their = ([_key(row) for row in side] for side in (base, mine, theirs))
    chunks = merge(was, my, their)
    kind = _kind_of(base, mine, theirs)
    if kind != "conflict":
        merged = theirs if kind == "theirs" else mine
        return FieldMerge(name, base, mine, theirs, kind, merged)
    together = [json.loads(key) for key in joined(chunks)]
    known = [_identity(name, row) for row in together]
    if conflicts(chunks) or len(set(known)) < len(known):
        mine_known = {_identity(name, row) for row in mine}
        added = [row for row in theirs if _identity(name, row) not in mine_known]
        both = _one_cover(name, mine + added)
        return FieldMerge(name, base, mine, theirs, "conflict", both, may_be_both=True)
    return FieldMerge(name, base, mine, theirs, "agreed", _one_cover(name, together))


def _identity(name: str, row: dict[str, Any]) -> str:
    """A picture or recording is in a piece once, whatever is said about it; a name may stand in
    two roles."""
    if name == "credits":
        return f"{row['role']} {row['name']}"
    return str(row["image"] if name == "figures" else row["recording"])


def _one_cover(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two people may each have chosen a cover: the first one stays."""
    if name != "figures":
        return rows
    covers = [row["image"] for row in rows if row["is_cover"]]
    return [row | {"is_cover": row["image"] in covers[:1]} for row in rows]


def _linked(mine: Content, *others: Content) -> list[dict[str, Any]]:
    """A save links printed names to author pages: a name of mine that is not linked yet is the
    linked one of another side, not a change of it."""
    links = {
        (row["name"], row["role"]): row["author"]
        for other in others
        for row in other["credits"]
        if row["author"]
    }
    return [
        row | {"author": row["author"] or links.get((row["name"], row["role"]))}
        for row in mine["credits"]
    ]


def _alike(one: str, other: str) -> bool:
    before, after = (" ".join(block.text for block in blocks(each)) for each in (one, other))
    return SequenceMatcher(None, before, after, autojunk=False).quick_ratio() > _ALIKE


def _key(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
