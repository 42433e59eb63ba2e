"""Pages that list pieces: of a section, an author, a tag, a day."""

from datetime import date, datetime

from django.db.models import Max
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models.author import Author
from articles import pagetags
from articles.models.published import PublishedArticle, PublishedCredit, PublishedTag
from articles.models.section import FormerSlug
from articles.models.tag import Tag
from articles.paths import path_to_day
from articles.public import heads
from articles.public.calendar import month_around
from articles.public.http import kept, page
from articles.public.most_read import SHOWN_BESIDE, most_read
from articles.public.paging import Cursor, page_of, page_through
from articles.rendering import load_site


@kept("before")
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section's pieces; a channel lists those of its sections too."""
    now = timezone.now()
    site = load_site()
    found = next((known for known in site.sections.values() if known.slug == slug), None)
    if found is None:
        former = get_object_or_404(FormerSlug.objects.select_related("section"), slug=slug)
        return HttpResponsePermanentRedirect(former.section.get_absolute_url())
    channel = site.channel_of(found.pk)
    assert channel is not None, "every section is a channel or in one"
    ids = channel.ids if channel.section is found else [found.pk]
    pieces = PublishedArticle.objects.visible(now).filter(section_id__in=ids)
    before = Cursor.asked(request)
    listed = page_of(pieces, before)
    context = {
        "section": found,
        "channel": channel,
        "page": listed,
        "head": heads.of_section(request, site, found, listed, before),
        "most_read": None if before else most_read(now, SHOWN_BESIDE),
        "before": before,
        "path": request.path,
    }
    tags = [pagetags.MOST_READ, *map(pagetags.section, ids)]
    return page(request, "section.html", context, site=site, tags=tags)


@kept("before")
def author(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody whose byline readers have seen; for anybody else there is no page."""
    found = get_object_or_404(Author, pk=pk)
    before = Cursor.asked(request)
    listed = page_through(PublishedCredit.objects.filter(author=found), timezone.now(), before)
    if not listed.pieces:
        raise Http404
    site = load_site()
    context = {
        "author": found,
        "page": listed,
        "head": heads.of_author(request, site, found, listed, before),
        "before": before,
        "path": request.path,
    }
    tags = [pagetags.author(found.pk)]
    return page(request, "author.html", context, site=site, tags=tags)


@kept("before")
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A subject that visible pieces have; a tag of drafts alone is nobody's business yet."""
    found = get_object_or_404(Tag, slug=slug)
    before = Cursor.asked(request)
    listed = page_through(PublishedTag.objects.filter(tag=found), timezone.now(), before)
    if not listed.pieces:
        raise Http404
    site = load_site()
    context = {
        "tag": found,
        "page": listed,
        "head": heads.of_tag(request, site, found, listed, before),
        "before": before,
        "path": request.path,
    }
    tags = [pagetags.subject(found.slug)]
    return page(request, "tag.html", context, site=site, tags=tags)


@kept("before")
def day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    """Everything that first appeared on a day, by the newsroom's clock."""
    now = timezone.now()
    try:
        on = date(int(year), int(month), int(day))
    except ValueError:
        raise Http404 from None
    if on > timezone.localdate(now):
        raise Http404
    return _of_day(request, on, now)


@kept("before")
def archive(request: HttpRequest) -> HttpResponse:
    """The way into the archive: its newest day, whose own address is the canonical one."""
    now = timezone.now()
    newest = PublishedArticle.objects.visible(now).aggregate(day=Max("date"))["day"]
    return _of_day(request, newest or timezone.localdate(now), now)


def _of_day(request: HttpRequest, on: date, now: datetime) -> HttpResponse:
    path = path_to_day(on)
    visible = PublishedArticle.objects.visible(now)
    before = Cursor.asked(request)
    around = month_around(visible, on)
    site = load_site()
    listed = page_of(visible.filter(date=on), before)
    context = {
        "day": on,
        "page": listed,
        "head": heads.of_day(request, site, on, path, listed, before),
        "before": before,
        "month": around,
        "earlier": around.earlier,
        "later": around.later,
        "path": path,
    }
    return page(request, "day.html", context, site=site, tags=[pagetags.LISTS])
