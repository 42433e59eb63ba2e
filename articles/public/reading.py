"""The home page and the article."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import get_object_or_404
from django.utils import timezone

from articles import pagetags
from articles.models.published import PublishedArticle
from articles.public import heads
from articles.public.front import front
from articles.public.http import kept, page
from articles.public.most_read import most_read
from articles.public.nearby import nearby
from articles.public.piece import visible_piece
from articles.public.specials import topics_of
from articles.rendering import article_context, load_site


@kept()
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    site = load_site()
    shown = front(site, now)
    context = {
        "front": shown,
        "most_read": most_read(now),
        "head": heads.of_home(request, site, shown),
        "path": request.path,
        "now": now,
        "is_home": True,
    }
    return page(request, "home.html", context, site=site, tags=[pagetags.HOME])


@kept()
def article(request: HttpRequest, year: str, month: str, day: str, article_id: str) -> HttpResponse:
    """A piece at its address; 410 once taken down; 404 for whatever nobody could ever read.

    Only a visible piece is led to from a wrong date: a redirect says that there is something.
    """
    now = timezone.now()
    published = visible_piece(int(article_id), now)
    if published is None:
        return gone(request, int(article_id))
    path = published.get_absolute_url()
    if request.path != path:
        return HttpResponsePermanentRedirect(path)
    site = load_site()
    context = article_context(published, site) | {
        "path": path,
        "head": heads.of_article(request, site, published),
        "nearby": nearby(published, site, now),
        "topics": topics_of(published),
    }
    # Around a piece stand others of its section and its subjects.
    tags = [
        pagetags.MOST_READ,
        pagetags.article(published.pk),
        pagetags.section(published.section_id),
        *(pagetags.subject(tag["slug"]) for tag in published.tags),
    ]
    return page(request, "article.html", context, site=site, tags=tags)


def gone(request: HttpRequest, article_id: int) -> HttpResponse:
    """What was visible and is taken down: its notice, and nothing of what it said."""
    withdrawn = get_object_or_404(
        PublishedArticle.objects.only(
            "date", "visible_from", "withdrawn_at", "withdrawal_notice"
        ).exclude(withdrawn_at=None),
        pk=article_id,
    )
    assert withdrawn.withdrawn_at is not None
    if (
        withdrawn.visible_from > withdrawn.withdrawn_at
        or request.path != withdrawn.get_absolute_url()
    ):
        raise Http404
    return taken_down(request, withdrawn)


def taken_down(request: HttpRequest, withdrawn: PublishedArticle) -> HttpResponse:
    return page(request, "410.html", {"notice": withdrawn.withdrawal_notice}, status=410, tags=[])
