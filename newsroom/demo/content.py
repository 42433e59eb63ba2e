"""The invented paper and its pieces, as plain data: nothing here knows the database.

`load_paper()` reads paper.toml, `load_day(…)` day.toml, `load_specials(…)` specials.toml,
`load_pieces(now)` pieces/*.md, `load_pages()` pages/*.md. A piece's file is TOML between two lines
of `+++`, then the body (see markup.py). `{date}`, `{date-1}`, `{date+3}` in any of its texts become
the day of publication, moved by so many days, as “5月6日”; `{year}` and `{year-1}` become years, so
that the demo reads as if it had been written this week.
"""

import dataclasses
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from newsroom.demo import artwork, sounds
from newsroom.demo.markup import Block, parse_body
from newsroom.demo.reading import ContentError, Source
from newsroom.demo.shapes import (
    AI_LABELS,
    AUTHOR_KINDS,
    CREDIT_ROLES,
    PLACES,
    RANKS,
    ROLES,
    STATES,
    STATUSES,
    DemoDay,
    DemoPaper,
    DemoPiece,
    DemoSpecial,
    DemoSpecials,
)

HERE = Path(__file__).parent
FENCE = "+++"


def load_paper(path: Path = HERE / "paper.toml") -> DemoPaper:
    source = Source(path, path.read_text(encoding="utf-8"))
    paper = source.build(DemoPaper, source.parse())
    desks = {desk.key for desk in paper.desks}
    slugs = {section.slug for section in paper.sections}
    usernames = {person.username for person in paper.people}
    for section in paper.sections:
        _known(source, section.desk, desks, "desk", section.slug)
        _known(source, section.parent, slugs, "section", section.slug)
    for person in paper.people:
        _known(source, person.role, ROLES, "role", person.username)
        _known(source, person.desk, desks, "desk", person.username)
    for author in paper.authors:
        _known(source, author.kind, AUTHOR_KINDS, "kind of author", author.name)
        _known(source, author.username, usernames, "account", author.name)
        _known(source, author.portrait, artwork.KEYS, "drawing", author.name)
    _known(source, paper.site.logo, artwork.KEYS, "drawing", "logo")
    return paper


def load_pieces(
    now: datetime, paper: DemoPaper | None = None, folder: Path = HERE / "pieces"
) -> list[DemoPiece]:
    """Every piece, newest first, with `published_at` counted back from `now`.

    `now` carries the newsroom's time zone: the dates in the texts are days of that zone.
    """
    paper = paper or load_paper()
    pieces = [_load_piece(path, now, paper) for path in sorted(folder.glob("*.md"))]
    _no_twins(pieces, folder)
    return sorted(pieces, key=lambda piece: piece.age_hours)


def load_day(paper: DemoPaper, pieces: list[DemoPiece], path: Path = HERE / "day.toml") -> DemoDay:
    """Duties, assignments and comments, each naming people, desks and passages that there are."""
    source = Source(path, path.read_text(encoding="utf-8"))
    day = source.build(DemoDay, source.parse())
    people = {person.username for person in paper.people}
    desks = {desk.key for desk in paper.desks}
    sections = {section.slug for section in paper.sections}
    bodies = {piece.key: piece.body for piece in pieces}
    for duty in day.duties:
        _known(source, duty.username, people, "account", duty.username)
        _known(source, duty.rank, RANKS, "rank", duty.rank)
        _known(source, duty.shift, ("day", "night"), "shift", duty.shift)
        for desk in duty.desks:
            _known(source, desk, desks, "desk", desk)
        if not all(0 <= number <= 6 for number in duty.days):
            source.fail("“days” are numbers from 0 to 6", "days")
    for topic in day.assignments:
        _known(source, topic.section, sections, "section", topic.section)
        _known(source, topic.status, STATUSES, "status", topic.status)
        for username in (topic.by, topic.reporter, topic.photographer):
            _known(source, username, people, "account", username or "")
    for pin in day.pins:
        _known(source, pin.piece, bodies, "piece", pin.piece)
        _known(source, pin.place, {*PLACES, *sections}, "place", pin.place)
        _known(source, pin.by, people, "account", pin.by)
    for comment in day.comments:
        _known(source, comment.piece, bodies, "piece", comment.piece)
        for username in (comment.username, *(answer.username for answer in comment.answers)):
            _known(source, username, people, "account", username)
        if not any(comment.quote in block.text for block in bodies[comment.piece]):
            source.fail(f"“{comment.quote}” is nowhere in the body", re.escape(comment.quote))
    return day


def load_specials(
    paper: DemoPaper, pieces: list[DemoPiece], path: Path = HERE / "specials.toml"
) -> tuple[DemoSpecial, ...]:
    """Topics, each of people, drawings and pieces that there are."""
    source = Source(path, path.read_text(encoding="utf-8"))
    specials = source.build(DemoSpecials, source.parse()).specials
    people = {person.username for person in paper.people}
    keys = {piece.key for piece in pieces}
    for special in specials:
        for username in (special.editor, special.publisher):
            _known(source, username, people, "account", username)
        _known(source, special.cover.key, artwork.KEYS, "drawing", special.cover.key)
        for group in special.groups:
            for key in group.pieces:
                _known(source, key, keys, "piece", key)
    return specials


