"""nginx as in deploy/, two groups of readers' processes and one of the desk, one PostgreSQL.

Each group has a NEWSROOM_VAR of its own, as on a machine of its own.
"""

import http.client
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.db import connection

from articles.models import Article, PublishedArticle
from tests.cast import Cast, make_published, step
from tests.deploy.front import standing
from tests.deploy.groups import Group, Line, started
from tests.images.pictures import jpeg_of
from tests.server import database_url, fetch

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="two machines share PostgreSQL, not a file"
    ),
]
AT_ONCE = 8


class House(NamedTuple):
    port: int
    readers: tuple[Group, Group]
    desk: Group
    line: Line

    def ask(
        self, path: str, host: str = "paper.example", **headers: str
    ) -> tuple[int, dict[str, str], str]:
        asking = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=UNCHECKED)
        try:
            asking.request("GET", path, headers={"Host": host} | headers)
            answer = asking.getresponse()
            return answer.status, dict(answer.headers), answer.read().decode(errors="replace")
        finally:
            asking.close()


UNCHECKED = ssl.create_default_context()
UNCHECKED.check_hostname = False
UNCHECKED.verify_mode = ssl.CERT_NONE


@pytest.fixture(params=[False, True], ids=["plain", "cached"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    line = Line(database_url())
    readers = tuple(
        Group(
            tmp_path / name, NEWSROOM_WING="public", DATABASE_URL=line.url,
            NEWSROOM_ACCEL_REDIRECT="/private-files",
        )
        for name in ("one", "two")
    )  # fmt: skip
    assert len(readers) == 2
    desk = Group(tmp_path / "desk", NEWSROOM_WING="desk", DATABASE_URL=line.url)
    media = Path(str(settings.STORAGES["default"]["OPTIONS"]["location"]))
    with (
        started(*readers, desk),
        standing(
            tmp_path / "nginx", readers=[each.port for each in readers], desk=desk.port,
            static=tmp_path / "static", media=media, cached=request.param,
        ) as port,
    ):  # fmt: skip
        yield House(port, readers, desk, line)
    line.cut()


def path_of(article: Article) -> str:
    return PublishedArticle.objects.get(pk=article.pk).get_absolute_url()


def as_nginx_asks(group: Group, path: str) -> int:
    """The status of a page of this host and scheme, over a connection of its own."""
    asking = http.client.HTTPConnection("127.0.0.1", group.port, timeout=20)
    try:
        asking.request("GET", path, headers={"Host": "paper.example", "X-Forwarded-Proto": "https"})
        return asking.getresponse().status
    finally:
        asking.close()


class Crowd:
    """Readers who ask one page after the other, over connections that stay."""

    def __init__(self, house: House, paths: list[str]) -> None:
        self._house, self._paths = house, paths
        self._stop = threading.Event()
        self.answered = 0
        self.failed: list[str] = []
        self._threads = [threading.Thread(target=self._read) for _each in range(AT_ONCE)]

    def wait_for(self, answers: int) -> None:
        """Until so many more have come; a loaded machine takes its time."""
        wanted, until = self.answered + answers, time.monotonic() + 60
        while self.answered < wanted:
            assert time.monotonic() < until, "no more pages come"
            time.sleep(0.05)

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self) -> None:
        asking: http.client.HTTPSConnection | None = None
        number = 0
        while not self._stop.is_set():
            number += 1
            try:
                asking = asking or http.client.HTTPSConnection(
                    "127.0.0.1", self._house.port, timeout=20, context=UNCHECKED
                )
                path = self._paths[number % len(self._paths)]
                asking.request("GET", path, headers={"Host": "paper.example"})
                answer = asking.getresponse()
                answer.read()
                if answer.status == 200:
                    self.answered += 1
                else:
                    self.failed.append(f"{path} {answer.status}")
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                asking = None


def test_two_groups_stand_in_for_each_other(house: House) -> None:
    cast = Cast()
    pieces = [make_published(cast, f"第{number}条消息") for number in range(3)]
    paths = ["/", "/news/", *map(path_of, pieces)]

    # One dies under load: at most what it was answering is lost.
    with Crowd(house, paths) as crowd:
        crowd.wait_for(60)
        house.readers[0].kill()
        # The other group goes on alone.
        crowd.wait_for(60)
        house.readers[0].start()
        crowd.wait_for(60)
    assert len(crowd.failed) <= AT_ONCE, crowd.failed

    # A withdrawal is gone from both, and through nginx, within a second.
    path = paths[-1]
    for group in house.readers:
        assert fetch(group.address + path)[0] == 200
    assert house.ask(path)[0] == 200
    step(pieces[-1], "withdraw", cast.editor, "失实")
    began = time.monotonic()
    # Of each group there are two workers, who keep pages of their own: all are asked, often.
    places = [lambda path: house.ask(path)]
    places += [lambda path, group=group: fetch(group.address + path) for group in house.readers]
    seen = 0.0
    while time.monotonic() - began < 2.5:
        for ask in places:
            for address in (path, "/"):
                asked = time.monotonic() - began
                status, _headers, page = ask(address)
                if (status == 200) if address == path else ("第2条消息" in page):
                    seen = asked
    assert seen < 1, f"still seen by who asked {seen:.2f} s afterwards"

    # The desk and the database stop: what is held is still served, and there is no way in.
    # Each worker holds what it was asked for itself: so often that no one was left out.
    for group in house.readers:
        for path in paths[:-1] * 20:
            assert as_nginx_asks(group, path) == 200
    house.desk.kill()
    house.line.cut()
    for path in paths[:-1]:
        status, _headers, page = house.ask(path)
        assert status == 200, path
        assert "第1条消息" in page or "第0条消息" in page
    for path in ("/admin/", "/admin/login/", "/admin"):
        assert house.ask(path)[0] == 404
    for group in house.readers:
        assert fetch(group.address + "/admin/")[0] in (404, 500, 503)
    assert house.ask("/admin/login/", host="desk.paper.example")[0] == 502


def test_each_host_gives_its_own_and_nothing_else(house: House) -> None:
    from articles import images
    from tests.public.archive import figure

    cast = Cast()
    image = images.store(jpeg_of((480, 320)), "a.jpg", cast.reporter)
    piece = make_published(cast, "有图的消息", figures=[figure(image)])
    picture = f"/images/{image.content_hash}/original"
    # nginx sends the file that a view has let through, and nothing that was not asked for there.
    status, headers, _body = house.ask(picture)
    assert (status, headers["Content-Type"]) == (200, "image/jpeg")
    assert (headers["X-Content-Type-Options"], headers["Content-Security-Policy"]) == (
        "nosniff", "sandbox",
    )  # fmt: skip
    assert int(headers["Content-Length"]) == image.size
    assert house.ask(f"/private-files/{image.storage_name}")[0] == 404
    assert house.ask("/private-files/../newsroom.conf")[0] in (400, 404)
    # Only from this machine itself, which the test is.
    assert house.ask("/healthz")[0] == 200
    # What the caller says of itself is not believed: nginx writes it anew.
    page = house.ask(path_of(piece), **{"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil"})[2]
    assert f'href="https://paper.example{path_of(piece)}"' in page
    assert "evil" not in page
    status, headers, page = house.ask("/admin/login/", host="desk.paper.example")
    assert status == 200
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert house.ask(path_of(piece), host="desk.paper.example")[0] == 404
    # Somebody guesses passwords.
    answers = [house.ask("/admin/login/", host="desk.paper.example")[0] for _each in range(60)]
    assert 429 in answers
    step(piece, "withdraw", cast.editor, "失实")
    time.sleep(1)
    assert house.ask(picture)[0] == 404
    assert house.ask(path_of(piece))[0] == 410
