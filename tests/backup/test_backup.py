"""A whole paper into one file and back: every row, every file, and what must not be touched."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from articles.models import Article, Backup, LedgerEntry
from newsroom.backup import nightly
from newsroom.backup.checking import check
from newsroom.backup.tables import LEFT_OUT, of_models
from tests.backup.inside import Members, as_of, change_json, lines, members, rewrite
from tests.backup.places import Place, same_engine, sqlite_place
from tests.cast import Cast

# What stands otherwise after a restore, and should: what was written down about the backup itself.
OTHERWISE = {"articles_backup"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with same_engine(tmp_path / "new") as place:
        yield place


def make(tmp_path: Path) -> Path:
    path = tmp_path / "paper.tar"
    call_command("backup", out=path, quiet=True)
    return path


def test_everything_comes_back_as_it_was(paper: Cast, place: Place, tmp_path: Path) -> None:
    path = make(tmp_path)
    said = place.run("restore", str(path))
    assert "The ledger is whole" in said
    again = tmp_path / "again.tar"
    place.run("backup", "--out", str(again), "--quiet")
    before, after = lines(path), lines(again)
    assert before.keys() - after.keys() == set()
    for table in before.keys() - OTHERWISE:
        assert after[table] == before[table], table
    assert {name: data for name, data in members(path).items() if name.startswith("media/")} == {
        f"media/{name}": data for name, data in place.files.items()
    }
    code = (
        "from articles import search; from articles.models import Article;"
        "from django.core.management import call_command;"
        "print([hit.article.headline for hit in search.find('末班').hits]);"
        "call_command('check', databases=['default']); call_command('verify_ledger');"
        "old = Article.objects.latest('pk');"
        "new = Article.objects.create(headline='新', owner=old.owner, section=old.section);"
        "print(new.pk - old.pk)"
    )
    said = place.run("shell", "--no-imports", "-c", code)
    assert "['渡口的末班船']" in said
    assert said.strip().endswith("\n1")
    # A second time there is content, which nothing may overwrite.
    refused = place.manage("restore", str(path))
    assert refused.returncode != 0
    assert "has content already" in refused.stderr


def test_from_one_engine_to_the_other_and_back(paper: Cast, place: Place, tmp_path: Path) -> None:
    """On PostgreSQL: into SQLite and from there into PostgreSQL again."""
    path, between = make(tmp_path), sqlite_place(tmp_path / "between")
    between.run("restore", str(path))
    again = tmp_path / "again.tar"
    between.run("backup", "--out", str(again), "--quiet")
    place.run("restore", str(again))
    third = tmp_path / "third.tar"
    place.run("backup", "--out", str(third), "--quiet")
    before, after = lines(path), lines(third)
    for table in before.keys() - OTHERWISE:
        assert after[table] == before[table], table


def test_a_restored_index_is_not_read_through_at_every_merge(paper: Cast, tmp_path: Path) -> None:
    """SQLite's statistics are made while the index of search is still empty, and stay."""
    place = sqlite_place(tmp_path / "new")
    place.run("restore", str(make(tmp_path)))
    between = "EXPLAIN QUERY PLAN DELETE FROM articles_searchindex_data WHERE id >= 1 AND id <= 2"
    with closing(sqlite3.connect(tmp_path / "new" / "paper.sqlite3")) as database:
        [(*_numbers, plan)] = database.execute(between)
    assert plan.startswith("SEARCH"), plan


def test_an_older_version_is_restored_by_way_of_its_own_tables(
    paper: Cast, place: Place, tmp_path: Path
) -> None:
    path, older = make(tmp_path), tmp_path / "older.tar"
    rewrite(path, older, as_of(("articles", "0026_credits_of_a_writer")))
    # Tables of another state make room, as long as nothing is in them.
    place.run("migrate", "--verbosity", "0")
    said = place.run("restore", str(older))
    assert "The ledger is whole" in said
    code = (
        "from articles.models import Article, Backup; print(Backup.objects.count());"
        "print(Article.objects.count())"
    )
    assert place.run("shell", "--no-imports", "-c", code) == "0\n2\n"


def test_a_newer_version_is_refused_by_name(paper: Cast, place: Place, tmp_path: Path) -> None:
    path, newer = make(tmp_path), tmp_path / "newer.tar"

    def add(found: Members) -> None:
        found["newsroom.json"] = change_json(
            found["newsroom.json"], lambda note: note["migrations"].append("articles.0999_far")
        )

    rewrite(path, newer, add)
    done = place.manage("restore", str(newer))
    assert done.returncode != 0
    assert "newer version: it knows “articles.0999_far”" in done.stderr


