"""Section, author, tag and day pages, and the way through their older pages."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from accounts.models import Author
from articles.models import PublishedArticle, Section, Tag
from articles.models.section import RESERVED_SLUGS
from articles.public import urls
from articles.public.paging import SIZE, Cursor
from tests.cast import Cast, make_section
from tests.public.archive import copies, credit, put_out, put_out_tomorrow, take_down

OLDER = re.compile(r'rel="next" href="([^"]+)"')


def main_of(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main>")[0]


def listed(response: Any) -> list[int]:
    return [int(number) for number in re.findall(r'<h2><a href="/[0-9/]{11}(\d+)/"',
                                                 main_of(response))]  # fmt: skip


def walk(client: Client, path: str) -> list[list[int]]:
    pages = []
    while path:
        response = client.get(path)
        pages.append(listed(response))
        found = OLDER.search(main_of(response))
        path = found[1] if found else ""
    return pages


def test_section_lists_its_visible_pieces_newest_first(client: Client, cast: Cast) -> None:
    now = timezone.now()
    old, new = (put_out(cast, at=now - timedelta(hours=hours)) for hours in (5, 2))
    put_out_tomorrow(cast)
    take_down(put_out(cast))
    put_out(cast, section=cast.other_section)
    assert listed(client.get("/news/")) == [new.pk, old.pk]


def test_channel_lists_the_pieces_of_its_sections(client: Client, cast: Cast) -> None:
    child = make_section("news-local", "本地", cast.desk, parent=cast.section)
    own = put_out(cast, at=timezone.now() - timedelta(hours=2))
    inner = put_out(cast, section=child)
    assert listed(client.get("/news/")) == [inner.pk, own.pk]
    assert listed(client.get("/news-local/")) == [inner.pk]
    assert 'href="/news/"' in main_of(client.get("/news-local/"))


def test_empty_section_has_a_page_and_an_unknown_one_has_none(client: Client, cast: Cast) -> None:
    assert listed(client.get("/news/")) == []
    assert client.get("/no-such-section/").status_code == 404


def test_former_address_leads_to_the_new_one(client: Client, cast: Cast) -> None:
    cast.section.slug = "headlines"
    cast.section.save()
    for old, new in (("/news/", "/headlines/"), ("/feeds/news.rss", "/feeds/headlines.rss")):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)


def test_unlisted_section_has_a_page_but_no_menu_names_it(client: Client, cast: Cast) -> None:
    hidden = make_section("hidden", "不列出", cast.desk, listed=False)
    piece = put_out(cast, section=hidden)
    assert listed(client.get("/hidden/")) == [piece.pk]
    assert 'href="/hidden/"' not in client.get("/news/").content.decode()


def test_author_page_lists_each_piece_once(client: Client, cast: Cast) -> None:
    author = Author.objects.create(name="贺枝远", kind="photographer", biography="拍了八年夜班。")
    both = put_out(
        cast,
        credits=[credit("贺枝远", author=author.pk), credit("贺枝远", "photographer", author.pk)],
    )
    put_out(cast, credits=[credit("别人")])
    put_out_tomorrow(cast, credits=[credit("贺枝远", author=author.pk)])
    response = client.get(f"/authors/{author.pk}/")
    assert listed(response) == [both.pk]
    assert "拍了八年夜班。" in main_of(response)


def test_author_renamed_keeps_old_bylines(client: Client, cast: Cast) -> None:
    author = Author.objects.create(name="旧名")
    piece = put_out(cast, credits=[credit("旧名", author=author.pk)])
    Author.objects.filter(pk=author.pk).update(name="新名")
    assert "新名" in main_of(client.get(f"/authors/{author.pk}/"))
    byline = main_of(client.get(piece.get_absolute_url()))
    assert "旧名" in byline
    assert "新名" not in byline


def test_author_and_tag_of_hidden_pieces_alone_have_no_page(client: Client, cast: Cast) -> None:
    author, tag = Author.objects.create(name="未露面"), Tag.objects.create(name="机密")
    fields: dict[str, Any] = {"tags": (tag,), "credits": [credit("未露面", author=author.pk)]}
    put_out_tomorrow(cast, **fields)
    take_down(put_out(cast, **fields))
    before = Cursor(timezone.now() + timedelta(days=9), 10**9)
    for path in (f"/authors/{author.pk}/", tag.get_absolute_url()):
        assert client.get(path).status_code == 404
        assert client.get(f"{path}?before={before}").status_code == 404


def test_tag_page_of_a_chinese_address(client: Client, cast: Cast) -> None:
    tag = Tag.objects.create(name="职工书屋")
    piece = put_out(cast, tags=(tag,))
    put_out(cast)
    assert listed(client.get("/tags/职工书屋/")) == [piece.pk]
    assert listed(client.get(tag.get_absolute_url())) == [piece.pk]


def test_day_page_goes_by_the_newsrooms_clock(client: Client, cast: Cast, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    late = put_out(cast, at=datetime(2025, 3, 1, 15, 59, tzinfo=UTC))
    early = put_out(cast, at=datetime(2025, 3, 1, 16, 0, tzinfo=UTC))
    first, second = client.get("/archive/2025/03/01/"), client.get("/archive/2025/03/02/")
    assert (listed(first), listed(second)) == ([late.pk], [early.pk])
    assert 'href="/archive/2025/03/02/"' in main_of(first)
    assert 'href="/archive/2025/03/01/"' in main_of(second)


def test_day_without_pieces_day_ahead_and_no_day(client: Client, cast: Cast) -> None:
    put_out_tomorrow(cast)
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    assert listed(client.get(f"/archive/{today:%Y/%m/%d}/")) == []
    page = main_of(client.get(f"/archive/{today:%Y/%m/%d}/"))
    assert not re.search(r"/archive/\d", page)
    assert client.get(f"/archive/{tomorrow:%Y/%m/%d}/").status_code == 404
    assert client.get("/archive/2025/02/30/").status_code == 404


@pytest.mark.parametrize("extra", [0, 1, 2 * SIZE])
def test_pages_leave_no_gap_and_repeat_nothing(client: Client, cast: Cast, extra: int) -> None:
    """Also where many pieces share an hour to the microsecond."""
    moment = timezone.now() - timedelta(days=2)
    author, tag = Author.objects.create(name="沈砚秋"), Tag.objects.create(name="港口")
    signed = [credit("沈砚秋", author=author.pk), credit("沈砚秋", "photographer", author.pk)]
    first = put_out(cast, at=moment, tags=(tag,), credits=signed)
    hours = [moment + timedelta(microseconds=number // 7) for number in range(1, SIZE + extra)]
    pieces = [first, *copies(first, hours)]
    day = timezone.localdate(moment)
    expected = [piece.pk for piece in sorted(pieces, key=lambda p: (p.visible_from, p.pk))[::-1]]
    for path in (
        "/news/",
        f"/authors/{author.pk}/",
        tag.get_absolute_url(),
        f"/archive/{day:%Y/%m/%d}/",
    ):
        pages = walk(client, path)
        assert [number for page in pages for number in page] == expected
        assert all(len(page) == SIZE for page in pages[:-1])
        assert 0 < len(pages[-1]) <= SIZE


def test_place_in_a_list_holds_when_its_piece_goes(client: Client, cast: Cast) -> None:
    now = timezone.now()
    first = put_out(cast, at=now)
    hours = [now - timedelta(hours=number) for number in range(1, SIZE + 3)]
    pieces = [first, *copies(first, hours)]
    older = OLDER.search(main_of(client.get("/news/")))
    assert older is not None
    take_down(pieces[SIZE - 1])
    put_out(cast)
    assert listed(client.get(older[1])) == [piece.pk for piece in pieces[SIZE:]]


@pytest.mark.parametrize(
    "before", ["x", "1", "1-", "-1-1", "1-1-1", "9" * 18 + "-1", "1-" + "9" * 19]
)
def test_no_place_in_a_list(client: Client, cast: Cast, before: str) -> None:
    assert client.get("/news/", {"before": before}).status_code == 404


@pytest.mark.parametrize("number", [0, 30])
def test_at_most_eight_queries_however_long_the_list(
    client: Client, cast: Cast, django_assert_max_num_queries: Any, number: int
) -> None:
    author, tag = Author.objects.create(name="沈砚秋"), Tag.objects.create(name="港口")
    sections = [
        make_section(f"part-{index}", desk=cast.desk, parent=cast.section) for index in range(6)
    ]
    for section in sections:
        piece = put_out(
            cast, section=section, tags=(tag,), credits=[credit("沈砚秋", author=author.pk)]
        )
        copies(piece, [piece.visible_from] * number)
    for path in (
        "/",
        "/news/",
        "/part-1/",
        f"/authors/{author.pk}/",
        tag.get_absolute_url(),
        f"/archive/{timezone.localdate():%Y/%m/%d}/",
    ):
        with django_assert_max_num_queries(8):
            client.get(path)


def test_lists_leave_the_long_texts_in_the_database(cast: Cast) -> None:
    from articles.public.paging import page_of

    put_out(cast, body=f"<p>{'长文。' * 3000}</p>")
    [piece] = page_of(PublishedArticle.objects.visible(), None).pieces
    assert {"body", "figures", "corrections"} <= piece.get_deferred_fields()


def test_no_section_can_take_an_address_of_the_site() -> None:
    routes = [str(entry.pattern).lstrip("^") for entry in get_resolver().url_patterns]
    routes += [str(entry.pattern).lstrip("^") for entry in urls.urlpatterns]
    segments = {found[1] for route in routes if (found := re.match(r"([a-z][a-z-]*)/", route))}
    assert {"archive", "authors", "feeds", "search", "tags"} <= segments
    assert segments <= RESERVED_SLUGS
    feeds = {found[1] for route in routes if (found := re.match(r"feeds/([a-z-]+)\.", route))}
    assert feeds <= RESERVED_SLUGS


def test_every_section_is_reachable_by_its_own_address(client: Client, cast: Cast) -> None:
    """No pattern of the site's own stands in a section's way."""
    for section in Section.objects.all():
        assert section.name in main_of(client.get(section.get_absolute_url()))
