"""What leaves in logs: request ids, JSON, RFC 5424, security events, and no secret."""

import json
import logging
import socket
import threading
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.client import Client as PlainClient

from articles.desk import ledger, previews
from articles.models import PublishedArticle
from newsroom import environment, requestid
from newsroom.logs import Json, Text, without_secrets
from newsroom.requestlog import RequestLog
from newsroom.sentry import before_send
from newsroom.syslog import Aside, Sender
from tests.admin.helpers import press, signed_in, url
from tests.cast import PASSWORD, Cast, make_draft, make_published, step


def line(message: str = "etwas", **fields: Any) -> logging.LogRecord:
    record = logging.makeLogRecord(
        {"name": "newsroom.audit", "levelname": "WARNING", "levelno": 30, "msg": message} | fields
    )
    return record


# --- Request ids --------------------------------------------------------------------------------


def test_every_answer_of_the_desk_and_every_error_has_a_name(cast: Cast) -> None:
    names = set()
    for client, path in (
        (signed_in(cast.editor), "/admin/"),
        (signed_in(cast.editor), "/admin/worker/"),
        (Client(), "/admin/"),
        (Client(), "/no/such/page/"),
    ):
        name = client.get(path)["X-Request-ID"]
        assert len(name) == 12
        names.add(name)
    assert len(names) == 4


