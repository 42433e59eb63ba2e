"""The search page: works by its address alone, and says what to do when it finds nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import search
from articles.public import searching
from tests.cast import Cast, make_section
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
