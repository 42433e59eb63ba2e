"""Where a reader goes on from a piece: the one before and after it in its section, others on its
subjects, and what is most read.

One query, whatever there is: each place is a short walk of one index.
"""

# The queries are put together of names and numbers of this project; what is asked goes as
# parameters.
# ruff: noqa: S608

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import connection

from articles.models.published import PublishedArticle, PublishedTag
from articles.models.reads import MostRead
from articles.public.most_read import BESIDE, SHOWN_BESIDE, Leading, leading
from articles.rendering import Site

RELATED = 4
# A piece's first tags say what it is about; of each so many of the newest.
TAGS = 3

# Places of the rows: of the most read, the span stands there.
_EARLIER, _LATER, _SECTION, _TAG = "earlier", "later", "section", "tag"


@dataclass(frozen=True)
class Nearby:
    earlier: PublishedArticle | None
    later: PublishedArticle | None
    related: list[PublishedArticle]
    most_read: Leading | None


def nearby(piece: PublishedArticle, site: Site, now: datetime) -> Nearby:
    """Around a piece. Pieces that share more tags come first, then newer ones; the section's
    newest fill what is left. Who is most read is read with the site, and as old as that."""
    places: dict[str, list[PublishedArticle]] = {}
    led: list[tuple[str, int, PublishedArticle]] = []
    known = site.leading
    for row in _rows(piece, now, with_leading=known is None):
        row.section = site.sections[row.section_id]
        place = vars(row)["place"]
        if place in (_EARLIER, _LATER, _SECTION, _TAG):
            places.setdefault(place, []).append(row)
        else:
            led.append((place, vars(row)["position"], row))
    if known is None:
        known = site.leading = led
    earlier, later = (next(iter(places.get(place, ())), None) for place in (_EARLIER, _LATER))
    related: list[PublishedArticle] = []
    if not piece.without_related:
        taken = {piece.pk, *(other.pk for other in (earlier, later) if other)}
        on_subject = sorted(
            (other for other in places.get(_TAG, ()) if other.pk not in taken),
            key=lambda other: (vars(other)["position"], other.visible_from, other.pk),
            reverse=True,
        )
        related = on_subject[:RELATED]
        taken |= {other.pk for other in related}
        newest = sorted(
            (other for other in places.get(_SECTION, ()) if other.pk not in taken),
            key=lambda other: (other.visible_from, other.pk),
            reverse=True,
        )
        related += newest[: RELATED - len(related)]
    found = {other.pk: other for _span, _position, other in known if other.pk != piece.pk}
    ranks = [(span, position, other.pk) for span, position, other in known]
    return Nearby(earlier, later, related, leading(ranks, found, SHOWN_BESIDE))


def _rows(
    piece: PublishedArticle, now: datetime, *, with_leading: bool
) -> Iterable[PublishedArticle]:
    """Pieces that readers may read, each as often as it has a place, with what a link shows."""
    moment = connection.ops.adapt_datetimefield_value
    return PublishedArticle.objects.raw(
        _sql(with_related=not piece.without_related, with_leading=with_leading),
        {
            "now": moment(now),
            "at": moment(piece.visible_from),
            "piece": piece.pk,
            "section": piece.section_id,
        },
    )


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
    union = _all(walks)
    shown = "id, date, section_id, headline, short_title, cover, visible_from"
    columns = ", ".join(f"p.{column}" for column in shown.split(", "))
    return (
        f"SELECT {columns}, n.place, n.position FROM ({union}) AS n"
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
