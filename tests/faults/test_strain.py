"""A part that hangs holds a few threads; kept pages are answered by those that are left."""

import threading
import time
from typing import Any

import pytest
from django.db import OperationalError

from articles.strain import Strain
from newsroom.pagestore.counters import Counters
from newsroom.pagestore.gate import Gate
from newsroom.pagestore.store import Store
from tests.pagestore.reader import ask


@pytest.fixture
def counters(tmp_path: Any) -> Counters:
    return Counters(tmp_path / "pages.counters")


def test_a_few_may_wait_and_no_more() -> None:
    strain = Strain(most=2, slow=0.1, rest=0.2)
    first, second = strain.enter(), strain.enter()
    assert None not in (first, second)
    # As long as they have only begun, others may begin as well.
    third = strain.enter()
    assert third is not None
    time.sleep(0.12)
    assert strain.enter() is None
    assert first is not None
    strain.leave(first, failed=True)
    # It failed after a long wait: for a moment nobody tries.
    assert second is not None
    strain.leave(second, failed=None)
    strain.leave(third, failed=None)
    assert strain.enter() is None
    time.sleep(0.22)
    alone = strain.enter()
    assert alone is not None
    assert strain.enter() is None
    strain.leave(alone, failed=False)
    assert strain.enter() is not None
    assert strain.enter() is not None


def test_what_fails_at_once_stops_nobody() -> None:
    strain = Strain(most=2, slow=0.4, rest=10)
    for _time in range(5):
        ticket = strain.enter()
        assert ticket is not None
        strain.leave(ticket, failed=True)


class Hanging:
    """A site whose database stops answering."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.asked = 0

    def next_change(self) -> float:
        if not self.go.is_set():
            self.asked += 1
            self.go.wait(1.5)
            raise OperationalError("timeout expired")
        return time.time() + 60

    def __call__(self, environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain"), ("Cache-Tag", "all,home")])
        return [b"page"]


def test_a_hanging_database_takes_three_threads_at_most(counters: Counters) -> None:
    site = Hanging()
    gate = Gate(
        site, Store(counters, 10**6), next_change=site.next_change,
        busy=lambda: ([("Cache-Control", "no-store")], b"later"),
    )  # fmt: skip
    gate._strain = Strain(most=3, slow=0.3, rest=1.0)
    assert ask(gate, "/").text == "page"
    counters.bump(["home"])
    site.go.clear()
    hanging = [
        threading.Thread(target=ask, args=(gate, f"/2026/01/0{day}/1/")) for day in range(1, 4)
    ]
    for each in hanging:
        each.start()
    time.sleep(0.4)
    began = time.monotonic()
    kept = ask(gate, "/")
    assert (kept.text, kept.headers["X-Newsroom-Stale"]) == ("page", "1")
    never = ask(gate, "/archive/")
    assert (never.status, never.text) == (503, "later")
    assert ask(gate, "/archive/", "HEAD").body == b""
    assert time.monotonic() - began < 0.3
    assert site.asked == 3
    for each in hanging:
        each.join()
    site.go.set()
    time.sleep(1.1)
    assert "X-Newsroom-Stale" not in ask(gate, "/").headers


def test_who_waits_for_another_ones_page_gets_the_older_one(counters: Counters) -> None:
    site = Hanging()
    gate = Gate(site, Store(counters, 10**6), next_change=site.next_change)
    assert ask(gate, "/").text == "page"
    counters.bump(["home"])
    site.go.clear()
    maker = threading.Thread(target=ask, args=(gate, "/"))
    maker.start()
    time.sleep(0.1)
    began = time.monotonic()
    waited = ask(gate, "/")
    assert (waited.status, waited.headers["X-Newsroom-Stale"]) == (200, "1")
    assert time.monotonic() - began < 1.3
    maker.join()
