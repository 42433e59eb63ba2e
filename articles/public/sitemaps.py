"""Sitemaps for search engines: an index of months, and the news of two days.

A month with more pieces than one file should hold is listed day by day: the parts follow from
the dates, so nothing is numbered through and no part moves when another grows.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from articles.models.published import PublishedArticle, PublishedQuerySet, article_url
from articles.paths import path_to
from articles.public.feeds import xml_text
from articles.public.http import absolute, readers_view
from articles.public.specials import worth_finding
from articles.rendering import load_site
from articles.rendering.pictures import machine_address

MONTH_LIMIT = 10_000
FILE_LIMIT = 50_000  # sitemaps.org
OLD_PARTS, OLD_PARTS_SECONDS = "sitemap-old-parts", 3600
NEWS_LIMIT, NEWS_DAYS = 1000, 2  # Google News
# Google News wants the country for Chinese.
NEWS_LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}


class Part(NamedTuple):
    """A file of the index, and when something in it last changed."""

    name: str
    changed: datetime


@readers_view
def index(request: HttpRequest) -> HttpResponse:
    site = _site(request)
    files: list[dict[str, object]] = [{"url": site + path_to("sitemap-part", "pages")}]
    files += [
        {"url": site + path_to("sitemap-part", name), "changed": changed}
        for name, changed in _all_parts(timezone.now())
    ]
    return _xml(request, "sitemap_index.xml", {"files": files})


def _all_parts(now: datetime) -> list[Part]:
    """Oldest first, from one narrow index: no piece is read.

    An archive of millions hardly changes before last month: that is counted once an hour.
    """
    today = timezone.localdate(now)
    recent = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    counted = PublishedArticle.objects.visible(now)
    old: list[Part] | None = cache.get(OLD_PARTS)
    if old is None:
        old = list(_parts(counted.filter(date__lt=recent)))
        cache.set(OLD_PARTS, old, OLD_PARTS_SECONDS)
    return old + list(_parts(counted.filter(date__gte=recent)))


def _parts(pieces: PublishedQuerySet) -> Iterator[Part]:
    """The files of whole months."""
    days = (
        pieces.order_by("date")
        .values("date")
        .annotate(number=Count("*"), changed=Max("updated_at"))
        .values_list("date", "number", "changed")
    )
    for (year, month), of_month in groupby(days, key=lambda day: (day[0].year, day[0].month)):
        parts = list(of_month)
        if sum(number for _day, number, _changed in parts) <= MONTH_LIMIT:
            yield Part(f"{year:04}-{month:02}", max(changed for _day, _number, changed in parts))
        else:
            yield from (Part(day.isoformat(), changed) for day, _number, changed in parts)


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
        .values_list("date", "pk", "visible_from", "updated_at", "figures")[:FILE_LIMIT]
    )
    site = _site(request)
    entries = [
        {
            "url": site + article_url(day, pk),
            "changed": max(visible_from, updated_at),
            "images": [site + machine_address(figure) for figure in figures],
        }
        for day, pk, visible_from, updated_at, figures in rows
    ]
    if not entries:
        raise Http404
    return _xml(request, "sitemap.xml", {"entries": entries})


def _pages(request: HttpRequest) -> HttpResponse:
    site = load_site()
    paths = [path_to("home"), path_to("corrections")]
    paths += [section.get_absolute_url() for section in site.sections.values()]
    paths += [about.get_absolute_url() for about in site.pages]
    entries: list[dict[str, object]] = [{"url": absolute(request, path)} for path in paths]
    if topics := worth_finding(timezone.now()):
        entries.append({"url": absolute(request, path_to("topics"))})
        entries += [
            {"url": absolute(request, topic.get_absolute_url()), "changed": topic.updated_at}
            for topic in topics
        ]
    return _xml(request, "sitemap.xml", {"entries": entries})


def _site(request: HttpRequest) -> str:
    """What stands before each path: worked out once where there are thousands."""
    return absolute(request, "/").removesuffix("/")


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
        # The form may be found, what it finds may not: anybody can make such an address.
        f"Disallow: {path_to('search')}?",
        # Served by the newsroom, by links that nobody publishes.
        "Disallow: /preview/",
        "",
        f"Sitemap: {absolute(request, path_to('sitemap'))}",
        f"Sitemap: {absolute(request, path_to('news-sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(
        request, f"public/{template}", context, content_type="application/xml; charset=utf-8"
    )
