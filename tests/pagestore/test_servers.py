"""Real servers of two workers each, and readers who ask them all the time."""

import http.client
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from articles.desk import editing
from articles.desk.content import content_of
from articles.models import Article, PublishedArticle
from newsroom import listeners
from tests.cast import Cast, make_published, step
from tests.server import database_url, serve

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 16
A_ROUND = 400


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    with serve(workers=2, NEWSROOM_WING="public", DATABASE_URL=database_url()) as address:
        yield address


@pytest.fixture
def far_site(tmp_path: Path) -> Iterator[str]:
    """On another machine: its files are not ours, only the database is."""
    with serve(
        workers=2,
        NEWSROOM_WING="public",
        DATABASE_URL=database_url(),
        NEWSROOM_VAR=str(tmp_path / "far"),
    ) as address:
        yield address


def ask_often(site: str, path: str, times: int = A_ROUND) -> list[tuple[int, str]]:
    """Over several connections at once, so that both workers are asked."""
    host = urlsplit(site).netloc

    def some(number: int) -> list[tuple[int, str]]:
        found = []
        for _each in range(number):
            connection = http.client.HTTPConnection(host, timeout=20)
            connection.request("GET", path)
            answer = connection.getresponse()
            found.append((answer.status, answer.read().decode()))
            connection.close()
        return found

    with ThreadPoolExecutor(AT_ONCE) as pool:
        shares = [times // AT_ONCE] * AT_ONCE
        return [each for share in pool.map(some, shares) for each in share]


def fix(article: Article, cast: Cast, headline: str) -> None:
    step(article, "fix", cast.editor)
    article.refresh_from_db()
    content = content_of(article) | {"headline": headline}
    editing.write(article, content, cast.editor)
    step(article, "submit", cast.editor)
    step(article, "pass", cast.second_editor)


def test_nothing_old_is_served_after_a_change(site: str) -> None:
    cast = Cast()
    article = make_published(cast, "第零版的标题")
    path = PublishedArticle.objects.get(pk=article.pk).get_absolute_url()
    asking, seen = threading.Event(), []

    def crowd() -> None:
        while not asking.is_set():
            seen.append(ask_often(site, path, AT_ONCE))

    # Pages are in the making whenever something changes.
    readers = threading.Thread(target=crowd)
    readers.start()
    try:
        for number in range(1, 4):
            headline = f"第{number}版的标题"
            fix(article, cast, headline)
            for address in (path, "/", "/news/"):
                answers = ask_often(site, address)
                assert {status for status, _page in answers} == {200}
                assert sum(headline not in page for _status, page in answers) == 0, address
        step(article, "withdraw", cast.editor, "失实")
        assert {status for status, _page in ask_often(site, path)} == {410}
        assert all("版的标题" not in page for _status, page in ask_often(site, "/"))
    finally:
        asking.set()
        readers.join()
    assert seen


def test_another_machine_and_a_killed_desk_are_half_a_second_behind(
    far_site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = Cast()
    article = make_published(cast, "第零版的标题")
    path = PublishedArticle.objects.get(pk=article.pk).get_absolute_url()
    assert all("第零版" in page for _status, page in ask_often(far_site, path))
    # What the desk's process would tell this machine is not told: it was killed before it could.
    monkeypatch.setattr(listeners, "bump", lambda _tags: None)
    fix(article, cast, "第一版的标题")
    time.sleep(0.5)
    assert all("第一版" in page for _status, page in ask_often(far_site, path))
    step(article, "withdraw", cast.editor, "失实")
    time.sleep(0.5)
    assert {status for status, _page in ask_often(far_site, path)} == {410}