def test_a_name_from_outside_counts_behind_our_own_proxy_only(settings: Any) -> None:
    given = "proxy-1234567890"
    assert Client().get("/healthz", HTTP_X_REQUEST_ID=given)["X-Request-ID"] != given
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client().get("/healthz", HTTP_X_REQUEST_ID=given)["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "kurz", "x" * 65, "zwei\nzeilen", "a b c d e f", "名字名字名字名字"]
)
def test_what_is_no_name_is_replaced(given: str, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = RequestFactory().get("/", HTTP_X_REQUEST_ID=given)
    answer = requestid.RequestId(lambda _request: HttpResponse())(request)
    assert answer["X-Request-ID"] != given
    assert len(answer["X-Request-ID"]) == 12


def test_the_error_page_shows_the_name_that_the_answer_carries(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("kaputt")

    monkeypatch.setattr("articles.admin.calendar.TemplateResponse", breaks)
    client = PlainClient(raise_request_exception=False)
    client.force_login(cast.editor)
    answer = client.get("/admin/calendar/")
    assert answer.status_code == 500
    assert f"<b>{answer['X-Request-ID']}</b>" in answer.content.decode()


# --- Lines --------------------------------------------------------------------------------------


def test_a_line_is_one_json_object_with_the_requests_name() -> None:
    token = requestid.current.set("abc123")
    try:
        told = json.loads(Json().format(line("zwei\nZeilen “x”", event="refused", user="editor")))
    finally:
        requestid.current.reset(token)
    assert told["message"] == "zwei\nZeilen “x”"
    assert (told["request_id"], told["event"], told["user"]) == ("abc123", "refused", "editor")
    assert told["level"] == "WARNING"
    assert told["time"].endswith("+00:00")


def test_text_for_people_says_the_same() -> None:
    text = Text().format(line(event="refused", user="editor"))
    assert "WARNING newsroom.audit: etwas [event=refused user=editor]" in text


@pytest.mark.parametrize(
    "secret",
    [
        "/preview/3f9a-secret/", "/invitation/secret/x", "sessionid=secret; a=b",
        "csrfmiddlewaretoken=secret&x", "password=secret",
        "duplicate key\nDETAIL:  Key (headline)=(secret) already exists.",
    ],
)  # fmt: skip
def test_keys_sessions_and_values_are_left_out(secret: str) -> None:
    assert "secret" not in without_secrets(secret)
    assert "secret" not in Json().format(line(secret))
    assert "secret" not in Text().format(line(secret))


def test_an_exception_is_told_without_values_of_rows() -> None:
    said = "no\nDETAIL:  Key (headline)=(secret) exists"
    try:
        raise ValueError(said)
    except ValueError as problem:
        record = line(exc_info=(type(problem), problem, problem.__traceback__))
    told = json.loads(Json().format(record))
    assert "Traceback" in told["exception"]
    assert "secret" not in told["exception"]


def test_a_request_is_logged_by_its_route_and_readers_are_nobody(
    cast: Cast, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.MIDDLEWARE = [settings.MIDDLEWARE[0], "newsroom.requestlog.RequestLog",
                           *settings.MIDDLEWARE[1:]]  # fmt: skip
    article = make_published(cast)
    page = PublishedArticle.objects.get(pk=article.pk)
    with caplog.at_level(logging.INFO, "newsroom.request"):
        Client().get(page.get_absolute_url() + "?q=geheim", REMOTE_ADDR="203.0.113.5")
        signed_in(cast.editor).get(url("articles_article_sheet", article.pk))
        Client().get("/healthz")
    readers, desk = [each for each in caplog.records if each.name == "newsroom.request"]
    told = json.loads(Json().format(readers))
    assert told["status"] == 200
    assert told["ms"] >= 0
    assert "address" not in told
    assert "user_id" not in told
    assert "geheim" not in json.dumps(told)
    assert page.get_absolute_url() not in json.dumps(told)
    told = json.loads(Json().format(desk))
    assert (told["user_id"], told["address"]) == (cast.editor.pk, "127.0.0.1")
    assert told["route"].startswith("/admin/articles/article/")


def test_a_readers_request_asks_nobody_who_it_is() -> None:
    """Also in a process that has both halves: the session is not looked up for a log line."""

    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    class Never:
        def __get__(self, *_args: object) -> None:
            raise AssertionError("somebody asked")

    request = RequestFactory().get("/")
    type(request).user = Never()  # type: ignore[assignment]
    try:
        assert RequestLog(answer)(request).status_code == 200
    finally:
        del type(request).user


# --- Security events ----------------------------------------------------------------------------


def events(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [
        json.loads(Json().format(each)) for each in caplog.records if each.name == "newsroom.audit"
    ]


def test_sign_ins_failures_and_refusals(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "newsroom.audit"):
        Client().post("/admin/login/", {"username": "editor", "password": "falsch-falsch"})
        Client().post("/admin/login/", {"username": "mein-passwort", "password": "x"})
        client = signed_in(cast.editor)
        client.get("/admin/worker/")
        client.post("/admin/logout/")
    told = events(caplog)
    names = [each["event"] for each in told]
    assert names == ["sign_in_failed", "sign_in_failed", "sign_in", "refused", "sign_out"]
    assert told[0]["user"] == "editor"
    assert "user" not in told[1]
    assert told[3]["route"] == "/admin/worker/"
    text = json.dumps(told)
    for secret in ("falsch-falsch", "mein-passwort", PASSWORD):
        assert secret not in text


def test_what_an_auditor_follows_is_told_with_its_hash_and_without_words(
    cast: Cast, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    with (
        caplog.at_level(logging.INFO, "newsroom.audit"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        article = make_published(cast, "还没有见报的标题")
        step(article, "withdraw", cast.editor, "照片里的人不同意")
        entry = ledger.seal()
    told = {(each["action"], each["subject"]): each for each in events(caplog)}
    assert told["withdraw", f"article:{article.pk}"]["actor"] == "editor"
    assert told["seal", "seal:1"]["hash"] == entry.hash
    text = json.dumps(events(caplog), ensure_ascii=False)
    assert "照片里的人" not in text
    assert "还没有见报" not in text
    assert ("submit", f"article:{article.pk}") not in told


def test_no_line_has_a_preview_links_key(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    made = previews.make(
        make_draft(cast.reporter, cast.section), cast.reporter, key=previews.new_key(),
        for_whom="某人", hours=1, revision_number=None,
    )  # fmt: skip
    previews.revoke(made.link, cast.reporter)
    with caplog.at_level(logging.DEBUG):
        assert Client().get(f"/preview/{made.token}/").status_code == 404
    lines = [Text().format(each) for each in caplog.records]
    assert any("/preview/…" in each for each in lines)
    assert not any(made.token in each for each in lines)


def test_what_is_typed_stands_in_no_line(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    article = make_draft(cast.reporter, cast.section, "还没有见报的标题")
    with caplog.at_level(logging.INFO):
        press(signed_in(cast.editor), article, "return", note="这句话不能外传")
        signed_in(cast.reporter).get(url("articles_article_change", article.pk))
    text = "\n".join(Json().format(each) for each in caplog.records)
    assert "不能外传" not in text
    assert "还没有见报" not in text


# --- To a collector -----------------------------------------------------------------------------


def test_by_udp_a_line_is_what_rfc_5424_wants() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as collector:
        collector.bind(("127.0.0.1", 0))
        collector.settimeout(10)
        sender = Sender("127.0.0.1", collector.getsockname()[1], tcp=False)
        sender.emit(line("拒绝", event="refused"))
        sender.close()
        text = collector.recv(65_536).decode()
    head, told = text.split(" - ", 1)
    priority, _at, _host, program, _process, kind = head.split(" ")
    # Facility 10 (authpriv) times eight and severity 4 (warning); version 1.
    assert priority == "<84>1"
    assert (program, kind) == ("newsroom", "refused")
    assert json.loads(told)["message"] == "拒绝"


def test_by_tcp_each_line_comes_with_its_length_also_after_a_restart() -> None:
    received: list[bytes] = []

    def take(server: socket.socket) -> None:
        for _time in range(2):
            connection, _address = server.accept()
            with connection:
                received.append(connection.recv(65_536))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=take, args=(server,), daemon=True)
        thread.start()
        sender = Sender("127.0.0.1", server.getsockname()[1], tcp=True)
        sender.emit(line("eins"))
        # The collector closes; what is sent into a closed line is noticed with the next ones.
        for _time in range(200):
            thread.join(0.02)
            if not thread.is_alive():
                break
            sender.emit(line("zwei"))
        sender.close()
    length, _space, rest = received[0].partition(b" ")
    assert int(length) == len(rest)
    assert rest.startswith(b"<84>1 ")
    assert b"zwei" in received[1]


def test_a_collector_that_is_away_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    aside = Aside("127.0.0.1", port, tcp=True)
    with caplog.at_level(logging.WARNING, "newsroom.logs"):
        for _time in range(50):
            aside.handle(line())
        aside.close()
    told = [each for each in caplog.records if each.name == "newsroom.logs"]
    assert len(told) == 1, "said once, not with each line"


def test_lines_wait_beside_the_request_and_arrive_with_its_name() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as collector:
        collector.bind(("127.0.0.1", 0))
        collector.settimeout(10)
        aside = Aside("127.0.0.1", collector.getsockname()[1], tcp=False)
        token = requestid.current.set("abc123")
        aside.handle(line())
        requestid.current.reset(token)
        text = collector.recv(65_536).decode()
        aside.close()
    assert '"request_id": "abc123"' in text


@pytest.mark.parametrize(
    "value", ["log.example", "log.example:x", "http://x:1", "x:0", "x:70000", ":5"]
)
def test_what_is_no_collector_stops_the_start(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_SYSLOG", value)
    with pytest.raises(ImproperlyConfigured, match="NEWSROOM_SYSLOG"):
        environment.collector("NEWSROOM_SYSLOG")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", {}),
        ("log:514", {"host": "log", "port": 514, "tcp": False}),
        ("udp://10.0.0.9:514", {"host": "10.0.0.9", "port": 514, "tcp": False}),
        ("tcp://[::1]:601", {"host": "::1", "port": 601, "tcp": True}),
    ],
)
def test_collectors(value: str, expected: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_SYSLOG", value)
    assert environment.collector("NEWSROOM_SYSLOG") == expected


# --- Sentry -------------------------------------------------------------------------------------


def test_an_error_goes_out_without_people_or_what_they_wrote() -> None:
    event = {
        "request": {
            "url": "https://desk.example/preview/secret/?q=secret", "method": "POST",
            "data": {"headline": "secret"}, "cookies": {"sessionid": "secret"},
            "headers": {"Authorization": "secret"}, "env": {"REMOTE_ADDR": "secret"},
            "query_string": "secret",
        },
        "user": {"id": "secret"}, "breadcrumbs": ["secret"], "extra": {"x": "secret"},
        "server_name": "secret",
        "exception": {"values": [{"type": "X", "value": "no\nDETAIL: Key (a)=(secret)"}]},
        "logentry": {"message": "see /preview/secret/", "params": ["secret"]},
    }  # fmt: skip
    sent = before_send(event)
    assert "secret" not in json.dumps(sent)
    assert sent["request"] == {"method": "POST", "url": "https://desk.example/preview/…/"}
    assert sent["exception"]["values"][0]["type"] == "X"
