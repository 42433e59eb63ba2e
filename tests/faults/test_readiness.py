"""What monitors are told: each part in a word, nothing that a stranger could use."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import ChoreRun
from newsroom import parts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_anew() -> None:
    parts._last.clear()


def lines(client: Client) -> dict[str, str]:
    first, *rest = client.get("/readyz").content.decode().splitlines()
    return {"": first} | dict(line.split(": ") for line in rest)


def test_every_part_has_a_word() -> None:
    told = lines(Client())
    assert told.pop("disk") in ("ok", "low")
    assert told == {
        "": "ready", "database": "ok", "migrations": "ok", "clock": "ok", "cache": "not used",
        "media": "ok", "worker": "never seen",
    }  # fmt: skip


def test_a_worker_is_alive_silent_or_hangs() -> None:
    client = Client()
    now = timezone.now()
    pulse = ChoreRun.objects.create(name="pulse", next_at=now, ran_at=now)
    assert lines(client)["worker"] == "ok"
    ChoreRun.objects.filter(pk=pulse.pk).update(error="RuntimeError: hangs: outbox")
    assert lines(client)["worker"] == "hangs"
    ChoreRun.objects.filter(pk=pulse.pk).update(ran_at=now - timedelta(hours=1))
    assert lines(client)["worker"] == "silent"
    # Readers get their pages without it.
    assert client.get("/readyz").status_code == 200


def test_clocks_that_differ_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsroom.parts._APART", -1.0)
    # SQLite's clock is this machine's.
    assert lines(Client())["clock"] == ("wrong" if connection.vendor == "postgresql" else "ok")


def test_a_migration_that_waits_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "newsroom.parts.MigrationExecutor.migration_plan", lambda *_args: [("one", False)]
    )
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert b"not ready" in answer.content
    assert b"migrations: waiting" in answer.content


def test_a_database_that_is_away_is_said_and_nothing_about_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_args: Any) -> None:
        raise connection.Database.OperationalError("no route to host 10.0.0.7 user secret")

    monkeypatch.setattr("newsroom.parts.connection.cursor", fail)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert b"database: away" in answer.content
    for secret in (b"10.0.0.7", b"secret", b"OperationalError"):
        assert secret not in answer.content


def test_whoever_watches_asks_by_a_number(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["paper.example"]
    for path in ("/healthz", "/readyz"):
        assert Client().get(path, HTTP_HOST="10.0.0.7:8001").status_code == 200
    assert Client().get("/", HTTP_HOST="10.0.0.7:8001").status_code == 400


def test_alive_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/healthz").content == b"ok\n"
    assert Client().post("/healthz").status_code == 405
    assert Client().post("/readyz").status_code == 405


def test_a_disk_that_fills_up_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 10 * 1024 * 1024})()
    monkeypatch.setattr("newsroom.parts.shutil.disk_usage", lambda _path: usage)
    assert lines(Client())["disk"] == "low"
