"""`manage.py intake`: for operators and scripts."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, IncomingFile
from tests.cast import Cast
from tests.intake_screen.samples import DAMAGED, GLOSSED, OLD_WORD, PLAIN


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(GLOSSED, encoding="utf-8")
    (tmp_path / "plain.txt").write_bytes(PLAIN.encode("gb18030"))
    (tmp_path / "damaged.txt").write_text(DAMAGED, encoding="utf-8")
    (tmp_path / "old.doc").write_bytes(OLD_WORD)
    return tmp_path


def intake(folder: Path, *names: str, options: tuple[str, ...] = ()) -> tuple[str, str, str]:
    """What the command says on each stream, and what it fails with."""
    out, err = io.StringIO(), io.StringIO()
    failure = ""
    try:
        call_command("intake", *(str(folder / name) for name in names), *options,
                     stdout=out, stderr=err, no_color=True)  # fmt: skip
    except CommandError as error:
        failure = str(error)
        if error.returncode != 1:
            raise
    return out.getvalue(), err.getvalue(), failure


WHERE = ("--section", "news", "--user", "reporter")


def test_a_dry_run_needs_no_account_and_saves_nothing(db: None, folder: Path) -> None:
    out, err, failure = intake(folder, "good.txt", "plain.txt", options=("--dry-run", "--json"))
    first, second = map(json.loads, out.splitlines())
    assert (first["file"], first["repairs"]["pinyin_glosses"]) == ("good.txt", 8)
    assert second["repairs"]["encoding"] == "gb18030"
    assert set(first) == {
        "file", "headline", "kicker", "deck", "original_headline", "source", "source_url",
        "published_at", "credits", "responsible_editor", "body", "boilerplate", "repairs",
        "quarantine",
    }  # fmt: skip
    assert (err, failure) == ("", "")
    assert not IncomingFile.objects.exists()


def test_each_file_becomes_a_draft_of_the_owner(cast: Cast, folder: Path) -> None:
    out, err, failure = intake(folder, "good.txt", "plain.txt", options=WHERE)
    assert (err, failure) == ("", "")
    drafts = list(Article.objects.order_by("pk"))
    assert [draft.headline for draft in drafts] == ["码头夜班有了热水", "工会送来防暑药"]
    assert {draft.owner for draft in drafts} == {cast.reporter}
    assert f"Draft {drafts[0].pk}: 码头夜班有了热水" in out
    assert bytes(drafts[1].incoming_files.get().data) == PLAIN.encode("gb18030")


def test_what_fails_is_said_and_the_others_go_on(cast: Cast, folder: Path) -> None:
    out, err, failure = intake(
        folder, "nowhere.txt", "old.doc", "good.txt", options=(*WHERE, "--json")
    )
    assert [json.loads(line)["file"] for line in out.splitlines()] == ["good.txt"]
    assert "nowhere.txt cannot be opened: No such file or directory" in err
    assert "old.doc is a document in the old Word or WPS format" in err
    assert "Traceback" not in err
    assert failure == "2 files did not become drafts."
    assert Article.objects.count() == 1


def test_a_folder_is_no_file(db: None, folder: Path) -> None:
    _out, err, failure = intake(folder, ".", options=("--dry-run",))
    assert "cannot be opened: Is a directory" in err
    assert failure == "1 file cannot be read."


def test_damaged_copy_waits_for_a_person(cast: Cast, folder: Path) -> None:
    _out, err, failure = intake(folder, "damaged.txt", "plain.txt", options=WHERE)
    assert "damaged.txt waits in quarantine, and no draft was made of it" in err
    assert failure == "1 file did not become a draft."
    assert Article.objects.get().headline == "工会送来防暑药"
    kept = IncomingFile.objects.get(article=None)
    assert (kept.name, kept.received_by, kept.section) == (
        "damaged.txt", cast.reporter, cast.section,
    )  # fmt: skip
    assert bytes(kept.data) == DAMAGED.encode()
    intake(folder, "damaged.txt", options=WHERE)
    assert IncomingFile.objects.filter(article=None).count() == 1


def test_a_dry_run_says_that_copy_is_damaged(db: None, folder: Path) -> None:
    _out, err, failure = intake(folder, "damaged.txt", options=("--dry-run",))
    assert "damaged.txt: Characters were lost before this copy arrived" in err
    assert failure == ""


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "Say who owns the drafts: --user NAME"),
        (("--user", "nobody"), "There is no active account “nobody”."),
        (("--user", "reporter"), "Say which section: --section SLUG, one of: news, culture."),
        (("--user", "reporter", "--section", "x"), "Say which section"),
    ],
)
def test_what_is_missing_is_asked_for_before_anything_is_read(
    cast: Cast, folder: Path, options: tuple[str, ...], sentence: str
) -> None:
    out, _err, failure = intake(folder, "good.txt", options=options)
    assert sentence in failure
    assert out == ""
    assert not IncomingFile.objects.exists()


def test_an_owner_who_does_not_write_gets_no_drafts(cast: Cast, folder: Path) -> None:
    _out, err, failure = intake(
        folder, "good.txt", options=("--section", "news", "--user", "admin")
    )
    assert "Your role does not write pieces." in err
    assert failure
    assert not IncomingFile.objects.exists()
