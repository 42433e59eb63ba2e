"""A film that stands with somebody else: a link, shown as a card, and nothing of theirs loaded."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.public.archive import put_out

pytestmark = pytest.mark.django_db

LINK = '<p><a href="https://www.bilibili.com/video/BV1?a=1&amp;b=2">桥上的夜</a></p>'


def page_of(body: str) -> tuple[str, str]:
    piece = put_out(Cast(), body=body)
    answer = Client().get(piece.get_absolute_url())
    return answer.content.decode(), answer["Content-Security-Policy"]


@pytest.fixture
def hosts(settings: Any) -> None:
    settings.VIDEO_HOSTS = frozenset({"www.bilibili.com"})


@pytest.mark.usefixtures("hosts")
def test_a_paragraph_that_is_a_link_to_a_film_is_a_card() -> None:
    page, policy = page_of(f"<p>先说。</p>{LINK}")
    assert '<p class="elsewhere"><a href="https://www.bilibili.com/video/BV1?a=1&amp;b=2"' in page
    assert "<span>视频 · www.bilibili.com</span></a></p>" in page
    assert "<iframe" not in page
    assert "bilibili" not in policy
    assert "frame-src" not in policy


@pytest.mark.usefixtures("hosts")
@pytest.mark.parametrize(
    "body",
    [
        '<p>见<a href="https://www.bilibili.com/video/BV1">这里</a>。</p>',
        '<p><a href="https://www.bilibili.com.evil.example/video/BV1">桥</a></p>',
        '<p><a href="https://evil.example/?https://www.bilibili.com/">桥</a></p>',
        '<p><a href="https://www.bilibili.com@evil.example/">桥</a></p>',
        '<p><a href="https://www.bilibili.com/1">甲</a><a href="https://www.bilibili.com/2">乙</a></p>',
        '<ul><li><a href="https://www.bilibili.com/1">甲</a></li></ul>',
    ],
)
def test_nothing_else_is(body: str) -> None:
    assert 'class="elsewhere"' not in page_of(body)[0]


def test_without_hosts_it_is_a_link_like_any_other() -> None:
    page, _policy = page_of(LINK)
    assert 'class="elsewhere"' not in page
    assert '<a href="https://www.bilibili.com/video/BV1?a=1&amp;b=2" rel="noopener">' in page


@pytest.mark.usefixtures("hosts")
def test_a_player_of_theirs_is_taken_out() -> None:
    page, _policy = page_of(
        '<p>前</p><iframe src="https://www.bilibili.com/player.html?bvid=1"></iframe><p>后</p>'
    )
    assert "player.html" not in page
    assert "前" in page
    assert "后" in page
