"""What others read most: of the last day, else of the last week, else nothing is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import OuterRef, Subquery

from articles.models.published import PublishedArticle
from articles.models.reads import MostRead

SHOWN = 10
SHOWN_BESIDE = 5
# Fewer than these are no list: a place of honour for whatever somebody happened to open.
LEAST = 5
# Places that a piece's page looks at: some of those who lead may be withdrawn.
BESIDE = SHOWN_BESIDE + 5
_SPANS = (MostRead.Span.DAY, MostRead.Span.WEEK)

P = TypeVar("P")
Place = tuple[str, int, int]
"""Span, position, piece."""


@dataclass(frozen=True)
class Leading(Generic[P]):
    pieces: list[P]
    span: MostRead.Span

    @property
    def is_of_day(self) -> bool:
        return self.span == MostRead.Span.DAY


def most_read(now: datetime, shown: int = SHOWN) -> Leading[PublishedArticle] | None:
    """One query of few rows. A piece that was taken down a moment ago is not among them, and the
    next one stands in its place."""
    own = MostRead.objects.order_by().filter(article_id=OuterRef("pk"))
    found = (
        PublishedArticle.objects.visible(now)
        .for_lists()
        .filter(pk__in=MostRead.objects.order_by().values("article_id"))
        .annotate(
            **{f"in_{span}": Subquery(own.filter(span=span).values("position")) for span in _SPANS}
        )
    )
    pieces = {piece.pk: piece for piece in found}
    places = [
        (str(span), position, piece.pk)
        for span in _SPANS
        for piece in pieces.values()
        if (position := getattr(piece, f"in_{span}")) is not None
    ]
    return leading(places, pieces, shown)


def leading(places: Iterable[Place], pieces: Mapping[int, P], shown: int) -> Leading[P] | None:
    """Those of the first span in which enough are left among `pieces`, which readers can see."""
    placed = sorted(place for place in places if place[2] in pieces)
    for span in _SPANS:
        found = [pieces[number] for of, _position, number in placed if of == span]
        if len(found) >= LEAST:
            return Leading(found[:shown], span)
    return None
