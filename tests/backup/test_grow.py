"""Into another database by one command, while nobody can save into the old one."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from articles.models import Article
from newsroom.backup import making
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
    again = tmp_path / "again.tar"
    place.run("backup", "--out", str(again), "--quiet", "--without-media")
    before, after = lines(path), lines(again)
    for table in before.keys() - {"articles_backup"}:
        assert after[table] == before[table], table
    # Afterwards one can save here again, should one stay.
    assert Article.objects.update(headline="还在原处") == 2
    # There is content now.
    with pytest.raises(CommandError, match="Nothing has changed here"):
        call_command("grow", to=place.url)
    assert "has content already" in capfd.readouterr().err


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
