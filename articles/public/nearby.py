"""Where a reader goes on from a piece: the one before and after it in its section, others on its
subjects, and what is most read.

Two queries, whatever there is: places come along with the piece itself, each a short walk of
one index; then the pieces that stand there.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery

from articles.models.published import PublishedArticle, PublishedQuerySet, PublishedTag
from articles.public.most_read import (
    SHOWN_BESIDE,
    Leading,
    leading,
    places_beside,
    with_leading,
)

RELATED = 4
# A piece's first tags say what it is about; of each so many of the newest.
TAGS = 3
_OF_TAG = [f"tag_{tag}_{place}" for tag in range(TAGS) for place in range(RELATED + 1)]
_OF_SECTION = [f"near_{place}" for place in range(RELATED + 3)]


@dataclass(frozen=True)
class Nearby:
    earlier: PublishedArticle | None
    later: PublishedArticle | None
    related: list[PublishedArticle]
    most_read: Leading | None


def with_places(pieces: PublishedQuerySet, now: datetime) -> PublishedQuerySet:
    """Take along the numbers of the pieces around each one."""
    visible = PublishedArticle.objects.visible(now)
    beside = visible.filter(section=OuterRef("section"))
    at, number = OuterRef("visible_from"), OuterRef("pk")
    columns: dict[str, Subquery] = {
        "earlier_pk": _first(
            beside.filter(
                Q(visible_from__lte=at), Q(visible_from__lt=at) | Q(visible_from=at, pk__lt=number)
            ).newest()
        ),
        "later_pk": _first(
            beside.filter(
                Q(visible_from__gte=at), Q(visible_from__gt=at) | Q(visible_from=at, pk__gt=number)
            ).order_by("visible_from", "id")
        ),
    }
    for place, name in enumerate(_OF_SECTION):
        columns[name] = _first(beside.newest(), place)
    for position in range(TAGS):
        own = PublishedTag.objects.filter(article=OuterRef(OuterRef("pk"))).order_by("pk")
        rows = PublishedTag.objects.filter(
            Exists(visible.filter(pk=OuterRef("article_id"))),
            tag=Subquery(own.values("tag")[position : position + 1]),
        ).order_by("-visible_from")
        for place in range(RELATED + 1):
            columns[f"tag_{position}_{place}"] = _first(rows, place, "article_id")
    return with_leading(pieces.annotate(**columns))


def _first(
    rows: "PublishedQuerySet | QuerySet[PublishedTag]", skip: int = 0, field: str = "pk"
) -> Subquery:
    return Subquery(rows.values(field)[skip : skip + 1], output_field=BigIntegerField())


def nearby(piece: PublishedArticle, now: datetime) -> Nearby:
    """Around a piece that came `with_places`. Pieces that share more tags come first, then newer
    ones; the section's newest fill what is left."""
    places = vars(piece)
    shared: dict[int, int] = {}
    for name in _OF_TAG:
        if (number := places[name]) is not None:
            shared[number] = shared.get(number, 0) + 1
    beside = [places[name] for name in _OF_SECTION if places[name] is not None]
    most = places_beside(piece)
    wanted = {places["earlier_pk"], places["later_pk"]} - {None}
    if not piece.without_related:
        wanted |= {*shared, *beside}
    wanted |= {number for _span, _position, number in most}
    found = {
        other.pk: other
        for other in PublishedArticle.objects.visible(now).for_lists().filter(pk__in=wanted)
    }
    earlier, later = found.get(places["earlier_pk"]), found.get(places["later_pk"])
    lead = leading(most, found, SHOWN_BESIDE)
    if piece.without_related:
        return Nearby(earlier, later, [], lead)
    taken = {piece.pk, places["earlier_pk"], places["later_pk"]}
    on_subject = sorted(
        (found[number] for number in shared if number in found and number not in taken),
        key=lambda other: (shared[other.pk], other.visible_from, other.pk),
        reverse=True,
    )
    related = on_subject[:RELATED]
    taken |= {other.pk for other in related}
    for number in beside:
        if len(related) < RELATED and number in found and number not in taken:
            related.append(found[number])
            taken.add(number)
    return Nearby(earlier, later, related, lead)
