"""A time is a fact; a worker notes that it was kept, and does what follows."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import signals
from articles.desk import appearances
from articles.desk.chores import CHORES, register, run_due
from articles.models import Appearance, Article, ChoreRun, Kind, Notice, SideEffect, triggers
from newsroom import pagecheck, worker
from tests.cast import Cast, make_draft, make_published, step
from tests.notices.servers import hook
from tests.server import ROOT, database_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def listeners() -> Iterator[dict[str, Any]]:
    with patch.object(signals.appeared, "listeners", {}) as empty:
        yield empty


def approved(cast: Cast) -> Article:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    return step(article, "pass", cast.second_editor)


def scheduled(cast: Cast, minutes: float = 60) -> Article:
    moment = timezone.now() + timedelta(minutes=minutes)
    return step(approved(cast), "publish", cast.editor, visible_from=moment)


def at(minutes: float, seconds: float = 0) -> Any:
    moment = timezone.now() + timedelta(minutes=minutes, seconds=seconds)
    return patch("django.utils.timezone.now", lambda: moment)


def look(before: datetime | None = None) -> datetime | None:
    return appearances.look(before)


# --- Seen -----------------------------------------------------------------------------------------


def test_a_scheduled_piece_is_noted_once_its_time_has_come(cast: Cast, listeners: Any) -> None:
    article = scheduled(cast)
    row = Appearance.objects.get()
    assert row.scheduled
    assert look() == row.due_at
    assert not Notice.objects.filter(kind=Kind.PUBLISHED).exists()
    watching = timezone.now()
    with at(60, 1):
        assert look(watching) is None
        look(watching)
    row.refresh_from_db()
    assert row.watched
    assert 0 < (row.lateness or 0) < 5
    told = Notice.objects.filter(kind=Kind.PUBLISHED, act="appear")
    assert set(told.values_list("recipient__username", flat=True)) == {"reporter", "editor"}
    assert set(told.values_list("article", flat=True)) == {article.pk}


def test_lateness_of_a_worker_that_was_not_there_is_not_the_pieces(
    cast: Cast, listeners: Any
) -> None:
    scheduled(cast)
    with at(90):
        look(None)
    row = Appearance.objects.get()
    assert not row.watched
    assert (row.lateness or 0) > 1700


def test_what_is_put_out_at_once_is_noted_without_a_second_notice(
    cast: Cast, listeners: Any
) -> None:
    make_published(cast)
    with at(0, 1):
        look()
    row = Appearance.objects.get()
    assert not row.scheduled
    assert row.seen_at is not None
    assert not Notice.objects.filter(act="appear").exists()


def test_a_cancelled_or_withdrawn_schedule_is_no_longer_expected(
    cast: Cast, listeners: Any
) -> None:
    article = scheduled(cast)
    step(article, "unschedule", cast.editor)
    assert not Appearance.objects.exists()
    moment = timezone.now() + timedelta(minutes=30)
    step(article, "publish", cast.editor, visible_from=moment)
    step(article, "withdraw", cast.editor, "再核")
    assert not Appearance.objects.exists()
    step(article, "reinstate", cast.chief)
    assert Appearance.objects.get().due_at == moment
    with at(31):
        look()
        step(article, "withdraw", cast.editor, "又再核")
        step(article, "reinstate", cast.chief)
    assert Appearance.objects.count() == 1, "readers have seen it: it does not appear twice"


def test_a_revision_is_no_new_appearance(cast: Cast, listeners: Any) -> None:
    article = make_published(cast)
    step(article, "revise", cast.reporter)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.second_editor)
    step(article, "publish", cast.editor)
    assert Appearance.objects.count() == 1


def test_fifty_pieces_on_one_second_are_all_noted(cast: Cast, listeners: Any) -> None:
    moment = timezone.now() + timedelta(minutes=5)
    for _each in range(50):
        step(approved(cast), "publish", cast.editor, visible_from=moment)
    with at(5, 1):
        look()
    assert Appearance.objects.filter(seen_at=None).count() == 0


# --- What follows ---------------------------------------------------------------------------------


def test_a_listener_that_fails_alarms_the_editor_and_holds_up_nobody(
    cast: Cast, listeners: Any
) -> None:
    done: list[tuple[str, int]] = []
    broken = True
    first, second = make_published(cast), make_published(cast)

    def fragile(article_id: int) -> None:
        if broken and article_id == first.pk:
            raise RuntimeError("the other side is down")
        done.append(("fragile", article_id))

    listeners |= {"fragile": fragile, "robust": lambda pk: done.append(("robust", pk))}
    with at(0, 1):
        look()
        appearances.follow_up()
    assert sorted(done) == sorted(
        [("robust", first.pk), ("robust", second.pk), ("fragile", second.pk)]
    )
    alarm = Notice.objects.get(kind=Kind.TROUBLE)
    assert alarm.recipient == cast.editor
    assert alarm.article == first
    effect = SideEffect.objects.get(done_at=None)
    assert "the other side is down" in effect.last_error
    with at(2):
        appearances.follow_up()
    assert Notice.objects.filter(kind=Kind.TROUBLE).count() == 1, "one alarm, not one a minute"
    broken = False
    with at(10):
        appearances.follow_up()
        appearances.follow_up()
    assert done.count(("fragile", first.pk)) == 1
    assert done.count(("robust", first.pk)) == 1
    assert not SideEffect.objects.filter(done_at=None).exists()


def test_after_three_days_it_is_given_up_and_said(cast: Cast, listeners: Any) -> None:
    def broken(_article_id: int) -> None:
        raise RuntimeError("down")

    listeners["broken"] = broken
    make_published(cast)
    with at(0, 1):
        look()
        appearances.follow_up()
    with at(3 * 24 * 60 + 5):
        appearances.follow_up()
        assert appearances.follow_up() == 0
    assert SideEffect.objects.get().given_up_at is not None
    assert set(Notice.objects.filter(kind=Kind.TROUBLE).values_list("act", flat=True)) == {
        "effect_failed",
        "effect_given_up",
    }


def test_what_is_rolled_back_is_not_expected(cast: Cast) -> None:
    article = approved(cast)
    with pytest.raises(RuntimeError), transaction.atomic():
        step(article, "publish", cast.editor)
        assert Appearance.objects.exists()
        raise RuntimeError
    assert not Appearance.objects.exists()


# --- Chores and the process -----------------------------------------------------------------------


def test_a_chore_is_done_once_an_interval_and_again_soon_when_it_fails() -> None:
    done: list[int] = []
    fails = True

    def task() -> None:
        done.append(1)
        if fails:
            raise RuntimeError("no space left")

    with patch.dict(CHORES, clear=True):
        register("task", "A task", 3600, task)
        assert run_due() == 1
        assert run_due() == 0
        assert "no space left" in ChoreRun.objects.get().error
        fails = False
        with at(6):
            assert run_due() == 1
            assert run_due() == 0
        assert ChoreRun.objects.get().error == ""
        with at(30):
            assert run_due() == 0
        with at(70):
            assert run_due() == 1
    assert len(done) == 3


def test_a_lane_that_fails_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    steps: list[int] = []

    def step_that_fails() -> float:
        steps.append(1)
        if len(steps) == 1:
            raise RuntimeError("broken once")
        return 0.0

    lane = worker.Lane("test", step_that_fails)
    with patch("newsroom.worker.connections"), patch("newsroom.worker.close_old_connections"):
        assert lane.once() > 0
        assert lane.once() == 0.0
    assert "broken once" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_once_is_a_sign_of_life_and_tells_what_failed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("worker", once=True)
    pulse = ChoreRun.objects.get(name="pulse")
    assert pulse.ran_at is not None
    assert "pulse" not in CHORES

    def breaks() -> float:
        raise RuntimeError("broken")

    monkeypatch.setattr(worker, "_follow", breaks)
    with pytest.raises(CommandError, match=r"the log says why: side effects\."):
        call_command("worker", once=True)


@pytest.mark.django_db(transaction=True)
def test_the_worker_says_when_records_could_be_rewritten(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    worker.look_at_ledger()
    assert caplog.text == ""
    with triggers.lifted(connection):
        worker.look_at_ledger()
    assert "4 triggers are missing" in caplog.text
    assert "manage.py migrate" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_until_it_is_told_to_stop(cast: Cast, settings: Any) -> None:
    moment = timezone.now() + timedelta(seconds=6)
    step(approved(cast), "publish", cast.editor, visible_from=moment)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": database_url(),
            "NEWSROOM_VAR": str(settings.VAR),
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for _try in range(300):
            if Appearance.objects.filter(seen_at__isnull=False).exists():
                break
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            time.sleep(0.1)
        row = Appearance.objects.get()
        assert row.seen_at is not None
        if row.watched:
            assert (row.lateness or 0) < 1.5
    finally:
        process.send_signal(signal.SIGTERM)
        _out, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert ChoreRun.objects.filter(name="seal_ledger", error="").exists(), said


def test_a_page_that_readers_do_not_get_alarms_its_editor(
    cast: Cast, settings: Any, listeners: Any
) -> None:
    article = make_published(cast)
    with hook() as outside:
        settings.SITE_URL = f"http://{outside.host}"
        listeners["page"] = pagecheck.check_page
        outside.status = 502
        with at(0, 1):
            look()
            appearances.follow_up()
        assert SideEffect.objects.get().last_error == "PageMissing: HTTP 502"
        assert Notice.objects.get(kind=Kind.TROUBLE).recipient == cast.editor
        outside.status = 200
        with at(3):
            appearances.follow_up()
        assert SideEffect.objects.get().done_at is not None
        assert outside.asked == [f"/{timezone.localdate():%Y/%m/%d}/{article.pk}/"] * 2
        step(article, "withdraw", cast.editor, "核实")
        pagecheck.check_page(article.pk)
        assert len(outside.asked) == 2, "what is withdrawn is not asked for"
