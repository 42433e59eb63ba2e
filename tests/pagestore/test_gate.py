"""What readers get from pages that are kept: the same as without, at once, and never old."""

import gzip
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import brotli
import pytest
from django.db import connection
from django.utils import timezone

from articles import pagetags
from articles.desk import invalidations
from articles.models import OldAddress, PublishedArticle, SiteIdentity, Tag
from articles.models.old_address import key_of, normal
from newsroom.pagestore.bus import Bus
from newsroom.pagestore.counters import Counters
from newsroom.pagestore.gate import Gate
from newsroom.pagestore.store import Store
from tests.cast import Cast, make_published, step
from tests.pagestore.conftest import Behind
from tests.pagestore.reader import ask

Commit = Callable[..., Any]
LONG = "<p>" + "夜班公交从今晚起等最后一班工人，车长姓周。" * 40 + "</p>"


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Commit) -> Commit:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def address(article: Any) -> str:
    return PublishedArticle.objects.get(pk=article.pk).get_absolute_url()


def test_a_kept_page_is_the_same_page_and_asks_nobody(
    cast: Cast, gate: Gate, behind: Behind, django_assert_num_queries: Any
) -> None:
    path = address(make_published(cast, body=LONG))
    first = ask(gate, path)
    plain = ask(behind, path)
    asked = behind.asked
    with django_assert_num_queries(0):
        again = ask(gate, path)
        assert behind.asked == asked
    # Only the name of the request is not the same: a kept page is nobody's.
    assert first.headers.pop("X-Request-ID")
    assert first == again
    assert again.body == plain.body
    for name in ("Content-Type", "Cache-Control", "Content-Security-Policy", "X-Frame-Options"):
        assert again.headers[name] == plain.headers[name]
    assert again.headers["Vary"] == "Accept-Encoding"
    assert f"article-{path.rsplit('/', 2)[1]}" in again.headers["Cache-Tag"].split(",")


def test_packed_once_head_without_a_body_and_not_sent_again(
    cast: Cast, gate: Gate, behind: Behind
) -> None:
    path = address(make_published(cast, body=LONG))
    whole = ask(gate, path)
    for accepts, name, unpack in (
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
    ):
        packed = ask(gate, path, accept_encoding=accepts)
        assert packed.headers["Content-Encoding"] == name
        assert unpack(packed.body) == whole.body
        assert int(packed.headers["Content-Length"]) == len(packed.body) < len(whole.body)
    assert "Content-Encoding" not in ask(gate, path, accept_encoding="identity").headers
    head = ask(gate, path, "HEAD", accept_encoding="br")
    assert (head.status, head.body) == (200, b"")
    etag = whole.headers["ETag"]
    for asked in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
        same = ask(gate, path, if_none_match=asked)
        assert (same.status, same.body) == (304, b"")
        assert same.headers["ETag"] == etag
    assert ask(gate, path, if_none_match='"other"').status == 200
    assert behind.asked == 1


def test_nobody_can_fill_it_with_parameters(cast: Cast, gate: Gate, behind: Behind) -> None:
    make_published(cast)
    for query in ("", "?utm_source=wechat", "?x=1&x=2", "?%ff=%fe", "?before"):
        assert ask(gate, f"/news/{query}").status == 200
    # A parameter that the page takes makes another page.
    assert behind.asked == 2
    assert ask(gate, "/news/?before=20200101000000-1&utm=1").status == 200
    assert len(gate.store) <= 3


def test_an_old_address_in_the_shape_of_a_section_is_told_by_its_parameters(
    cast: Cast, gate: Gate
) -> None:
    piece = make_published(cast)
    old = str(normal("/show/?id=5"))
    OldAddress.objects.create(key=key_of(old), address=old, article_id=piece.pk)
    for method in ("GET", "HEAD"):
        led = ask(gate, "/show/?id=5", method)
        assert (led.status, led.headers["Location"]) == (301, address(piece))
    assert ask(gate, "/show/?id=6").status == 404


def test_what_is_not_a_page_passes_untouched(cast: Cast, gate: Gate, behind: Behind) -> None:
    make_published(cast)
    for path in ("/healthz", "/admin/", "/search/?q=公交", "/nothing-here/", "/robots.txt"):
        for _time in range(2):
            ask(gate, path)
    ask(gate, "/", "POST")
    assert behind.asked == 11
    assert len(gate.store) == 0


