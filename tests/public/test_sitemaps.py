"""Sitemaps and robots.txt."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from lxml.etree import DocumentInvalid

from articles.public import sitemaps
from tests.cast import Cast
from tests.public.archive import figure, make_image, put_out, put_out_tomorrow, take_down
from tests.public.sitemap_rules import IMAGE, check

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def places(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return [
        (place.text or "").removeprefix("http://testserver")
        for place in check(response.content).iter(f"{MAP}loc")
    ]


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    cache.clear()


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
        [
            "/",
            "/corrections/",
            "/news/",
            "/culture/",
            *(piece.get_absolute_url() for piece in pieces),
        ]
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


def test_last_change_of_a_month_is_that_of_its_pieces(client: Client, cast: Cast) -> None:
    put_out(cast, at=noon(2025, 1, 3))
    revised = put_out(cast, at=noon(2025, 1, 2))
    revised.updated_at = noon(2026, 2, 2)
    revised.save()
    tree = check(client.get("/sitemap.xml").content)
    assert [at.text for at in tree.iter(f"{MAP}lastmod")] == ["2026-02-02T12:00:00+08:00"]


def test_months_gone_by_are_counted_once(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    """The newest pieces are in the index at once, whatever was counted before."""
    put_out(cast, at=noon(2025, 1, 3))
    with django_assert_num_queries(2):
        before = places(client, "/sitemap.xml")
    fresh = put_out(cast)
    with django_assert_num_queries(1):
        after = places(client, "/sitemap.xml")
    assert after == [*before, f"/sitemaps/{fresh.date:%Y-%m}.xml"]


def test_pictures_stand_with_their_piece(client: Client, cast: Cast) -> None:
    images = [make_image("a"), make_image("b")]
    put_out(cast, at=noon(2025, 1, 3), figures=[figure(image) for image in images])
    tree = check(client.get("/sitemaps/2025-01.xml").content)
    assert [place.text for place in tree.iter(f"{{{IMAGE}}}loc")] == [
        f"http://testserver/images/{letter * 64}/original" for letter in "ab"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        b"<url><loc>/2025/</loc></url>",
        b"<url><lastmod>2025-01-01</lastmod></url>",
        b"<url><loc>http://testserver/a/</loc><lastmod>today</lastmod></url>",
        b"<piece/>",
    ],
)
def test_the_judge_is_not_asleep(wrong: bytes) -> None:
    with pytest.raises(DocumentInvalid):
        check(
            b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + wrong + b"</urlset>"
        )


@pytest.mark.parametrize("part", ["2025-13", "2025-02-30", "0000-01", "9999-12", "2031-01"])
def test_part_of_nothing(client: Client, cast: Cast, part: str) -> None:
    assert client.get(f"/sitemaps/{part}.xml").status_code == 404


def test_news_are_those_of_two_days(client: Client, cast: Cast) -> None:
    fresh = put_out(cast, "新的 & <好>", deck="副题")
    put_out(cast, at=timezone.now() - timedelta(hours=49))
    put_out_tomorrow(cast)
    assert places(client, "/news-sitemap.xml") == [fresh.get_absolute_url()]
    tree = check(client.get("/news-sitemap.xml").content)
    assert [title.text for title in tree.iter(f"{NEWS}title")] == ["新的 & <好>——副题"]


def test_robots_names_the_sitemaps(client: Client, db: None) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml\n" in text
    assert "Sitemap: http://testserver/news-sitemap.xml\n" in text
    assert "Disallow: /search/?\n" in text
