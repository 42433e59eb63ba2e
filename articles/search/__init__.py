"""Index and query of published pieces: one interface over PostgreSQL and SQLite.

A query finds exact substrings, newest first, and neither counts all there are nor skips rows:
the index chooses candidates by short grams, a test of the stored text decides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as day_time
from types import ModuleType
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Author
from articles.models.published import PublishedArticle, PublishedCredit
from articles.models.section import Section
from articles.search import entry, postgres, sqlite
from articles.search.entry import (
    OLDEST,
    Entry,
    Prepared,
    Words,
    after,
    author_label,
    from_parts,
    make_entry,
    parts,
    place,
    section_label,
)
from articles.search.grams import RULES
from articles.search.highlight import Piece, excerpt, lines, mark
from articles.search.query import Problem, Unanswerable, parse
from articles.search.scope import Found, Scope, TooSlow

__all__ = [
    "RULES", "Entry", "Hit", "Piece", "Prepared", "SearchPage", "Words", "complete", "entry_of",
    "find", "forget", "forget_all", "index", "index_many", "make_ready", "prepare", "put",
]  # fmt: skip

TIME_LIMIT = 1.0
_CURSOR = re.compile(r"(-?[0-9]{1,17})-([0-9]{1,10})", re.ASCII)


@dataclass(frozen=True)
class Hit:
    """A piece with its section, and where the words stand in its headline and text."""

    article: PublishedArticle
    title: list[Piece]
    excerpt: list[Piece]


@dataclass(frozen=True)
class SearchPage:
    """`older` continues the search where this page ended; None: there is no more.

    `problem` "empty" and "too_long" are about the query, "too_slow" about time: the hits are
    then the newest that were found in time.
    """

    hits: list[Hit]
    older: str | None = None
    problem: Problem | None = None


def index(published: PublishedArticle) -> None:
    """Write a piece's entry, in place of the one it may have."""
    _engine().write(make_entry(published))


def index_many(pieces: Iterable[tuple[PublishedArticle, Prepared | None]]) -> None:
    """Write the entries of pieces that have none yet."""
    _engine().write_many(make_entry(*piece) for piece in pieces)


def prepare(words: Words) -> Prepared:
    """Asks nothing of the database: in another process, for `index_many`."""
    return entry.prepare(words, _engine().written)


def entry_of(published: PublishedArticle) -> Entry:
    """A piece's whole entry, worked out and not written: in another process, for `put`."""
    words = Words(*(getattr(published, each) for each in Words._fields))
    return make_entry(published, prepare(words))


def put(entries: Iterable[Entry]) -> None:
    """Write entries of pieces that have none yet."""
    _engine().write_many(entries)


def make_ready(*, bulk: bool) -> None:
    """Before many pieces come to those that are there, until `complete`. In bulk search answers
    late or not at all in the meantime; else it goes on."""
    _engine().make_ready(bulk)


def forget(article_id: int) -> None:
    _engine().erase(article_id)


def forget_all() -> None:
    """Empty the index. Whoever fills it again ends with `complete`."""
    _engine().erase_all()


def complete() -> None:
    """After many pieces were written to an emptied index: make it fast."""
    _engine().complete()


def find(
    query: str,
    *,
    section: Section | None = None,
    author: Author | None = None,
    since: date | None = None,
    until: date | None = None,
    before: str | None = None,
    limit: int = 20,
    at: datetime | None = None,
) -> SearchPage:
    """The newest visible pieces in which every word and "quoted phrase" of the query stands.

    A section includes its children; both days are included, in the newsroom's time zone;
    `before` is the `older` of another page and ignored when it is not.
    """
    at = at or timezone.now()
    try:
        terms = parse(query)
    except Unanswerable as error:
        return SearchPage([], problem=error.problem)
    newest = [after(at)]
    if until:
        newest.append(after(_moment(until, day_time.max)))
    if before and (position := _read_cursor(before)) is not None:
        newest.append(position)
    scope = Scope(
        terms=terms,
        oldest=place(_moment(since, day_time.min), 0) if since else OLDEST,
        newest=min(newest),
        **_narrowed(section, author, at),
    )
    if scope.oldest >= scope.newest:
        return SearchPage([])
    try:
        found = _engine().scan(scope, limit + 1, TIME_LIMIT)
    except TooSlow as error:
        reached = error.reached if error.reached < scope.newest else None
        older = _write_cursor(reached) if reached is not None else None
        return SearchPage(_hits(error.found[:limit], terms, at), older, "too_slow")
    older = _write_cursor(found[limit - 1].position) if len(found) > limit else None
    return SearchPage(_hits(found[:limit], terms, at), older)


def _narrowed(section: Section | None, author: Author | None, at: datetime) -> dict[str, Any]:
    """The labels to ask the index for, and the rows that are what the labels promise."""
    labels: list[set[int]] = []
    readable = PublishedArticle.objects.visible(at)
    if section:
        sections = {section.pk, *section.children.values_list("pk", flat=True)}
        labels.append(set(map(section_label, sections)))
        readable = readable.filter(section_id__in=sections)
    if author:
        labels.append({author_label(author.pk)})
        credits_ = PublishedCredit.objects.filter(author=author, article=OuterRef("pk"))
        readable = readable.filter(Exists(credits_))
    return {"labels": labels, "readable": readable}


def _hits(found: list[Found], terms: list[str], at: datetime) -> list[Hit]:
    visible = PublishedArticle.objects.visible(at).select_related("section")
    short = visible.defer("figures", "clips", "corrections")
    pieces = short.in_bulk([each.article_id for each in found])
    return [
        Hit(
            article=piece,
            title=mark(piece.headline, terms),
            excerpt=excerpt([*lines(piece.body), piece.deck, piece.kicker, piece.summary], terms),
        )
        for each in found
        if (piece := pieces.get(each.article_id))
    ]


def _engine() -> ModuleType:
    return postgres if connection.vendor == "postgresql" else sqlite


def _moment(day: date, clock: day_time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())


def _write_cursor(position: int) -> str:
    seconds, article_id = parts(position)
    return f"{seconds * 1_000_000}-{article_id}"


def _read_cursor(cursor: str) -> int | None:
    """The position written in a cursor; None for anything else."""
    match = _CURSOR.fullmatch(cursor)
    if not match:
        return None
    return from_parts(int(match[1]) // 1_000_000, int(match[2]))