def test_a_cookie_changes_nothing_and_none_is_set(cast: Cast, gate: Gate, behind: Behind) -> None:
    make_published(cast)
    mine = ask(gate, "/", cookie="sessionid=abc")
    assert mine.headers.pop("X-Request-ID")
    assert mine == ask(gate, "/")
    assert "Set-Cookie" not in mine.headers
    assert behind.asked == 1


def test_hosts_have_pages_of_their_own_and_strangers_none(
    cast: Cast, gate: Gate, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "paper.example"]
    make_published(cast)
    assert 'href="http://paper.example/"' in ask(gate, "/", host="paper.example").text
    assert 'href="http://127.0.0.1/"' in ask(gate, "/").text
    assert ask(gate, "/", host="evil.example").status == 400
    assert len(gate.store) == 2


def test_a_site_with_an_address_has_one_page_for_all_its_names(
    cast: Cast, gate: Gate, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", ".paper.example"]
    settings.SITE_URL = "https://paper.example"
    make_published(cast)
    for host in ("paper.example", "PAPER.example", "www.paper.example:81", "paper.example:82"):
        assert 'href="https://paper.example/"' in ask(gate, "/", host=host).text
    assert len(gate.store) == 1
    for stranger in ("evil.example", "paper.example@evil.example", "paper.example:x"):
        assert ask(gate, "/", host=stranger).status == 400


def test_every_change_shows_on_every_page_at_once(cast: Cast, gate: Gate, commits: Commit) -> None:
    tag = Tag.objects.create(name="公交")
    article = make_published(cast, "夜班公交通到厂门口", tags=[{"id": tag.pk, "name": tag.name}])
    other = make_published(cast, "食堂窗口加了一碗热汤")
    path = address(article)
    pages = ["/", "/news/", path, address(other), "/archive/", "/feeds/latest.rss"]
    pages += [f"/tags/{tag.slug}/", "/feeds/news.atom"]
    for each in pages:
        assert "夜班公交通到厂门口" in ask(gate, each).text, each
    with commits():
        step(article, "fix", cast.editor)
        from articles.desk import editing
        from articles.desk.content import content_of

        article.refresh_from_db()
        content = content_of(article) | {"headline": "末班公交通到厂门口"}
        editing.write(article, content, cast.editor)
        step(article, "submit", cast.editor)
        step(article, "pass", cast.second_editor)
    for each in pages:
        text = ask(gate, each).text
        assert "末班公交通到厂门口" in text, each
        assert "夜班公交通到厂门口" not in text, each
    with commits():
        step(article, "withdraw", cast.editor, "失实")
    assert ask(gate, path).status == 410
    for each in pages:
        assert "末班公交通到厂门口" not in ask(gate, each).text, each
    with commits():
        identity = SiteIdentity.current()
        identity.site_name, identity.pk = "溯江在线", 1
        identity.save()
    for each in ("/", path, "/news/"):
        assert "溯江在线" in ask(gate, each).text, each


def test_what_changes_by_the_clock_is_not_kept_beyond_it(
    cast: Cast, gate: Gate, behind: Behind
) -> None:
    make_published(cast, "已经上线的稿")
    soon = timezone.now() + timedelta(seconds=2)
    article = make_published(cast, "整点上线的稿")
    PublishedArticle.objects.filter(pk=article.pk).update(visible_from=soon)
    path = address(article)
    assert "整点上线的稿" not in ask(gate, "/").text
    assert ask(gate, path).status == 404
    ask(gate, "/")
    assert behind.asked == 2
    time.sleep(max(0, (soon - timezone.now()).total_seconds()) + 0.01)
    assert "整点上线的稿" in ask(gate, "/").text
    assert ask(gate, path).status == 200


class Slow:
    """A site that answers with what it read at the beginning, when it is let go."""

    def __init__(self) -> None:
        self.says, self.asked = "old", 0
        self.began, self.go = threading.Event(), threading.Event()

    def __call__(self, environ: Any, start: Any) -> list[bytes]:
        self.asked += 1
        read = self.says
        self.began.set()
        assert self.go.wait(10)
        start("200 OK", [("Content-Type", "text/plain"), ("Cache-Tag", "all,home")])
        return [read.encode()]


def test_a_page_in_the_making_when_something_changes_is_not_kept(counters: Counters) -> None:
    site = Slow()
    gate = Gate(site, Store(counters, 10**6), next_change=lambda: time.time() + 60)
    answers: list[str] = []
    first = threading.Thread(target=lambda: answers.append(ask(gate, "/").text))
    first.start()
    assert site.began.wait(10)
    site.says = "new"
    counters.bump(["home"])
    # This one comes after the change, while the old page is still being made.
    second = threading.Thread(target=lambda: answers.append(ask(gate, "/").text))
    second.start()
    time.sleep(0.1)
    site.go.set()
    first.join()
    second.join()
    assert answers == ["old", "new"]
    assert ask(gate, "/").text == "new"
    assert site.asked == 2


def test_one_makes_a_page_and_the_others_wait(counters: Counters) -> None:
    site = Slow()
    gate = Gate(site, Store(counters, 10**6), next_change=lambda: time.time() + 60)
    answers: list[str] = []
    crowd = [
        threading.Thread(target=lambda: answers.append(ask(gate, "/").text)) for _each in range(8)
    ]
    for each in crowd:
        each.start()
    assert site.began.wait(10)
    site.go.set()
    for each in crowd:
        each.join()
    assert answers == ["old"] * 8
    assert site.asked == 1


class Failing:
    def __init__(self) -> None:
        self.away = False

    def __call__(self, environ: Any, start: Any) -> list[bytes]:
        if self.away:
            start("503 Service Unavailable", [("Retry-After", "120")])
            return [b"away"]
        start("200 OK", [("Content-Type", "text/plain"), ("Cache-Tag", "all,home,article-7")])
        return [b"page"]


def test_with_the_database_away_what_is_kept_is_served_but_for_what_was_withdrawn(
    counters: Counters,
) -> None:
    site = Failing()

    def next_change() -> float:
        if site.away:
            raise OSError("no database")
        return time.time() + 60

    gate = Gate(site, Store(counters, 10**6), next_change=next_change)
    assert ask(gate, "/").text == "page"
    site.away = True
    assert "X-Newsroom-Stale" not in ask(gate, "/").headers
    # A list has changed meanwhile, or its minute is over: old is better than nothing.
    counters.bump([pagetags.HOME])
    stale = ask(gate, "/")
    assert (stale.status, stale.text, stale.headers["X-Newsroom-Stale"]) == (200, "page", "1")
    assert ask(gate, "/archive/").status == 503
    counters.bump([pagetags.EVERYTHING])
    assert ask(gate, "/").status == 503
    site.away = False
    assert ask(gate, "/").text == "page"


def test_memory_is_bounded_and_what_is_asked_for_stays(counters: Counters) -> None:
    def site(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Cache-Tag", "all")])
        return [b"x" * 10_000]

    gate = Gate(site, Store(counters, 200_000), next_change=lambda: time.time() + 60)
    for number in range(1, 200):
        ask(gate, "/")
        ask(gate, f"/2026/01/01/{number}/")
        assert gate.store.total <= 200_000
    assert 10 < len(gate.store) < 20
    assert gate.store.pages.get(("http", "127.0.0.1", "/", "")) is not None


def test_a_change_whose_process_died_is_heard_from_the_database(
    cast: Cast, gate: Gate, counters: Counters
) -> None:
    article = make_published(cast)
    bus = Bus(counters)
    bus.poll()
    path = address(article)
    assert ask(gate, path).status == 200
    # Committed, and killed before the slots were bumped: nothing runs on commit here.
    step(article, "withdraw", cast.editor, "失实")
    assert ask(gate, path).status == 200
    assert bus.poll() > 0
    assert ask(gate, path).status == 410
    assert bus.poll() == 0
    invalidations.prune()
    assert bus.poll() == 0


@pytest.mark.django_db(transaction=True)
def test_tables_that_are_not_there_are_a_sentence_once(
    counters: Counters, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[int] = []

    class Stopped(BaseException):
        pass

    def poll() -> None:
        asked.append(1)
        if len(asked) == 3:
            raise Stopped
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM articles_nothing")

    bus = Bus(counters)
    monkeypatch.setattr(bus, "poll", poll)
    with pytest.raises(Stopped):
        bus._listen()
    [record] = [each for each in caplog.records if each.name == "newsroom.pagestore.bus"]
    assert not record.exc_info
    assert "python manage.py migrate" in record.getMessage()
