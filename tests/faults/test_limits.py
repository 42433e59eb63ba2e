"""Slow questions are cut, long waits end, and each failure has its own sentence."""

import errno
import threading
import time
from typing import Any

import psycopg2
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.test import Client
from psycopg2 import extensions

from articles import cutting, search
from articles.faults import Fault, MediaAway, fault_of
from articles.models import Article
from newsroom import limits
from tests.admin.helpers import form_data, signed_in, url
from tests.cast import Cast, make_draft, make_published

SLOW = {
    "sqlite": (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    ),
    "postgresql": "SELECT pg_sleep(30)",
}


@pytest.fixture
def limited(db: None, settings: Any) -> Any:
    """This connection as one of a process that serves people."""
    settings.QUERY_SECONDS = 1
    limits._limit(connection)
    yield
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("RESET ALL")
    else:
        connection.execute_wrappers.remove(limits._begin)
        cutting.begin(float("inf"))


def test_a_slow_question_is_cut_and_the_next_one_answered(limited: None) -> None:
    began = time.monotonic()
    with (
        pytest.raises(OperationalError) as cut,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(SLOW[connection.vendor])
        cursor.fetchall()
    assert 0.8 < time.monotonic() - began < 5
    assert fault_of(cut.value) is Fault.CUT
    assert Article.objects.count() == 0


def test_search_keeps_its_own_shorter_time(limited: None) -> None:
    cast = Cast()
    make_published(cast, "渡口的末班船")
    assert [hit.article.headline for hit in search.find("末班船").hits] == ["渡口的末班船"]
    # Afterwards the limit of the process holds again.
    with pytest.raises(OperationalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SLOW[connection.vendor])
        cursor.fetchall()


def test_a_long_pause_between_two_questions_is_no_long_question(limited: None) -> None:
    cast = Cast()
    time.sleep(1.2)
    assert make_draft(cast.reporter).pk


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_lock_is_told(settings: Any) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite waits twenty seconds for its one writer: not waited for here")
    settings.QUERY_SECONDS, settings.LOCK_SECONDS = 5, 1
    article = make_draft(Cast().reporter)
    limits._limit(connection)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Article.objects.select_for_update().get(pk=article.pk)
            held.set()
            done.wait(10)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert held.wait(10)
    try:
        with pytest.raises(OperationalError) as waited, transaction.atomic():
            Article.objects.select_for_update().get(pk=article.pk)
    finally:
        done.set()
        other.join()
        connection.close()
    assert fault_of(waited.value) is Fault.BUSY


def _raising(error: Exception) -> Any:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise error

    return fail


class _Coded(Exception):
    def __init__(self, **codes: object) -> None:
        vars(self).update(codes)


def _because(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Fault.FULL),
        (OSError(errno.EDQUOT, "Quota exceeded"), Fault.FULL),
        (OSError(errno.EACCES, "Permission denied"), None),
        (MediaAway("hangs"), Fault.MEDIA),
        (_because(OperationalError("full"), _Coded(sqlite_errorcode=13)), Fault.FULL),
        (_because(OperationalError("locked"), _Coded(sqlite_errorcode=5)), Fault.BUSY),
        (_because(OperationalError("locked"), _Coded(sqlite_errorcode=517)), Fault.BUSY),
        (_because(OperationalError("interrupted"), _Coded(sqlite_errorcode=9)), Fault.CUT),
        (_because(OperationalError("full"), _Coded(pgcode="53100")), Fault.FULL),
        (_because(OperationalError("cut"), _Coded(pgcode="57014")), Fault.CUT),
        (_because(OperationalError("lock"), _Coded(pgcode="55P03")), Fault.BUSY),
        (_because(OperationalError("refused"), _Coded(pgcode=None)), Fault.AWAY),
        (InterfaceError("connection already closed"), Fault.AWAY),
        (_because(DatabaseError("half"), psycopg2.DatabaseError("no message")), Fault.AWAY),
        (DatabaseError("integrity"), None),
        (_because(RuntimeError("later"), OSError(errno.ENOSPC, "full")), Fault.FULL),
        (ValueError("a mistake of ours"), None),
    ],
)
def test_what_a_failure_means(error: Exception, fault: Fault | None) -> None:
    assert fault_of(error) is fault


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 507, "没有空间"),
        (OperationalError("could not connect"), 503, "数据库"),
        (_because(OperationalError(), _Coded(pgcode="57014")), 503, "停止"),
        (_because(OperationalError(), _Coded(pgcode="55P03")), 503, "占用"),
        (MediaAway("hangs"), 503, "存储"),
        (ZeroDivisionError(), 500, "故障"),
    ],
)
def test_a_press_that_fails_gives_back_what_was_typed(
    error: Exception, status: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = Cast()
    article = make_draft(cast.reporter)
    desk = signed_in(cast.reporter)
    desk.raise_request_exception = False
    data = form_data(article, body="<p>说什么也不能丢的一段话。</p>")

    fail = _raising(error)
    with monkeypatch.context() as broken:
        broken.setattr("articles.desk.editing.write", fail)
        address = url("articles_article_change", article.pk)
        answer = desk.post(address, data)
        page = answer.content.decode()
        assert answer.status_code == status
        assert words in page
        assert "说什么也不能丢的一段话。" in page
        assert f'action="{address}"' in page
        assert answer.headers["Cache-Control"] == "no-store"
        as_json = desk.post(address, data, headers={"accept": "application/json"})
        assert (as_json.status_code, words in as_json.json()["error"]) == (status, True)
    assert desk.post(address, data).status_code == 302
    article.refresh_from_db()
    assert "说什么也不能丢的一段话" in article.body


@pytest.mark.django_db
def test_a_session_that_cannot_be_written_stops_nobody_from_looking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = Cast()
    desk = signed_in(cast.editor)

    fail = _raising(OSError(errno.ENOSPC, "No space left on device"))
    with monkeypatch.context() as broken:
        broken.setattr("django.contrib.sessions.backends.db.SessionStore.save", fail)
        assert desk.get(url("index")).status_code == 200
        stranger = Client(raise_request_exception=False)
        refused = stranger.post(url("login"), {"username": "editor", "password": "correct-horse-9"})
        assert refused.status_code == 507
        assert "correct-horse-9" not in refused.content.decode()
    assert desk.get(url("index")).status_code == 200


@pytest.mark.django_db
def test_a_database_that_goes_away_at_the_last_moment_is_no_bad_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = Cast()
    desk = signed_in(cast.editor)

    fail = _raising(OperationalError("server closed the connection unexpectedly"))
    desk.raise_request_exception = False
    article = make_draft(cast.editor, cast.section)
    data = form_data(article) | {"body": "<p>说什么也不能丢的一段话。</p>"}
    with monkeypatch.context() as broken:
        # The first press of a session notes in it that somebody is there.
        broken.setattr("django.contrib.sessions.models.Session.save", fail)
        answer = desk.post(url("articles_article_change", article.pk), data)
    assert answer.status_code == 503
    assert "说什么也不能丢的一段话。" in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "socket"), [(extensions.POLL_READ, -1), (extensions.POLL_ERROR, 3)]
)
def test_a_connection_that_has_lost_its_socket_is_a_database_that_is_away(
    state: int, socket: int
) -> None:
    class Link:
        status = extensions.STATUS_READY

        def poll(self) -> int:
            return state

        def fileno(self) -> int:
            return socket

    with pytest.raises(psycopg2.OperationalError, match="gone away"):
        limits._wait(Link())
