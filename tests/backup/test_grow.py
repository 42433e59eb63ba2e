"""Into another database by one command, while nobody can save into the old one."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from articles.models import Article
from newsroom.backup import making, nightly
from newsroom.management.commands import grow
from tests.backup.inside import lines
from tests.backup.places import Place, same_engine
from tests.cast import Cast
from tests.server import database_url


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with same_engine(tmp_path / "new") as place:
        yield place


def somebody_saves() -> None:
    """In another process it would be: over a connection of its own."""
    change = "UPDATE articles_article SET headline = '晚了一步'"
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0.1)
        try:
            other.execute(change)
            other.commit()
        except sqlite3.OperationalError as error:
            raise OperationalError(str(error)) from error
        finally:
            other.close()
        return
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
            cursor.execute(change)
    finally:
        own.close()


def test_the_paper_moves_and_nothing_is_saved_behind_its_back(
    paper: Cast, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    original, refused = making._Parts.end, []

    def end(self: making._Parts) -> None:
        if not refused:
            with pytest.raises(OperationalError) as error:
                somebody_saves()
            refused.append(str(error.value))
        original(self)

    monkeypatch.setattr(making._Parts, "end", end)
    call_command("grow", to=place.url)
    assert len(refused) == 1
    assert "lock" in refused[0]
    said = capfd.readouterr().out
    assert "The ledger is whole" in said
    assert "have moved" in said
    (path,) = (tmp_path / "backups").glob("*.tar")
    assert not fnmatch(path.name, nightly._PATTERN), "it must push no nightly one out"
    again = tmp_path / "again.tar"
    place.run("backup", "--out", str(again), "--quiet", "--without-media")
    before, after = lines(path), lines(again)
    for table in before.keys() - {"articles_backup"}:
        assert after[table] == before[table], table
    # Afterwards one can save here again, should one stay.
    assert Article.objects.update(headline="还在原处") == 2
    # There is content now, and nothing is packed for it.
    monkeypatch.setattr(making, "make", None)
    with pytest.raises(CommandError, match="Nothing has changed here"):
        call_command("grow", to=place.url)
    assert "has content already" in capfd.readouterr().err


def test_a_move_that_fails_leaves_no_pack(
    paper: Cast, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def cut_off(path: Path, watch: making.Watch, *, with_media: bool) -> making.Made:
        made = original(path, watch, with_media=with_media)
        path.write_bytes(path.read_bytes()[:-5_000])
        return made

    original = making.make
    monkeypatch.setattr(making, "make", cut_off)
    with pytest.raises(CommandError, match="Nothing has changed here"):
        call_command("grow", to=place.url)
    assert list((tmp_path / "backups").iterdir()) == []
    assert Article.objects.update(headline="还在原处") == 2


def test_a_move_that_is_stopped_leaves_no_pack(
    paper: Cast, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(path: Path, watch: making.Watch, *, with_media: bool) -> making.Made:
        made = original(path, watch, with_media=with_media)
        monkeypatch.setattr(grow.subprocess, "run", lambda *_a, **_k: signal.raise_signal(15))
        return made

    original = making.make
    monkeypatch.setattr(making, "make", stopped)
    with pytest.raises(CommandError, match="The move was stopped"):
        call_command("grow", to=place.url)
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a file has no encoding and no role")
def test_a_database_of_another_encoding_is_refused_before_anything_is_written(
    paper: Cast, tmp_path: Path
) -> None:
    name = f"newsroom_ascii_{os.getpid()}"
    place = Place(tmp_path, database_url().rsplit("/", 1)[0] + f"/{name}")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    try:
        done = place.manage("restore", "--check-place")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    assert done.returncode == 1
    assert "keeps its texts as SQL_ASCII" in done.stderr
    assert "-E UTF8 -T template0 NAME" in done.stderr


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://x/y", "must start with postgres"),
        ("postgres://nobody@127.0.0.1:1/nothing", "Nothing has changed here"),
        ("paper.sqlite3", "must start with postgres"),
    ],
)
def test_a_place_that_is_none_is_said(paper: Cast, url: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("grow", to=url)


def test_it_does_not_move_to_where_it_is(paper: Cast) -> None:
    with pytest.raises(CommandError, match="uses now"):
        call_command("grow", to=database_url())