def load_pages(folder: Path = HERE / "pages") -> dict[str, tuple[Block, ...]]:
    """What the paper says about itself, by the address of the page."""
    return {
        path.stem: parse_body(path, 0, path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.md"))
    }


def _load_piece(path: Path, now: datetime, paper: DemoPaper) -> DemoPiece:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    if lines[0] != FENCE or FENCE not in lines[1:]:
        raise ContentError(path, 1, f"must begin with its fields between two lines of {FENCE}")
    end = lines.index(FENCE, 1)
    draft = Source(path, "\n".join(lines[1:end]), offset=1)
    age = draft.parse().get("age_hours")
    if not isinstance(age, int | float):
        draft.fail("“age_hours” must be a number", "age_hours")
    published_at = now - timedelta(hours=age)
    front = Source(path, _dated(draft.text, published_at), offset=1)
    fields = front.parse()
    for own in fields.keys() & {"body", "published_at"}:
        front.fail(f"“{own}” is not written among the fields", own)
    piece = front.build(DemoPiece, fields)
    if piece.key != path.stem:
        front.fail(f"“key” must be “{path.stem}”, as the file is called", "key")
    body = parse_body(path, end + 1, _dated("\n".join(lines[end + 1 :]), published_at))
    piece = dataclasses.replace(piece, body=body, published_at=published_at)
    _check(piece, front, paper)
    return piece


def _dated(text: str, day: datetime) -> str:
    def write(found: re.Match[str]) -> str:
        shift = int(found[2] or 0)
        if found[1] == "year":
            return str(day.year + shift)
        then = day + timedelta(days=shift)
        return f"{then.month}月{then.day}日"

    return re.sub(r"\{(date|year)([+-]\d+)?\}", write, text)


def _check(piece: DemoPiece, front: Source, paper: DemoPaper) -> None:
    authors = {author.name for author in paper.authors}
    people = {person.username: person for person in paper.people}
    editors = {p.full_name for p in paper.people if p.role in ("editor", "desk_head", "chief")}
    _known(front, piece.section, {s.slug for s in paper.sections}, "section", "section")
    _known(front, piece.state, STATES, "state", "state")
    _known(front, piece.owner, people, "account", "owner")
    _known(front, piece.ai_label, AI_LABELS, "AI label", "ai_label")
    _known(front, piece.origin, ("own", "reprint"), "origin", "origin")
    _known(front, piece.source or None, {s.name for s in paper.sources}, "source", "source")
    _known(front, piece.responsible_editor or None, editors, "editor", "responsible_editor")
    for tag in piece.tags:
        _known(front, tag, {t.slug for t in paper.tags}, "tag", "tags")
    for credit in piece.credits:
        _known(front, credit.role, CREDIT_ROLES, "credit role", credit.name)
        _known(front, None if credit.guest else credit.name, authors, "author", credit.name)
    for image in piece.images:
        _known(front, image.key, artwork.KEYS, "drawing", image.key)
        if len(image.focal) != 2 or not all(0 <= part <= 1 for part in image.focal):
            front.fail("“focal” must be two numbers from 0 to 1", "focal")
    for recording in piece.recordings:
        _known(front, recording.key, sounds.KEYS, "sound", recording.key)
    if sum(image.cover for image in piece.images) > 1:
        front.fail("only one image may be the cover", "cover")
    placed = [block.text for block in piece.body if block.kind == "image"]
    for key in placed:
        _known(front, key, {image.key for image in piece.images}, "image of this piece", key)
    if len(placed) != len(set(placed)):
        front.fail("the body shows one image twice", "images")
    for image in piece.images:
        if not image.cover and image.key not in placed:
            front.fail(f"the image “{image.key}” is neither the cover nor in the body", image.key)
    if not piece.body:
        front.fail("has no body", "key")
    if piece.origin == "reprint" and not (piece.source and piece.source_url):
        front.fail("a reprint needs “source” and “source_url”", "origin")
    for state, field, value in (
        ("corrected", "correction", piece.correction),
        ("withdrawn", "withdrawal_reason", piece.withdrawal_reason),
        ("spiked", "note", piece.note),
    ):
        if piece.state == state and not value:
            front.fail(f"a piece that is {state} needs “{field}”", "state")
    if (piece.change is not None) != (piece.state in ("corrected", "revising")):
        front.fail("“change” belongs to a piece that is corrected or revising", "state")
    for swap in piece.change.replace if piece.change else ():
        if not any(swap.old in block.text for block in piece.body):
            front.fail(f"“{swap.old}” is nowhere in the body", re.escape(swap.old))


def _known(source: Source, name: str | None, names: Iterable[str], what: str, clue: str) -> None:
    if name is not None and name not in names:
        source.fail(f"there is no {what} “{name}”", re.escape(clue))


def _no_twins(pieces: list[DemoPiece], folder: Path) -> None:
    for field in ("key", "headline"):
        seen: set[str] = set()
        for piece in pieces:
            value = getattr(piece, field)
            if value in seen:
                raise ContentError(folder, 1, f"two pieces have the {field} “{value}”")
            seen.add(value)
