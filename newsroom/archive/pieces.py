"""One invented piece: what it says, where it stands, and what became of it.

Each is drawn from its own number and the seed, so that any process may make any of them.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from typing import Any, TypeVar

from articles.desk.content import TEXT_FIELDS, Content
from articles.models import Article, Credit, State
from newsroom.archive.prose import Prose

# Some 140 pieces a day, as a daily's site puts out.
PACE = timedelta(minutes=10)
# A body's usual length in characters, and how far bodies are spread around it.
LENGTH = 900
_SPREAD = 0.55
_SHORTEST, _LONGEST = 300, 3_000
_REPORTS = 0.005
_REPORT_LENGTH = (10_000, 30_000)
_SPIKED = 0.02
_WITHDRAWN = 0.001
_CORRECTED = 0.003

T = TypeVar("T")


@dataclass(frozen=True)
class Writer:
    user_id: int
    name: str
    author_id: int


@dataclass(frozen=True)
class Shelves:
    """What pieces refer to, as plain data that goes from process to process."""

    sections: tuple[tuple[int, str], ...]
    tags: tuple[tuple[int, str], ...]
    sources: tuple[tuple[int, str], ...]
    writers: tuple[Writer, ...]
    # Authors without a login.
    others: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Piece:
    number: int
    state: State
    at: datetime
    content: Content
    writer: Writer
    correction: tuple[datetime, str] | None = None
    withdrawn_at: datetime | None = None
    notice: str = ""


def make_piece(
    number: int,
    count: int,
    at_work: State | None,
    shelves: Shelves,
    seed: int,
    until: datetime,
    length: int,
) -> Piece:
    """Piece `number` of 1 to `count`; the last is the newest, shortly before `until`. Unless it is
    still at work, it was published or spiked."""
    chance = random.Random(f"{seed}:{number}")
    prose = Prose(chance)
    at = until - PACE * (count - number) - PACE * chance.random()
    at = at.replace(microsecond=0)
    writer = _skewed(chance, shelves.writers, 1.3)
    content = _content(chance, prose, writer, shelves, length)
    state = at_work or (State.SPIKED if chance.random() < _SPIKED else State.SETTLED)
    correction, withdrawn_at, notice = None, None, ""
    fate = chance.random() if state == State.SETTLED else 1
    if fate < _WITHDRAWN:
        withdrawn_at = min(at + timedelta(hours=1 + 40 * chance.random()), until)
        notice = "本文已撤回。" if chance.random() < 0.5 else ""
    elif fate < _WITHDRAWN + _CORRECTED:
        note = f"文中“{prose.word('number')}”应为“{prose.word('number')}”，特此更正。"
        correction = (min(at + timedelta(hours=2 + 60 * chance.random()), until), note)
        content["correction_note"] = note
    return Piece(number, state, at, content, writer, correction, withdrawn_at, notice)


def _content(
    chance: random.Random, prose: Prose, writer: Writer, shelves: Shelves, length: int
) -> Content:
    content: Content = dict.fromkeys(TEXT_FIELDS, "")
    section = _skewed(chance, shelves.sections, 1.3)
    source = _skewed(chance, shelves.sources, 1.5) if chance.random() < 0.08 else None
    tags = {_skewed(chance, shelves.tags, 4) for _tag in range(chance.choice((0, 1, 2, 2, 3, 4)))}
    return content | {
        "headline": prose.line("headline", 60),
        "kicker": prose.line("kicker", 40) if chance.random() < 0.2 else "",
        "deck": prose.line("deck", 60) if chance.random() < 0.25 else "",
        "summary": prose.paragraph()[:200] if chance.random() < 0.3 else "",
        "body": _body(chance, prose, writer.name, length),
        "responsible_editor": prose.word("name"),
        "origin": (Article.Origin.REPRINT if source else Article.Origin.OWN).value,
        "source_author": prose.word("name") if source else "",
        "ai_label": Article.AILabel.NONE.value,
        "section": {"id": section[0], "name": section[1]},
        "source": {"id": source[0], "name": source[1]} if source else None,
        # As the newsroom keeps them: by name.
        "tags": [{"id": pk, "name": name} for pk, name in sorted(tags, key=lambda tag: tag[1])],
        "credits": _credits(chance, prose, writer, shelves),
        "figures": [],
    }


def _credits(
    chance: random.Random, prose: Prose, writer: Writer, shelves: Shelves
) -> list[dict[str, Any]]:
    credits = [_credit(writer.name, Credit.Role.REPORTER, writer.author_id)]
    if chance.random() < 0.35:
        other = _skewed(chance, shelves.others, 2)
        credits.append(_credit(other[1], Credit.Role.CORRESPONDENT, other[0]))
    if chance.random() < 0.15:
        credits.append(_credit(prose.word("name"), Credit.Role.PHOTOGRAPHER, None))
    return credits


def _credit(name: str, role: Credit.Role, author: int | None) -> dict[str, Any]:
    return {"name": name, "role": role.value, "author": author}


def _body(chance: random.Random, prose: Prose, reporter: str, usual: int) -> str:
    """In the canonical shape of `articles.text.markup`; nothing here has to be escaped."""
    if chance.random() < _REPORTS:
        wanted = chance.randint(*_REPORT_LENGTH)
    else:
        wanted = round(
            max(
                _SHORTEST,
                min(chance.lognormvariate(log(usual) - _SPREAD**2 / 2, _SPREAD), _LONGEST),
            )
        )
    blocks: list[str] = []
    length = 0
    opening = f"本报讯（记者{reporter}）"
    while length < wanted:
        if wanted > 800 and len(blocks) % 7 == 4:
            blocks.append(f"<h2>{prose.line('crosshead', 20)}</h2>")
        text = opening + prose.paragraph()
        opening = ""
        length += len(text)
        if length > _LONGEST and wanted <= _LONGEST:
            text = text[: len(text) - (length - _LONGEST)]
        kind = chance.random()
        if kind < 0.02:
            blocks.append(f"<blockquote><p>{text}</p></blockquote>")
        elif kind < 0.03:
            items = "".join(f"<li>{item}</li>" for item in text.split("。") if item)
            blocks.append(f"<ul>{items}</ul>")
        else:
            blocks.append(f"<p>{text}</p>")
    return "\n".join(blocks)


def _skewed(chance: random.Random, things: Sequence[T], power: float) -> T:
    """The first things more often than the last, the more so the higher the power."""
    return things[int(len(things) * chance.random() ** power)]
