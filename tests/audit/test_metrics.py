"""/metrics: who gets it, what is counted, and that processes add up."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory

from articles.desk import access
from articles.models import AccessEntry
from newsroom import environment
from newsroom.metrics import numbers
from newsroom.metrics.measure import Metrics, around, connect
from newsroom.metrics.page import metrics
from newsroom.metrics.shared import Shared
from newsroom.pagestore.gate import Environ
from tests.cast import Cast, make_published

TOKEN = "t" * 24


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = Shared(tmp_path / "metrics", len(numbers.NUMBERS))
    monkeypatch.setattr(numbers, "shared", own)
    monkeypatch.setattr("newsroom.metrics.page.shared", own)


def page(**asked: Any) -> str:
    asked.setdefault("HTTP_AUTHORIZATION", f"Bearer {TOKEN}")
    answer = metrics(RequestFactory().get("/metrics", **asked))
    assert answer.status_code == 200
    return answer.content.decode()


def value(text: str, name: str) -> float:
    [found] = [each for each in text.splitlines() if each.startswith(f"{name} ")]
    return float(found.rpartition(" ")[2])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 403),
        ({"HTTP_AUTHORIZATION": "Bearer wrong"}, 403),
        ({"HTTP_AUTHORIZATION": f"Basic {TOKEN}"}, 403),
        ({"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 200),
        ({"REMOTE_ADDR": "10.1.2.3"}, 200),
        ({"REMOTE_ADDR": "11.1.2.3"}, 403),
        ({"REMOTE_ADDR": ""}, 403),
        # Nobody comes from an address by saying so.
        ({"REMOTE_ADDR": "11.1.2.3", "HTTP_X_FORWARDED_FOR": "10.1.2.3"}, 403),
    ],
)
def test_the_token_or_an_allowed_address(asked: dict[str, str], status: int, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    settings.METRICS_ALLOW = environment.networks("NEWSROOM_NOTHING")
    settings.METRICS_ALLOW += [__import__("ipaddress").ip_network("10.0.0.0/8")]
    answer = metrics(RequestFactory().get("/metrics", **asked))
    assert answer.status_code == status
    assert metrics(RequestFactory().post("/metrics")).status_code == 405


def test_without_either_there_is_no_such_address(db: None) -> None:
    assert Client().get("/metrics", follow=True).status_code == 404


def test_an_address_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_METRICS_ALLOW", "10.0.0.0/8, home")
    with pytest.raises(ImproperlyConfigured, match="home"):
        environment.networks("NEWSROOM_METRICS_ALLOW")


@pytest.mark.django_db
def test_requests_are_counted_by_wing_and_class(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    settings.MIDDLEWARE = ["newsroom.metrics.measure.Metrics", *settings.MIDDLEWARE]
    cast = Cast()
    make_published(cast)
    client = Client()
    client.force_login(cast.editor)
    for path in ("/", "/", "/no/such/page/", "/healthz"):
        Client().get(path)
    client.get("/admin/worker/")
    client.get("/static/newsroom/desk.css")
    text = page()
    assert value(text, 'newsroom_requests_total{wing="public",class="2xx"}') == 2
    assert value(text, 'newsroom_requests_total{wing="public",class="4xx"}') == 1
    assert value(text, 'newsroom_requests_total{wing="desk",class="4xx"}') == 1
    assert value(text, "newsroom_refusals_total") == 1
    assert value(text, 'newsroom_page_store_total{result="miss"}') == 2
    assert value(text, 'newsroom_request_seconds_count{wing="public"}') == 3
    # A histogram's buckets include those below.
    assert value(text, 'newsroom_request_seconds_bucket{wing="public",le="+Inf"}') == 3
    assert value(text, 'newsroom_request_seconds_sum{wing="public"}') > 0


def test_what_never_reached_django_came_from_the_page_store() -> None:
    def behind(environ: Environ, start: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/made":
            request = RequestFactory().get("/made")
            request.resolver_match = None
            Metrics(lambda _request: __import__("django.http").http.HttpResponse())(request)
        return [b"page"]

    application = around(behind)
    for path in ("/made", "/kept", "/kept", "/kept"):
        assert application({"PATH_INFO": path}, lambda *_args: None) == [b"page"]
    assert numbers.shared.totals()[_place('newsroom_page_store_total{result="hit"}')] == 3


def _place(written: str) -> int:
    return [number.written for number in numbers.NUMBERS].index(written)


@pytest.mark.django_db
def test_acts_failures_and_what_the_database_knows(
    settings: Any, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.METRICS_TOKEN = TOKEN
    connect()
    with django_capture_on_commit_callbacks(execute=True):
        make_published(Cast())
    Client().post("/admin/login/", {"username": "editor", "password": "falsch-falsch"})
    access.signals.access_log_failed.send(AccessEntry)
    text = page()
    assert value(text, 'newsroom_acts_total{act="publish"}') == 1
    assert value(text, 'newsroom_acts_total{act="withdraw"}') == 0
    assert value(text, "newsroom_sign_in_failures_total") == 1
    assert value(text, "newsroom_access_log_failures_total") == 1
    assert value(text, "newsroom_worker_pulse_seconds") == -1
    assert value(text, "newsroom_outbox_due") >= 0
    assert value(text, "newsroom_ledger_newest") > 0
    assert value(text, "newsroom_database_bytes") > 0
    assert value(text, "newsroom_database_up") == 1


def test_without_the_database_the_rest_is_told(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    def away() -> None:
        raise OperationalError("away")

    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr("newsroom.metrics.page._of_database", away)
    text = page()
    assert value(text, "newsroom_database_up") == 0
    assert "newsroom_requests_total" in text


@pytest.mark.django_db
def test_the_format_is_prometheus_own(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    seen: set[str] = set()
    typed = ""
    for text in page().splitlines():
        if text.startswith("# TYPE "):
            _hash, _type, typed, kind = text.split(" ")
            assert typed not in seen, "a family stands in one place"
            assert kind in ("counter", "gauge", "histogram")
            seen.add(typed)
        elif not text.startswith("#"):
            assert text.startswith(typed)
            float(text.rpartition(" ")[2])


COUNT = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from newsroom.metrics.shared import Shared
shared = Shared(Path({path!r}), 3)
for _time in range(1000):
    shared.add(1)
print(shared.totals()[1])
"""


def test_processes_add_up_and_one_that_ends_leaves_its_count(tmp_path: Path) -> None:
    root = str(Path(__file__).resolve().parents[2])
    path = tmp_path / "numbers"
    script = COUNT.format(root=root, path=str(path))
    mine = Shared(path, 3)
    mine.add(1, 5)
    running = [
        subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL)
        for _process in range(3)
    ]
    for process in running:
        assert process.wait(60) == 0
    assert mine.totals() == [0, 3005, 0]
    # A new process takes a row over with what stands in it.
    subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.DEVNULL)
    assert mine.totals() == [0, 4005, 0]


def test_a_fork_counts_for_itself(tmp_path: Path) -> None:
    mine = Shared(tmp_path / "numbers", 2)
    mine.add(0)
    child = os.fork()
    if child == 0:
        mine.add(0, 10)
        os._exit(0)
    os.waitpid(child, 0)
    mine.add(0)
    assert mine.totals() == [12, 0]


def test_where_nothing_can_be_written_a_process_counts_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    alone = Shared(tmp_path / "file" / "numbers", 2)
    alone.add(1)
    assert alone.totals() == [0, 1]


def test_a_number_that_nobody_knows_is_not_counted() -> None:
    numbers.add("newsroom_acts_total", 'act="unknown"')
    assert sum(numbers.shared.totals()) == 0
