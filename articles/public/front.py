"""What stands where on the home page.

Nobody pins pieces yet: the newest piece with a picture leads, the next newest follow it, and
each channel has a block. Two queries of pieces and one of places, however much there is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from articles.models.published import PublishedArticle
from articles.models.section import Section
from articles.rendering.excerpts import with_openings
from articles.rendering.site import Channel, Site

# Among so many of the newest, one with a picture may lead.
LEAD_CANDIDATES = 8
SECONDS = 4
NEWEST = 12
BLOCK = 5


@dataclass(frozen=True)
class Block:
    """`first`, the newest with a picture where there is one, stands above the rest."""

    channel: Channel
    first: PublishedArticle
    rest: list[PublishedArticle]


@dataclass(frozen=True)
class Front:
    lead: PublishedArticle | None
    seconds: list[PublishedArticle]
    newest: list[PublishedArticle]
    blocks: list[Block]


def front(site: Site, now: datetime) -> Front:
    """The lead and its seconds stand nowhere else on the page; the newest may be in a block too."""
    visible = PublishedArticle.objects.visible(now)
    newest = list(with_openings(visible.for_lists().newest())[: LEAD_CANDIDATES + SECONDS + NEWEST])
    candidates = newest[:LEAD_CANDIDATES]
    lead = next((piece for piece in candidates if piece.cover), newest[0] if newest else None)
    others = [piece for piece in newest if piece is not lead]
    seconds = others[:SECONDS]
    taken = {piece.pk for piece in (lead, *seconds) if piece}
    return Front(
        lead,
        seconds,
        others[SECONDS : SECONDS + NEWEST],
        list(_blocks(site, now, taken)),
    )


def _blocks(site: Site, now: datetime, taken: set[int]) -> Iterable[Block]:
    """A block for each channel of the menu that has pieces left to show."""
    places = _newest_places(now, BLOCK + len(taken))
    pieces = with_openings(
        PublishedArticle.objects.visible(now)
        .for_lists()
        .filter(pk__in={pk for pks in places.values() for pk in pks} - taken)
        .newest()
    )
    by_section: dict[int, list[PublishedArticle]] = {}
    for piece in pieces:
        by_section.setdefault(piece.section_id, []).append(piece)
    for channel in site.listed_channels:
        of_channel = [piece for pk in channel.ids for piece in by_section.get(pk, ())]
        of_channel.sort(key=lambda piece: (piece.visible_from, piece.pk), reverse=True)
        if of_channel:
            shown = of_channel[:BLOCK]
            first = next((piece for piece in shown if piece.cover), shown[0])
            yield Block(channel, first, [piece for piece in shown if piece is not first])


def _newest_places(now: datetime, number: int) -> dict[int, list[int]]:
    """The ids of each section's newest pieces: so many short walks of one index, in one query."""
    newest = PublishedArticle.objects.visible(now).filter(section=OuterRef("pk")).newest()
    columns = {
        f"place_{place}": Subquery(newest.values("pk")[place : place + 1])
        for place in range(number)
    }
    rows = Section.objects.order_by().annotate(**columns).values_list("pk", *columns)
    return {pk: [found for found in ids if found is not None] for pk, *ids in rows}
