"""Mistakes of an operator: each is a sentence that says what to do, and no traceback."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, connections
from django.db.utils import ConnectionHandler

from newsroom import environment
from newsroom.mendable import sentence
from newsroom.worker import Lane
from tests.server import ROOT, free_port


def told(do: Callable[[], Any]) -> str:
    with pytest.raises(Exception) as caught:
        do()
    return sentence(caught.value) or f"a traceback: {caught.value!r}"


def elsewhere(**changes: Any) -> Callable[[], Any]:
    """To ask a database that is not as the settings have it."""
    values = {**connections.settings["default"], **changes}
    return lambda: ConnectionHandler({"default": values})["default"].cursor()


def test_the_command_line_says_it_and_shows_no_traceback(tmp_path: Path) -> None:
    port = free_port()
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"], cwd=ROOT, capture_output=True, text=True,
        env={
            "PATH": "", "NEWSROOM_VAR": str(tmp_path),
            "DATABASE_URL": f"postgres://newsroom:secret@127.0.0.1:{port}/newsroom",
        },
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
    assert f"“newsroom” at 127.0.0.1:{port}" in done.stderr
    assert "Start it, or mend host and port in DATABASE_URL." in done.stderr


def test_a_setting() -> None:
    def wrong() -> None:
        try:
            raise ImproperlyConfigured("NEWSROOM_HOSTS must name the site's hosts.")
        except ImproperlyConfigured as error:
            raise RuntimeError from error

    assert told(wrong) == "A setting is wrong: NEWSROOM_HOSTS must name the site's hosts."


@pytest.mark.django_db
def test_tables_that_are_not_there() -> None:
    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM articles_nothing")

    assert "python manage.py migrate, then python manage.py roles_sql" in told(ask)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file is SQLite's")
@pytest.mark.django_db
def test_a_file_that_cannot_be_a_database(tmp_path: Path) -> None:
    said = told(elsewhere(NAME=str(tmp_path / "none" / "file")))
    assert "this user must be able to write to both" in said
    (tmp_path / "text").write_text("这不是数据库" * 100)
    assert "is no SQLite database" in told(elsewhere(NAME=str(tmp_path / "text")))

    def read() -> None:
        with closing(sqlite3.connect(tmp_path / "text")) as engine:
            engine.execute("SELECT 1 FROM sqlite_master")

    assert "is no SQLite database" in told(read), "as a backup reads it"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own words")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "to_do"),
    [
        ({"NAME": "no_such_paper"}, "createdb"),
        ({"USER": "nobody_of_ours"}, "createuser"),
        ({"HOST": "no-such-machine.invalid"}, "No machine has this name."),
        ({"PORT": str(free_port())}, "Start it"),
    ],
)
def test_an_address_that_leads_nowhere(changes: dict[str, str], to_do: str) -> None:
    said = told(elsewhere(**changes))
    assert to_do in said
    assert next(iter(changes.values())) in said


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL has roles")
@pytest.mark.django_db
def test_a_role_that_may_not() -> None:
    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE newsroom_test_nobody")
            cursor.execute("SET ROLE newsroom_test_nobody")
            cursor.execute("SELECT 1 FROM articles_article")

    assert "as the owner of the tables" in told(ask)


def test_no_room_and_a_file_of_somebody_else() -> None:
    def full() -> None:
        raise OSError(28, "No space left on device", "backups/one.tar")

    def forbidden() -> None:
        raise PermissionError(13, "Permission denied", "var/secret-key")

    assert "no room left on the disk" in told(full)
    said = told(forbidden)
    assert "var/secret-key" in said
    assert "Run it as the user of the services" in said


def test_a_fault_of_ours_stays_a_traceback() -> None:
    assert sentence(KeyError("articles")) is None
    assert sentence(DatabaseError("a strange thing")) is None


def test_a_worker_without_a_database_says_so_in_one_line(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> float:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsroom.worker.close_old_connections", lambda: None)
    monkeypatch.setattr("newsroom.worker.connections.close_all", lambda: None)
    assert Lane("reads", ask).once() > 0
    [record] = [each for each in caplog.records if each.name == "newsroom.worker"]
    assert record.exc_info is None
    assert "The lane reads waits: There is no room left on the disk." in record.getMessage()


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"NEWSROOM_HOSTS": "https://paper.example"}, "not the name of a host alone"),
        ({"NEWSROOM_STATIC_DIR": "manage.py"}, "manage.py is not a folder"),
        ({"NEWSROOM_HOSTS": "paper.example:8000"}, "not the name of a host alone"),
        ({"DATABASE_URL": "postgres://desk:p@ss/word@127.0.0.1/newsroom"}, "%40"),
    ],
)
def test_settings_that_would_start_and_serve_nobody(
    variables: dict[str, str], said: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, capture_output=True, text=True,
        env={"PATH": "", "NEWSROOM_VAR": str(tmp_path)} | variables, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("A setting is wrong: ")
    assert said in done.stderr
    assert "ss/word" not in done.stderr


@pytest.mark.parametrize(
    ("read", "right", "wrong"),
    [
        (
            environment.origins,
            "https://paper.example, http://127.0.0.1:8000,https://*.paper.example/",
            ("paper.example", "https://", "https://paper.example/admin", "ftp://paper.example"),
        ),
        (
            environment.other_hosts,
            "www.bilibili.com,V.QQ.com",
            ("https://v.qq.com", "v.qq.com:8", "*"),
        ),
        (
            lambda name: environment.other_hosts(name, ports=True),
            "127.0.0.1:8065,robots.example,[::1]:80",
            ("http://robots.example", "robots.example/x", "a b"),
        ),
        (environment.location, "/private-files", ("private-files", "http://x/y", "/a b", "/")),
        (environment.web_address, "https://s3.example:9000/", ("s3.example:9000", "//s3.example")),
        (
            lambda name: environment.folder(name, ROOT),
            str(ROOT),
            (f"{ROOT}/manage.py", f"{ROOT}/manage.py/x"),
        ),
    ],
)
def test_what_is_none_of_its_kind_is_refused_by_its_name(
    read: Callable[[str], Any], right: str, wrong: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSROOM_ONE_OF_THEM", "")
    assert read("NEWSROOM_ONE_OF_THEM") in ([], "", ROOT)
    monkeypatch.setenv("NEWSROOM_ONE_OF_THEM", right)
    assert read("NEWSROOM_ONE_OF_THEM")
    for each in wrong:
        monkeypatch.setenv("NEWSROOM_ONE_OF_THEM", each)
        with pytest.raises(ImproperlyConfigured, match="NEWSROOM_ONE_OF_THEM"):
            read("NEWSROOM_ONE_OF_THEM")


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_of_the_paper_is_its_owners_alone_unless_it_was_there(
    there: bool, tmp_path: Path
) -> None:
    var = tmp_path / "paper"
    if there:
        var.mkdir(mode=0o750)
    subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, check=True, capture_output=True,
        env={"PATH": "", "NEWSROOM_VAR": str(var), "DATABASE_URL": f"sqlite:///{var}/db/x"},
        umask=0o022,
    )  # fmt: skip
    assert oct(var.stat().st_mode & 0o777) == ("0o750" if there else "0o700")
    for name in ("db", "arriving"):
        assert oct((var / name).stat().st_mode & 0o777) == "0o700"


def test_a_redis_that_is_away() -> None:
    from redis import Redis

    said = told(lambda: Redis(port=free_port(), socket_timeout=0.2).ping())
    assert said.startswith("Redis (REDIS_URL): ")
