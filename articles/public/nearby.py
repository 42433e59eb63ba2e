"""Where a reader goes on from a piece: the one before and after it in its section, others on its
subjects, and what is most read.

One query, whatever there is: each place is a short walk of one index.
"""

# The queries are put together of names and numbers of this project; what is asked goes as
# parameters.
# ruff: noqa: S608 - names of our own tables and columns; values are parameters

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from articles.models.published import PublishedArticle, PublishedTag
from articles.models.reads import MostRead
from articles.public.most_read import BESIDE, SHOWN_BESIDE, Leading, leading
from articles.public.piece import day_of, moment_of
from articles.rendering import Site
from articles.rendering.site import Link

RELATED = 4
# A piece's first tags say what it is about; of each so many of the newest.
TAGS = 3

# Places of the rows: of the most read, the span stands there.
_EARLIER, _LATER, _SECTION, _TAG = "earlier", "later", "section", "tag"


@dataclass(frozen=True)
class Nearby:
    earlier: Link | None
    later: Link | None
    related: list[Link]
    most_read: Leading[Link] | None


class _Row(NamedTuple):
    """As the database gives it: only what is shown is worth reading further."""

    place: str
    position: int
    pk: int
    date: str | date
    section_id: int
    headline: str
    short_title: str
    cover: str | None
    visible_from: Any  # comparable among themselves

    def link(self, site: Site) -> Link:
        return Link(
            pk=self.pk,
            date=day_of(self.date),
            section=site.sections[self.section_id],
            list_title=self.short_title or self.headline,
            cover=json.loads(self.cover) if self.cover else None,
            visible_from=moment_of(self.visible_from),
        )


def nearby(piece: PublishedArticle, site: Site, now: datetime) -> Nearby:
    """Around a piece. Pieces that share more tags come first, then newer ones; the section's
    newest fill what is left. Who is most read is read with the site, and as old as that."""
    places: dict[str, list[_Row]] = {}
    led: list[tuple[str, int, Link]] = []
    known = site.leading
    for row in _rows(piece, now, with_leading=known is None):
        if row.place in (_EARLIER, _LATER, _SECTION, _TAG):
            places.setdefault(row.place, []).append(row)
        else:
            led.append((row.place, row.position, row.link(site)))
    if known is None:
        known = site.leading = led
    beside = [next(iter(places.get(place, ())), None) for place in (_EARLIER, _LATER)]
    earlier, later = (row.link(site) if row else None for row in beside)
    related: list[_Row] = []
    if not piece.without_related:
        taken = {piece.pk, *(row.pk for row in beside if row)}
        related = _newest(places, _TAG, taken)[:RELATED]
        taken |= {row.pk for row in related}
        related += _newest(places, _SECTION, taken)[: RELATED - len(related)]
    found = {link.pk: link for _span, _position, link in known if link.pk != piece.pk}
    ranks = [(span, position, link.pk) for span, position, link in known]
    return Nearby(
        earlier,
        later,
        [row.link(site) for row in related],
        leading(ranks, found, SHOWN_BESIDE),
    )


def _newest(places: dict[str, list[_Row]], place: str, taken: set[int]) -> list[_Row]:
    """First by how many tags they share, where that is known."""
    return sorted(
        (row for row in places.get(place, ()) if row.pk not in taken),
        key=lambda row: (row.position, row.visible_from, row.pk),
        reverse=True,
    )


def _rows(piece: PublishedArticle, now: datetime, *, with_leading: bool) -> list[_Row]:
    """Pieces that readers may read, each as often as it has a place, with what a link shows."""
    moment = connection.ops.adapt_datetimefield_value
    asked = {
        "now": moment(now),
        "at": moment(piece.visible_from),
        "piece": piece.pk,
        "section": piece.section_id,
    }
    sql = _sql(with_related=not piece.without_related, with_leading=with_leading)
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return [_Row(*row) for row in cursor.fetchall()]


@cache
def _sql(*, with_related: bool, with_leading: bool) -> str:
    """Written out: as a query of objects it took longer to put together than to answer."""
    pieces = PublishedArticle._meta.db_table
    visible = "{0}.withdrawn_at IS NULL AND {0}.visible_from <= %(now)s"
    beside = f"FROM {pieces} AS a WHERE a.section_id = %(section)s AND {visible.format('a')}"
    walks = [
        f"SELECT '{_EARLIER}' AS place, 0 AS position, a.id {beside}"
        " AND a.visible_from <= %(at)s AND (a.visible_from < %(at)s OR a.id < %(piece)s)"
        " ORDER BY a.visible_from DESC, a.id DESC LIMIT 1",
        f"SELECT '{_LATER}' AS place, 0 AS position, a.id {beside}"
        " AND a.visible_from >= %(at)s AND (a.visible_from > %(at)s OR a.id > %(piece)s)"
        " ORDER BY a.visible_from, a.id LIMIT 1",
    ]
    if with_related:
        walks += [
            # Its neighbours and those on its subjects may be among them.
            f"SELECT '{_SECTION}' AS place, 0 AS position, a.id {beside} AND a.id <> %(piece)s"
            f" ORDER BY a.visible_from DESC, a.id DESC LIMIT {RELATED * 2 + 2}",
            _on_its_subjects(visible),
        ]
    if with_leading:
        walks.append(
            "SELECT m.span AS place, m.position, m.article_id AS id"
            f" FROM {MostRead._meta.db_table} AS m WHERE m.position <= {BESIDE}"
        )
    # Never as many. SQLite, left to guess, takes them for more than there are pieces, and reads
    # through all pieces first to know which ids there are.
    union = f"{_all(walks)} LIMIT 100"
    columns = ", ".join(f"p.{column}" for column in ("id", *_Row._fields[3:]))
    return (
        f"SELECT n.place, n.position, {columns} FROM ({union}) AS n"
        f" JOIN {pieces} AS p ON p.id = n.id AND {visible.format('p')}"
    )


def _on_its_subjects(visible: str) -> str:
    """The pieces that share most of the first tags; `position` says how many."""
    tags, pieces = PublishedTag._meta.db_table, PublishedArticle._meta.db_table
    each = _all(
        [
            f"SELECT t.article_id AS id, t.visible_from AS at FROM {tags} AS t"
            f" JOIN {pieces} AS a ON a.id = t.article_id AND {visible.format('a')}"
            f" WHERE t.tag_id = (SELECT own.tag_id FROM {tags} AS own"
            f" WHERE own.article_id = %(piece)s ORDER BY own.id LIMIT 1 OFFSET {number})"
            f" ORDER BY t.visible_from DESC LIMIT {RELATED + 3}"
            for number in range(TAGS)
        ]
    )
    return (
        f"SELECT '{_TAG}' AS place, COUNT(*) AS position, s.id FROM ({each}) AS s"
        " WHERE s.id <> %(piece)s GROUP BY s.id"
        f" ORDER BY COUNT(*) DESC, MAX(s.at) DESC, s.id DESC LIMIT {RELATED + 2}"
    )


def _all(walks: list[str]) -> str:
    """Neither engine takes an order and a limit straight inside a union."""
    return " UNION ALL ".join(f"SELECT * FROM ({walk}) AS w{n}" for n, walk in enumerate(walks))
