"""The search page: works by its address alone, and says what to do when it finds nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Author
from articles import search
from articles.public import searching
from tests.cast import Cast, make_author, make_section
from tests.public.archive import credit, put_out, put_out_tomorrow, take_down


def main_of(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main>")[0]


def found(client: Client, **asked: Any) -> list[int]:
    page = main_of(client.get("/search/", asked))
    return [int(number) for number in re.findall(r'<h2><a href="/[0-9/]{11}(\d+)/"', page)]


def test_finds_visible_pieces_newest_first_and_marks_the_words(client: Client, cast: Cast) -> None:
    now = timezone.now()
    body = "<p>职工群众的幸福指数&lt;b&gt;又高了。</p>"
    old, new = (put_out(cast, body=body, at=now - timedelta(days=days)) for days in (3, 1))
    put_out(cast, body="<p>无关。</p>")
    put_out_tomorrow(cast, body=body)
    take_down(put_out(cast, body=body))
    assert found(client, q="幸福指数") == [new.pk, old.pk]
    page = main_of(client.get("/search/", {"q": "幸福指数"}))
    assert "<mark>幸福指数</mark>&lt;b&gt;又高了" in page
    assert 'value="幸福指数"' in page


def test_narrowed_by_section_and_days(client: Client, cast: Cast) -> None:
    now = timezone.now()
    child = make_section("local", "本地", cast.desk, parent=cast.section)
    here = put_out(cast, "夜班公交", at=now - timedelta(days=5), section=child)
    there = put_out(cast, "夜班公交", at=now - timedelta(days=2), section=cast.other_section)
    assert found(client, q="夜班公交", section="news") == [here.pk]
    assert found(client, q="夜班公交", since=f"{here.date + timedelta(days=1)}") == [there.pk]
    assert found(client, q="夜班公交", until=f"{here.date}") == [here.pk]
    assert found(client, q="夜班公交", since=f"{here.date}", until=f"{here.date}") == [here.pk]


def test_older_pages_keep_the_question(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "SIZE", 2)
    now = timezone.now()
    pieces = [
        put_out(cast, "夜班 & 公交", at=now - timedelta(hours=number), section=cast.section)
        for number in range(4)
    ]
    page = main_of(client.get("/search/", {"q": "夜班 & 公交", "section": "news"}))
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older is not None
    second = main_of(client.get(older[1].replace("&amp;", "&")))
    numbers = re.findall(r'<h2><a href="/[0-9/]{11}(\d+)/"', second)
    assert [int(number) for number in numbers] == [piece.pk for piece in pieces[2:]]
    assert 'value="夜班 &amp; 公交"' in second
    assert '<option value="news" selected>' in second


def test_nothing_found_says_so_and_keeps_the_words(client: Client, cast: Cast) -> None:
    page = main_of(client.get("/search/", {"q": "没有<这>词", "section": "news"}))
    assert 'value="没有&lt;这&gt;词"' in page
    assert 'class="nothing"' in page
    assert re.search(r'href="/search/\?q=[^"&]+"', page), "a way to look everywhere"


@pytest.mark.parametrize(
    "asked",
    [
        {"q": ""},
        {"q": "   "},
        {"q": "单"},
        {"q": "，。！"},
        {"q": "长" * 31},
        {"q": "长" * 5000},
        {"q": "两字", "section": "no-such"},
        {"q": "两字", "since": "yesterday"},
        {"q": "两字", "until": "2025-02-30"},
    ],
)
def test_what_cannot_be_searched_is_explained(
    client: Client, cast: Cast, asked: dict[str, str]
) -> None:
    page = main_of(client.get("/search/", asked))
    assert 'class="error"' in page
    assert 'aria-invalid="true"' in page
    if asked["q"].strip():
        assert asked["q"] in page


def test_stray_cursor_and_odd_characters_break_nothing(client: Client, cast: Cast) -> None:
    put_out(cast, "夜班公交")
    for asked in ({"q": "夜班", "before": "x"}, {"q": "夜\x00班"}, {"q": "100% _ '\"\\"}):
        main_of(client.get("/search/", asked))


def test_slow_search_shows_what_it_has(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = put_out(cast)
    hit = search.Hit(piece, search.mark(piece.headline, []), [])
    for hits in ([hit], []):
        answer = search.SearchPage(hits, "1-1", "too_slow")
        monkeypatch.setattr(search, "find", lambda *_a, answer=answer, **_k: answer)
        page = main_of(client.get("/search/", {"q": "两字"}))
        assert 'class="slow"' in page
        assert 'rel="next"' in page
        assert page.count("<h2>") == len(hits)


def test_queries_do_not_grow_with_what_is_found(client: Client, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert found(client, q="夜班公交", section="news")
        return len(context)

    put_out(cast, "夜班公交")
    few = queries()
    for _number in range(5):
        put_out(cast, "夜班公交", credits=[credit("甲")])
    assert queries() <= few


def test_traditional_finds_simplified(client: Client, cast: Cast) -> None:
    piece = put_out(cast, "职工群众的幸福指数")
    assert found(client, q="職工群眾") == [piece.pk]
    assert "<mark>职工群众</mark>" in main_of(client.get("/search/", {"q": "職工群眾"}))


@pytest.mark.parametrize(
    "day", ["2026-03-08", "2026-3-8", "2026/3/8", "20260308", "2026年3月8日", " 2026.03.08 "]
)
def test_days_are_understood_as_people_write_them(client: Client, cast: Cast, day: str) -> None:
    page = main_of(client.get("/search/", {"q": "夜班", "since": day}))
    assert 'class="error"' not in page
    assert '<input type="date" name="since" value="2026-03-08"' in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "昨天"}, "请写成 2026-03-08 这样的日期"),
        ({"until": "2026-02-30"}, "请写成 2026-03-08 这样的日期"),
        ({"since": "2026-03-08", "until": "2026-03-01"}, "截止日期早于起始日期"),
        ({"section": "no-such"}, "没有这个栏目"),
    ],
)
def test_wrong_limits_are_explained_and_stay_as_typed(
    client: Client, cast: Cast, asked: dict[str, str], sentence: str
) -> None:
    put_out(cast, "夜班公交")
    page = main_of(client.get("/search/", {"q": "夜班"} | asked))
    assert sentence in page
    assert '<details class="search-limits" open>' in page
    assert 'value="夜班"' in page
    for name, typed in asked.items():
        if name != "section":
            [field] = re.findall(rf'<input[^>]* name="{name}"[^>]*>', page)
            assert f'value="{typed}"' in field
            if sentence.startswith("请写成"):
                # A browser's own field for days would show nothing of it.
                assert 'type="text"' in field
                assert f'aria-describedby="search-{name}_error"' in field
                assert f'id="search-{name}_error"' in page


def test_one_press_narrows_to_a_stretch_of_time(client: Client, cast: Cast) -> None:
    now = timezone.now()
    new = put_out(cast, "夜班公交", at=now - timedelta(days=3))
    old = put_out(cast, "夜班食堂", at=now - timedelta(days=300))
    put_out(cast, "夜班旧闻", at=now - timedelta(days=800))
    page = main_of(client.get("/search/", {"q": "夜班", "section": "news"}))
    spans = re.search(r'<nav class="spans".*?</nav>', page, re.S)
    assert spans is not None
    [ever, week, month, year] = re.findall(r'href="(/search/[^"]+)"', spans[0])
    assert 'aria-current="true">不限时间' in spans[0]

    def numbers(path: str) -> list[int]:
        shown = main_of(client.get(path.replace("&amp;", "&")))
        return [int(each) for each in re.findall(r'<h2><a href="/[0-9/]{11}(\d+)/"', shown)]

    assert numbers(week) == numbers(month) == [new.pk]
    assert numbers(year) == [new.pk, old.pk]
    assert len(numbers(ever)) == 3
    narrowed = main_of(client.get(week.replace("&amp;", "&")))
    assert 'aria-current="true">近一周' in narrowed
    assert '<option value="news" selected>' in narrowed


def test_an_empty_answer_leads_on(client: Client, cast: Cast) -> None:
    page = main_of(client.get("/search/", {"q": "没有这个", "since": "2026-03-08"}))
    for address in ("/search/?q=", "/archive/", "/news/"):
        assert f'href="{address}' in page
    assert "近一周" in page, "the way out of a stretch that is too short"


def test_narrowed_by_an_author_from_their_page(client: Client, cast: Cast) -> None:
    author, other = make_author("罗行舟"), make_author("甲一")
    now = timezone.now()
    old, new = (
        put_out(
            cast, "夜班公交", at=now - timedelta(days=days), section=cast.section,
            credits=[credit("罗行舟", author=author.pk)],
        )
        for days in (300, 2)
    )  # fmt: skip
    put_out(cast, "夜班公交", section=cast.section, credits=[credit("甲一", author=other.pk)])
    page = main_of(client.get(author.get_absolute_url()))
    assert f'href="/search/?author={author.pk}"' in page
    page = main_of(client.get("/search/", {"author": author.pk}))
    assert f'<input type="hidden" name="author" value="{author.pk}">' in page
    assert "只搜罗行舟的稿件" in page
    assert "<h2>" not in page
    assert 'href="/search/">搜索所有作者的稿件' in page
    asked = {"q": "夜班公交", "section": "news", "author": author.pk}
    assert found(client, **asked) == [new.pk, old.pk]
    page = main_of(client.get("/search/", asked))
    week = re.search(r'href="(/search/[^"]+)">近一周', page)
    everybody = re.search(r'href="(/search/[^"]+)">搜索所有作者的稿件', page)
    assert week
    assert everybody
    for address, pieces in ((week[1], 1), (everybody[1], 3)):
        shown = main_of(client.get(address.replace("&amp;", "&")))
        assert shown.count("<h2>") == pieces
        assert '<option value="news" selected>' in shown
    nothing = main_of(client.get("/search/", {"q": "没有这个", "author": author.pk}))
    assert nothing.count("搜索所有作者的稿件") == 2


@pytest.mark.parametrize("number", ["x", "0", "-1", "9" * 30, "１", "77", "\x00"])
def test_an_author_whom_readers_do_not_know_is_not_named(
    client: Client, cast: Cast, number: str
) -> None:
    """77 writes, but nothing of theirs is out."""
    author = Author.objects.create(pk=77, name="未见报")
    take_down(put_out(cast, "夜班公交", credits=[credit("未见报", author=author.pk)]))
    put_out_tomorrow(cast, "夜班公交", credits=[credit("未见报", author=author.pk)])
    here = put_out(cast, "夜班公交")
    asked = {"q": "夜班公交", "author": number}
    assert found(client, **asked) == [here.pk]
    page = main_of(client.get("/search/", asked))
    assert "没有这位作者" in page
    assert "未见报" not in page
    assert 'name="author"' not in page


def test_older_pieces_of_an_author(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "SIZE", 1)
    author = make_author("罗行舟")
    one, _two = (
        put_out(
            cast, "夜班公交", at=timezone.now() - timedelta(days=days),
            credits=[credit("罗行舟", author=author.pk)],
        )
        for days in (9, 2)
    )  # fmt: skip
    put_out(cast, "夜班公交", at=timezone.now() - timedelta(days=5))
    page = main_of(client.get("/search/", {"q": "夜班公交", "author": author.pk}))
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older is not None
    second = main_of(client.get(older[1].replace("&amp;", "&")))
    assert re.findall(r'<h2><a href="/[0-9/]{11}(\d+)/"', second) == [str(one.pk)]
