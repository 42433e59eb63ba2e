"""What stands where on the home page.

Editors choose lead, seconds, the large picture and the first piece of a section's block; what
they leave open fills itself with the newest, but for the lead: a page on which nobody has chosen
one begins with the newest pieces side by side, none above the others. A new paper's first pieces
are not news because they are first, and the largest headline says that somebody thought so.

Two queries of pieces, one of choices and one of places, however much there is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from articles.models.pin import Pin
from articles.models.published import PublishedArticle
from articles.models.section import Section
from articles.rendering.choices import SECONDS, Choices, choices_at
from articles.rendering.excerpts import with_openings
from articles.rendering.site import Channel, Site

NEWEST = 12
BLOCK = 5
# Pieces of one section that may stand elsewhere on the page: lead, seconds, picture.
_ELSEWHERE = SECONDS + 2

Pieces = dict[int, PublishedArticle]


@dataclass(frozen=True)
class Block:
    """`first`, chosen or the newest with a picture where there is one, stands above the rest."""

    channel: Channel
    first: PublishedArticle
    rest: list[PublishedArticle]


@dataclass(frozen=True)
class Front:
    lead: PublishedArticle | None
    seconds: list[PublishedArticle]
    picture: PublishedArticle | None
    newest: list[PublishedArticle]
    blocks: list[Block]


def front(site: Site, now: datetime) -> Front:
    """No piece stands in two of lead, seconds, picture and blocks; the newest of the rest are
    listed by the hour, and may be in a block too."""
    choices = choices_at(now)
    chosen = choices.article_ids
    visible = PublishedArticle.objects.visible(now).for_lists()
    newest = list(with_openings(visible.newest())[: SECONDS + NEWEST + len(chosen)])
    places = _newest_places(now, BLOCK + _ELSEWHERE)
    wanted = chosen | {pk for pks in places.values() for pk in pks}
    pieces = {piece.pk: piece for piece in with_openings(visible.filter(pk__in=wanted).newest())}

    lead = pieces.get(choices.lead.article_id) if choices.lead else None
    taken = {lead.pk} if lead else set()
    seconds = _first(choices.seconds, pieces, taken)[:SECONDS]
    taken |= {piece.pk for piece in seconds}
    pictures = [piece for piece in _first(choices.pictures, pieces, taken) if piece.cover]
    picture = pictures[0] if pictures else None
    taken |= {picture.pk} if picture else set()
    # What is chosen for a place further down is not drawn up here.
    others = [piece for piece in newest if piece.pk not in taken]
    free = [piece for piece in others if piece.pk not in chosen]
    seconds += free[: SECONDS - len(seconds)]
    taken |= {piece.pk for piece in seconds}
    return Front(
        lead,
        seconds,
        picture,
        [piece for piece in others if piece.pk not in taken][:NEWEST],
        list(_blocks(site, choices, pieces, taken)),
    )


def _first(pins: list[Pin], pieces: Pieces, taken: set[int]) -> list[PublishedArticle]:
    """The pieces of choices, in their order, without those that stand above."""
    found = [pieces[pin.article_id] for pin in pins if pin.article_id in pieces]
    return [piece for piece in found if piece.pk not in taken]


def _blocks(site: Site, choices: Choices, pieces: Pieces, taken: set[int]) -> Iterator[Block]:
    """A block for each channel of the menu that has pieces left to show."""
    by_section: dict[int, list[PublishedArticle]] = {}
    for piece in pieces.values():
        by_section.setdefault(piece.section_id, []).append(piece)
    for channel in site.listed_channels:
        of_channel = [piece for pk in channel.ids for piece in by_section.get(pk, ())]
        of_channel.sort(key=lambda piece: (piece.visible_from, piece.pk), reverse=True)
        left = [piece for piece in of_channel if piece.pk not in taken]
        chosen = _first(choices.blocks.get(channel.section.pk, []), pieces, taken)
        first = next((piece for piece in chosen if piece.section_id in channel.ids), None)
        if first is None:
            shown = left[:BLOCK]
            first = next((piece for piece in shown if piece.cover), shown[0] if shown else None)
        if first is not None:
            rest = [piece for piece in left if piece.pk != first.pk]
            yield Block(channel, first, rest[: BLOCK - 1])


def _newest_places(now: datetime, number: int) -> dict[int, list[int]]:
    """The ids of each section's newest pieces: so many short walks of one index, in one query."""
    newest = PublishedArticle.objects.visible(now).filter(section=OuterRef("pk")).newest()
    columns = {
        f"place_{place}": Subquery(newest.values("pk")[place : place + 1])
        for place in range(number)
    }
    rows = Section.objects.order_by().annotate(**columns).values_list("pk", *columns)
    return {pk: [found for found in ids if found is not None] for pk, *ids in rows}
