"""Sitemaps for search engines: an index of months, and the news of two days.

A month with more pieces than one file should hold is listed day by day: the parts follow from
the dates, so nothing is numbered through and no part moves when another grows.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from articles.models.published import PublishedArticle, article_url
from articles.public.feeds import xml_text
from articles.public.http import absolute, readers_view
from articles.rendering import load_site

MONTH_LIMIT = 10_000
FILE_LIMIT = 50_000  # sitemaps.org
NEWS_LIMIT, NEWS_DAYS = 1000, 2  # Google News
# Google News wants the country for Chinese.
NEWS_LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}


@readers_view
def index(request: HttpRequest) -> HttpResponse:
    """Counted by day from the index of days alone: no piece is read."""
    days = (
        PublishedArticle.objects.visible(timezone.now())
        .order_by("date")
        .values_list("date")
        .annotate(Count("pk"))
    )
    names = ["pages"]
    for month, counts in groupby(days, key=lambda row: f"{row[0]:%Y-%m}"):
        of_days = Counter(dict(counts))
        if of_days.total() <= MONTH_LIMIT:
            names.append(month)
        else:
            names += [day.isoformat() for day in of_days]
    return _xml(
        request,
        "sitemap_index.xml",
        {"files": [absolute(request, reverse("sitemap-part", args=[name])) for name in names]},
    )


@readers_view
def part(request: HttpRequest, name: str) -> HttpResponse:
    """`pages`, a month as 2026-04, or a day as 2026-04-18."""
    if name == "pages":
        return _pages(request)
    first, end = _span(name)
    rows = (
        PublishedArticle.objects.visible(timezone.now())
        .filter(date__gte=first, date__lt=end)
        .newest()
        .values_list("date", "pk", "visible_from", "updated_at")[:FILE_LIMIT]
    )
    entries = [
        {"url": absolute(request, article_url(day, pk)), "changed": max(visible_from, updated_at)}
        for day, pk, visible_from, updated_at in rows
    ]
    if not entries:
        raise Http404
    return _xml(request, "sitemap.xml", {"entries": entries})


def _pages(request: HttpRequest) -> HttpResponse:
    paths = [reverse("home")]
    paths += [section.get_absolute_url() for section in load_site().sections.values()]
    return _xml(
        request, "sitemap.xml", {"entries": [{"url": absolute(request, path)} for path in paths]}
    )


def _span(name: str) -> tuple[date, date]:
    """The first day of a part and the day after its last."""
    try:
        if len(name) == len("2026-04"):
            first = datetime.strptime(name, "%Y-%m").date()
            return first, (first + timedelta(days=31)).replace(day=1)
        first = date.fromisoformat(name)
        return first, first + timedelta(days=1)
    except (ValueError, OverflowError):
        raise Http404 from None


@readers_view
def news(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    pieces = (
        PublishedArticle.objects.visible(now)
        .filter(visible_from__gt=now - timedelta(days=NEWS_DAYS))
        .newest()
        .only("date", "headline", "deck", "visible_from")[:NEWS_LIMIT]
    )
    language = get_language() or ""
    return _xml(
        request,
        "news_sitemap.xml",
        {
            "publisher": xml_text(load_site().publisher),
            "language": NEWS_LANGUAGES.get(language, language),
            "entries": [
                {
                    "url": absolute(request, piece.get_absolute_url()),
                    "at": piece.visible_from,
                    "title": xml_text(piece.full_headline),
                }
                for piece in pieces
            ],
        },
    )


@readers_view
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('search')}",
        # Served by the newsroom, by links that nobody publishes.
        "Disallow: /preview/",
        "",
        f"Sitemap: {absolute(request, reverse('sitemap'))}",
        f"Sitemap: {absolute(request, reverse('news-sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(
        request, f"public/{template}", context, content_type="application/xml; charset=utf-8"
    )