def test_it_holds_every_table_but_those_that_are_made_anew(paper: Cast, tmp_path: Path) -> None:
    path = make(tmp_path)
    head = json.loads(members(path)["newsroom.json"])
    held = {each["name"] for each in head["tables"]}
    assert held == {table.name for table in of_models()} - LEFT_OUT
    assert head["left_out"] == []
    assert oct(path.stat().st_mode)[-3:] == "600"
    row = Backup.objects.get()
    assert (row.error, row.missing, row.files) == ("", 0, 2)
    assert row.size == path.stat().st_size


def test_work_goes_on_meanwhile_and_is_not_half_in_it(
    paper: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While tables are read, somebody else finishes a piece: all of it stays out."""
    from newsroom.backup import making

    original = making._Parts.end
    written = []

    def end(self: making._Parts) -> None:
        if not written:
            written.append(True)
            from tests.cast import make_published

            make_published(paper, "备份之中发出的稿子")
        original(self)

    monkeypatch.setattr(making._Parts, "end", end)
    before = (Article.objects.count(), LedgerEntry.objects.count())
    path = make(tmp_path)
    assert written
    assert Article.objects.count() == before[0] + 1
    found = lines(path)
    assert len(found["articles_article"]) - 1 == before[0]
    assert len(found["articles_ledgerentry"]) - 1 == before[1]
    assert not any("备份之中".encode() in line for rows in found.values() for line in rows)


def test_a_lost_picture_is_said_and_the_rest_is_kept(
    paper: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    default_storage.delete(f"images/ab/{'ab' * 32}.jpg")
    with pytest.raises(
        CommandError, match=r"1 files that .+ not in storage, more than .+images/ab/abab"
    ):
        make(tmp_path)
    assert Backup.objects.get().missing == 1
    assert "media/portraits/空.png" in members(tmp_path / "paper.tar")
    # Lost for good: it is said, and no alarm any more.
    again = tmp_path / "again"
    again.mkdir()
    make(again)
    assert "1 files that the database names are not in storage" in capsys.readouterr().err


def test_it_overwrites_nothing_and_leaves_no_half_file(paper: Cast, tmp_path: Path) -> None:
    path = make(tmp_path)
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", out=path, quiet=True)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", out=Path("/proc/x.tar"), quiet=True)
    assert [each.name for each in tmp_path.glob(".*part")] == []
    assert Backup.objects.exclude(error="").count() == 2


def test_pictures_that_cannot_be_read_are_told_from_a_backup_that_cannot_be_written(
    tmp_path: Path,
) -> None:
    place = sqlite_place(tmp_path / "new")
    place.run("migrate", "-v0")
    out = tmp_path / "x.tar"
    done = place.manage("backup", "--out", str(out), NEWSROOM_MEDIA_DIR="/etc/passwd")
    assert done.returncode == 1
    assert "Pictures and recordings cannot be read" in done.stderr
    assert "NEWSROOM_MEDIA_DIR" in done.stderr
    assert "cannot be written" not in done.stderr
    assert not out.exists()


def test_a_database_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    place = sqlite_place(tmp_path / "new")
    (place.folder / "paper.sqlite3").write_text("这不是数据库" * 100)
    done = place.manage("backup", "--out", str(tmp_path / "x.tar"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "is no SQLite database" in done.stderr


def test_a_folder_takes_it_under_its_usual_name(paper: Cast, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    for out in (f"{tmp_path}/new/", str(there)):
        call_command("backup", "--out", out, "--quiet")
        (path,) = Path(out).iterdir()
        assert fnmatch(path.name, nightly._PATTERN)
    assert check(path).files == 2


def test_it_makes_no_folders_that_nobody_named(paper: Cast, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for out, said in (
        ("unmounted/disk/x.tar", "There is no folder .*unmounted/disk"),
        ("unmounted/disk/", "There is no folder .*unmounted"),
        ("file/", "The folder .*file cannot be made: File exists"),
    ):
        with pytest.raises(CommandError, match=said):
            call_command("backup", "--out", f"{tmp_path}/{out}", "--quiet")
    assert [each.name for each in tmp_path.iterdir() if each.name != "private"] == ["file"]
    # A slip of the hand alarms nobody.
    assert not Backup.objects.exists()
