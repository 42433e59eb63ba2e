"""A process is killed (SIGKILL) at a random moment of an act: what is stored is what was before
or what comes after, whole, and never in between."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connections

from articles.desk import editing, workflow
from articles.desk.content import content_of
from articles.images import leftovers, store
from articles.models import (
    Appearance,
    Article,
    Credit,
    Image,
    Invalidation,
    LedgerEntry,
    Notice,
    PublishedArticle,
    PublishedCredit,
    PublishedTag,
    Revision,
    SearchEntry,
    Tag,
)
from newsroom.day.checks import signed, whole_ledger, working_copies
from newsroom.soak import checks
from tests.cast import Cast, make_draft, make_published, step
from tests.images.pictures import jpeg_of

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 10
_OF_A_PIECE: tuple[tuple[Any, str], ...] = (
    (Article, "pk"), (Revision, "article"), (Credit, "article"), (PublishedArticle, "pk"),
    (PublishedCredit, "article"), (PublishedTag, "article"), (SearchEntry, "article"),
    (LedgerEntry, "subject_id"), (Notice, "article"), (Appearance, "article"),
)  # fmt: skip


def stands(article: Article) -> dict[str, list[Any]]:
    """Everything that is stored of a piece, and how many changes readers' pages were told."""
    found: dict[str, list[Any]] = {
        model.__name__: list(model.objects.filter(**{key: article.pk}).order_by("pk").values())
        for model, key in _OF_A_PIECE
    }
    return found | {"told": [Invalidation.objects.count()]}


def killed_amid(act: Callable[[], object], after: float) -> bool:
    """Run `act` in a process of its own and kill it so many seconds after its beginning; whether
    it had said that it was done."""
    connections.close_all()
    ours, theirs = os.pipe()
    began, begins = os.pipe()

    def work() -> None:
        connections["default"].ensure_connection()
        os.write(begins, b"1")
        act()
        os.write(theirs, b"1")
        # Like a server, it lives on until it is killed.
        time.sleep(60)

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    assert os.read(began, 1) == b"1"
    time.sleep(after)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    os.close(theirs)
    done = os.read(ours, 1) == b"1"
    for end in (ours, began, begins):
        os.close(end)
    return done


def _times(act: Callable[[], object]) -> float:
    """How long the act takes here, at most, with a little to spare."""
    began = time.monotonic()
    act()
    return (time.monotonic() - began) * 1.3


def _sections_agree() -> None:
    for found in (whole_ledger(), working_copies(), signed(), checks.one_moment(), checks.whole()):
        assert found.wrong == [], found.question


def _piece(cast: Cast, tag: Tag) -> Article:
    credit = {"name": "罗行舟", "role": "reporter", "author": None}
    tags = [{"id": tag.pk, "name": tag.name}]
    return make_draft(cast.reporter, cast.section, credits=[credit], tags=tags)


def _approved(cast: Cast, tag: Tag) -> Article:
    piece = _piece(cast, tag)
    step(piece, "submit", cast.reporter)
    return step(piece, "pass", cast.second_editor)


def _fixed(cast: Cast, tag: Tag) -> Article:
    """A fix that waits for the pass which publishes it."""
    piece = _approved(cast, tag)
    step(piece, "publish", cast.editor)
    step(piece, "fix", cast.editor)
    piece.refresh_from_db()
    editing.write(piece, content_of(piece) | {"headline": "改正的标题"}, cast.editor)
    return step(piece, "submit", cast.editor)


def _saves(piece: Article, cast: Cast) -> None:
    piece.refresh_from_db()
    editing.write(piece, content_of(piece) | {"body": "<p>改过的正文。</p>"}, cast.reporter)


def _steps(name: str, who: str, note: str = "") -> Callable[[Article, Cast], None]:
    def act(piece: Article, cast: Cast) -> None:
        piece.refresh_from_db()
        workflow.perform(piece, name, getattr(cast, who), note)

    return act


def _out(cast: Cast, tag: Tag) -> Article:
    return step(_approved(cast, tag), "publish", cast.editor)


@pytest.mark.parametrize(
    ("made", "act"),
    [
        (_piece, _saves),
        (_approved, _steps("publish", "editor")),
        (_fixed, _steps("pass", "second_editor")),
        (_out, _steps("withdraw", "editor", "失实")),
    ],
    ids=["save", "publish", "fix", "withdraw"],
)
def test_before_or_after_and_never_between(
    made: Callable[[Cast, Tag], Article], act: Callable[[Article, Cast], None]
) -> None:
    cast = Cast()
    tag = Tag.objects.create(name="公交")
    first = made(cast, tag)
    longest = _times(lambda: act(first, cast))
    chance = random.Random(len(act.__qualname__))
    for _round in range(ROUNDS):
        piece = made(cast, tag)
        before = stands(piece)
        entries = len(before["LedgerEntry"])
        done = killed_amid(lambda piece=piece: act(piece, cast), chance.uniform(0, longest))  # type: ignore[misc]
        after = stands(piece)
        if len(after["LedgerEntry"]) == entries:
            assert not done, "it was acknowledged and is not there"
            assert after == before
        else:
            assert len(after["LedgerEntry"]) == entries + 1
    _sections_agree()


def test_a_picture_is_there_whole_or_not_at_all() -> None:
    cast = Cast()
    chance = random.Random(7)
    longest = _times(lambda: store(jpeg_of((640, 480)), "一.jpg", cast.reporter))
    for number in range(ROUNDS):
        data = jpeg_of((640 + number, 480))
        killed_amid(
            lambda data=data: store(data, "渡口.jpg", cast.reporter),  # type: ignore[misc]
            chance.uniform(0, longest),
        )
    assert checks.findings  # the same question as after a soak
    for image in Image.objects.all():
        assert default_storage.exists(image.storage_name)
    for path in Path(default_storage.path("")).rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            # A whole picture ends as its format says.
            data = path.read_bytes()
            assert (data[:2] == b"\xff\xd8" and data[-2:] == b"\xff\xd9") or data[:4] == b"RIFF"
    leftovers.sweep(timedelta())
    assert leftovers.find(timedelta()) == []


def test_what_was_begun_a_day_ago_is_taken_away_and_nothing_else(
    settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    image = store(jpeg_of((320, 240)), "一.jpg", None)
    folder = Path(default_storage.path(image.storage_name)).parent
    (tmp_path / "arriving").mkdir()
    old = [folder / ".abc", tmp_path / "arriving" / "x.upload"]
    new = [folder / ".def", tmp_path / "arriving" / "y.upload"]
    for path in (*old, *new):
        path.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 24 * 3600
    for path in old:
        os.utime(path, (two_days_ago, two_days_ago))
    whole = Path(default_storage.path(image.storage_name))
    os.utime(whole, (two_days_ago, two_days_ago))
    assert leftovers.sweep() == 2
    assert [path.exists() for path in (*old, *new, whole)] == [False, False, True, True, True]
    assert make_published(Cast()).pk
