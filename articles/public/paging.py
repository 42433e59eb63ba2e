"""Lists of pieces, newest first, page by page from where the page before ended.

A cursor is the last piece's hour and number, so nothing is skipped or shown twice however
much is published meanwhile, and the thousandth page costs what the first does.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from articles.models.published import (
    PublishedArticle,
    PublishedCredit,
    PublishedQuerySet,
    PublishedTag,
)
from articles.rendering.excerpts import with_openings

SIZE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Cursor(NamedTuple):
    """Written `<microseconds since 1970>-<id>`: whole numbers lose nothing on the way."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        match = re.fullmatch(r"([0-9]{1,17})-([0-9]{1,18})", text)
        if not match:
            raise ValueError(f"not a place in a list: {text!r}")
        try:
            return cls(EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))
        except OverflowError:
            raise ValueError(f"not a place in a list: {text!r}") from None

    @classmethod
    def asked(cls, request: HttpRequest) -> "Cursor | None":
        """Where the reader's page begins; None on a list's first page."""
        text = request.GET.get("before", "")
        if not text:
            return None
        try:
            return cls.parse(text)
        except ValueError:
            raise Http404 from None


class Page(NamedTuple):
    pieces: list[PublishedArticle]
    older: Cursor | None


def page_of(pieces: PublishedQuerySet, before: Cursor | None, size: int = SIZE) -> Page:
    """One page of a queryset of visible pieces."""
    if before:
        pieces = pieces.filter(older("visible_from", "id", before))
    found = list(with_openings(pieces.for_lists().newest())[: size + 1])
    return _cut(found, [Cursor(piece.visible_from, piece.pk) for piece in found], size)


def page_through(
    rows: "QuerySet[PublishedCredit] | QuerySet[PublishedTag]",
    now: datetime,
    before: Cursor | None,
    size: int = SIZE,
) -> Page:
    """One page of the visible pieces that rows lead to; a piece with two rows comes once.

    The rows are walked by their own index, so an author of few pieces among millions costs
    little.
    """
    visible = PublishedArticle.objects.visible(now)
    rows = rows.filter(visible.of("article_id"))
    if before:
        rows = rows.filter(older("visible_from", "article_id", before))
    places = [
        Cursor(*place)
        for place in rows.order_by("-visible_from", "-article_id")
        .values_list("visible_from", "article_id")
        .distinct()[: size + 1]
    ]
    pieces = visible.for_lists().filter(pk__in=[place.id for place in places]).newest()
    return _cut(list(with_openings(pieces)), places, size)


def older(time: str, number: str, than: Cursor) -> Q:
    # The first condition says nothing new: it lets the database start at the right place.
    return Q(**{f"{time}__lte": than.at}) & (
        Q(**{f"{time}__lt": than.at}) | Q(**{time: than.at, f"{number}__lt": than.id})
    )


def _cut(pieces: list[PublishedArticle], places: list[Cursor], size: int) -> Page:
    return Page(pieces[:size], places[size - 1] if len(places) > size else None)
