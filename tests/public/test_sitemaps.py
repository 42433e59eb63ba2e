"""Sitemaps and robots.txt."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from articles.public import sitemaps
from tests.cast import Cast
from tests.public.archive import put_out, put_out_tomorrow, take_down

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def places(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return [
        (place.text or "").removeprefix("http://testserver")
        for place in ElementTree.fromstring(response.content).iter(f"{MAP}loc")
    ]


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 4, tzinfo=UTC)


def test_index_leads_to_every_visible_piece(client: Client, cast: Cast) -> None:
    pieces = [put_out(cast, at=noon(*day)) for day in ((2024, 12, 31), (2025, 1, 1), (2025, 1, 31))]
    put_out_tomorrow(cast)
    take_down(put_out(cast, at=noon(2023, 5, 5)))
    parts = places(client, "/sitemap.xml")
    assert parts == ["/sitemaps/pages.xml", "/sitemaps/2024-12.xml", "/sitemaps/2025-01.xml"]
    found = [place for part in parts for place in places(client, part)]
    assert sorted(found) == sorted(
        ["/", "/news/", "/culture/", *(piece.get_absolute_url() for piece in pieces)]
    )


def test_full_month_is_parted_by_days(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MONTH_LIMIT", 2)
    pieces = [put_out(cast, at=noon(2025, 1, day)) for day in (3, 3, 9)]
    put_out(cast, at=noon(2025, 2, 1))
    _pages, *parts = places(client, "/sitemap.xml")
    assert parts == [f"/sitemaps/2025-{part}.xml" for part in ("01-03", "01-09", "02")]
    found = [place for part in parts[:2] for place in places(client, part)]
    assert sorted(found) == sorted(piece.get_absolute_url() for piece in pieces)


@pytest.mark.parametrize("part", ["2025-13", "2025-02-30", "0000-01", "9999-12", "2031-01"])
def test_part_of_nothing(client: Client, cast: Cast, part: str) -> None:
    assert client.get(f"/sitemaps/{part}.xml").status_code == 404


def test_news_are_those_of_two_days(client: Client, cast: Cast) -> None:
    fresh = put_out(cast, "新的 & <好>", deck="副题")
    put_out(cast, at=timezone.now() - timedelta(hours=49))
    put_out_tomorrow(cast)
    assert places(client, "/news-sitemap.xml") == [fresh.get_absolute_url()]
    tree = ElementTree.fromstring(client.get("/news-sitemap.xml").content)
    assert [title.text for title in tree.iter(f"{NEWS}title")] == ["新的 & <好>——副题"]


def test_robots_names_the_sitemaps(client: Client, db: None) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml\n" in text
    assert "Sitemap: http://testserver/news-sitemap.xml\n" in text
    assert "Disallow: /search/\n" in text
