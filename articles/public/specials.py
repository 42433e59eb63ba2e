"""Topics for readers (专题): a page for each, and the list of them all."""

import json
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from articles import pagetags
from articles.models.published import PublishedArticle, PublishedQuerySet
from articles.models.published_special import PublishedSpecial, PublishedSpecialPiece
from articles.paths import path_to
from articles.public import heads
from articles.public.http import kept, page
from articles.public.paging import SIZE, Cursor, older
from articles.rendering import load_site
from articles.rendering.specials import context_of, shown_of


class Link(NamedTuple):
    name: str
    url: str


@kept()
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    special = get_object_or_404(PublishedSpecial, slug=slug)
    found = shown_of(special, timezone.now())
    site = load_site()
    context = context_of(found) | {
        "head": heads.of_topic(request, site, special, found.pieces),
        "path": request.path,
    }
    return page(request, "topic.html", context, site=site, tags=[pagetags.LISTS])


@kept("before")
def topics(request: HttpRequest) -> HttpResponse:
    """Every topic, the newest first, with how much there is to read in it."""
    visible = PublishedArticle.objects.visible(timezone.now())
    before = Cursor.asked(request)
    rows = PublishedSpecial.objects.defer("groups").annotate(
        number=_of_pieces(visible, Count("pk")), newest=_of_pieces(visible, Max("visible_from"))
    )
    if before:
        rows = rows.filter(older("published_at", "id", before))
    found = list(rows[: SIZE + 1])
    listed = found[:SIZE]
    site = load_site()
    further = Cursor(listed[-1].published_at, listed[-1].pk) if len(found) > SIZE else None
    context = {
        "topics": listed,
        "page": {"older": further},
        "head": heads.of_topics(request, site, listed, before),
        "before": before,
        "path": request.path,
    }
    return page(request, "topics.html", context, site=site, tags=[pagetags.LISTS])


def _of_pieces(visible: PublishedQuerySet, figure: Count | Max) -> Subquery:
    """A figure of each topic's pieces that readers may read."""
    named = PublishedSpecialPiece.objects.filter(special=OuterRef(OuterRef("pk"))).values("piece")
    rows = visible.filter(pk__in=named).order_by().values(one=Value(1))
    return Subquery(rows.annotate(figure=figure).values("figure"))


def topics_of(piece: PublishedArticle) -> list[Link]:
    """The topics that name a piece which `articles.public.piece` found, the newest first."""
    told = sorted(json.loads(vars(piece)["told_topics"] or "[]"), reverse=True)
    return [Link(title, path_to("topic", slug)) for _pk, slug, title in told]


def worth_finding(now: datetime) -> list[PublishedSpecial]:
    """The topics in which there is something to read."""
    visible = PublishedArticle.objects.visible(now).filter(pk=OuterRef("piece"))
    named = PublishedSpecialPiece.objects.filter(Q(Exists(visible)), special=OuterRef("pk"))
    return list(PublishedSpecial.objects.filter(Exists(named)).only("slug", "updated_at"))
