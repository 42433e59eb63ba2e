"""Redis refuses, or takes the connection and says nothing: nobody waits, nothing is missing."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from newsroom import parts
from newsroom.cache import DispensableRedis
from newsroom.servers import free_port
from tests.cast import Cast, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["refuses", "hangs"])
def away(request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    if request.param == "refuses":
        port, server = free_port(), None
    else:
        server = socket.create_server(("127.0.0.1", 0), backlog=64)
        port = server.getsockname()[1]
    url = f"redis://127.0.0.1:{port}/0"
    settings.REDIS_URL = url
    settings.CACHES = {
        "default": {
            "BACKEND": "newsroom.cache.DispensableRedis",
            "LOCATION": url,
            "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
        }
    }
    DispensableRedis.rests_until = 0.0
    parts._last.clear()
    yield request.param
    DispensableRedis.rests_until = 0.0
    parts._last.clear()
    if server:
        server.close()


def test_readers_get_every_page_and_wait_once(away: str) -> None:
    article = make_published(Cast(), "渡口的末班船")
    reader = Client()
    began = time.monotonic()
    for _time in range(3):
        assert reader.get("/sitemap.xml").status_code == 200
        assert reader.get("/").status_code == 200
    # Once for a quarter of a second; then it is left alone for a while.
    assert time.monotonic() - began < 2.5
    counted = reader.post(f"/reads/{article.pk}", headers={"user-agent": "Mozilla/5.0"})
    assert counted.status_code == 204


def test_every_method_has_an_answer(away: str) -> None:
    cache = caches["default"]
    assert cache.get("a") is None
    assert cache.get("a", 7) == 7
    assert cache.get("a", default=8) == 8
    assert cache.add("a", 1) is True
    cache.set("a", 1)
    assert cache.get_many(["a"]) == {}
    assert cache.set_many({"a": 1}) == []
    assert cache.has_key("a") is False
    assert cache.touch("a") is False
    assert cache.delete("a") is False
    cache.delete_many(["a"])
    assert cache.incr("a") == 1
    assert cache.get_or_set("a", lambda: 5) == 5


def test_readiness_says_so_and_stays_ready(away: str) -> None:
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert b"cache: away" in answer.content


def test_it_is_asked_again_after_a_pause(away: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    cache = caches["default"]
    original = type(cache._cache).get

    def counted(self: Any, key: str, default: Any) -> Any:
        asked.append(key)
        return original(self, key, default)

    monkeypatch.setattr(type(cache._cache), "get", counted)
    for _time in range(5):
        cache.get("a")
    assert len(asked) == 1
    DispensableRedis.rests_until = 0.0
    cache.get("a")
    assert len(asked) == 2
