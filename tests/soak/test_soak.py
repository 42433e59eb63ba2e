"""A few kills, ten seconds of load, in a database of their own; and the questions find what is
wrong."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from articles.models import (
    Article,
    Delivery,
    LedgerEntry,
    Notice,
    PublishedArticle,
    PublishedCredit,
    SearchEntry,
)
from newsroom.soak import checks, report
from newsroom.soak.notes import Notes, Saved
from newsroom.soak.samples import settled, slope
from tests.cast import Cast, make_draft, make_published
from tests.faults.site import variables


def soak(tmp_path: Path, *options: str) -> str:
    engine = "postgresql" if connection.vendor == "postgresql" else "sqlite"
    done = subprocess.run(
        [sys.executable, "manage.py", "soak", f"--engine={engine}", *options],
        cwd=settings.BASE_DIR, env=variables(tmp_path / "var"), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-4000:]
    return done.stdout


@pytest.mark.django_db
def test_a_few_kills(tmp_path: Path) -> None:
    kept = tmp_path / "soak.md"
    said = soak(tmp_path, "--kills=6", "--minutes=0", "--crews=4", f"--write={kept}")
    assert "| together | 6 |" in said
    assert "FAILED" not in said
    table = kept.read_text()
    saves = re.search(r"saves acknowledged \| ([\d,]+)", table)
    assert saves
    assert int(saves[1].replace(",", "")) > 5
    assert "ok     every acknowledged save is there" in table


@pytest.mark.skipif(shutil.which("wrk") is None, reason="no wrk: nothing was loaded")
@pytest.mark.django_db
def test_ten_seconds_of_load(tmp_path: Path) -> None:
    options = ("--kills=0", "--minutes=0.17", "--editors=3", "--pace=1", "--measure=2")
    said = soak(tmp_path, *options)
    assert "| errors | 0 |" in said
    assert "memory is flat" in said
    assert "FAILED" not in said


# --- The questions, each with something wrong -----------------------------------------------------


def wrong(question: str, notes: Notes | None = None, told: int = 0) -> str:
    found = checks.findings(notes or Notes(), 1, told)
    return "\n".join(line for each in found if question in each.question for line in each.wrong)


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_pages", lambda _port: checks.Finding("pages", 0, []))


@pytest.mark.django_db
def test_a_save_that_is_gone_or_written_over_is_found() -> None:
    cast = Cast()
    article = make_draft(cast.reporter, body="<p>记号1组第1次。</p>")
    mark = Saved(article.pk, "记号1组第1次")
    assert wrong("acknowledged save", Notes(saves=[mark])) == ""
    lost = Saved(article.pk, "记号1组第2次")
    assert "in no revision" in wrong("acknowledged save", Notes(saves=[lost]))
    from articles.desk import editing
    from articles.desk.content import content_of

    article.refresh_from_db()
    editing.write(article, content_of(article) | {"body": "<p>别的。</p>"}, cast.reporter)
    assert "was overwritten" in wrong("acknowledged save", Notes(saves=[mark]))


@pytest.mark.django_db
def test_a_step_and_a_picture_that_are_not_there_are_found() -> None:
    notes = Notes(pictures={"a" * 64})
    notes.steps[7, "publish"] = 1
    assert "the ledger has 0" in wrong("acknowledged step", notes)
    assert "has no row" in wrong("whole file", notes)


@pytest.mark.django_db
def test_what_is_half_published_is_found() -> None:
    credit = {"name": "罗行舟", "role": "reporter", "author": None}
    piece = make_published(Cast(), credits=[credit])
    assert wrong("half published") == ""
    PublishedCredit.objects.all().delete()
    assert "its credits are half done" in wrong("half published")
    SearchEntry.objects.update(text="anders")
    assert "its search are half done" in wrong("half published")
    PublishedArticle.objects.filter(pk=piece.pk).delete()
    assert "nothing is published" in wrong("one moment")


@pytest.mark.django_db
def test_a_state_that_the_ledger_does_not_know_is_found() -> None:
    article = make_draft(Cast().reporter)
    assert wrong("one moment") == ""
    Article.objects.filter(pk=article.pk).update(state="approved")
    assert "its ledger says draft" in wrong("one moment")


@pytest.mark.django_db
def test_notices_that_are_lost_or_double_are_found() -> None:
    cast = Cast()
    make_published(cast)
    assert wrong("and once") == ""
    first = Notice.objects.exclude(entry=None).exclude(recipient=None)[0]
    Notice.objects.create(
        recipient=first.recipient, kind=first.kind, act=first.act, article=first.article,
        entry=first.entry,
    )  # fmt: skip
    assert "was told 2 times" in wrong("and once")
    cast.section.slug = "night"
    cast.section.save()
    Notice.objects.filter(entry__action="submit").delete()
    entry = LedgerEntry.objects.get(action="submit")
    assert f"piece {entry.subject_id}: nobody was told of submit" in wrong("and once")


@pytest.mark.django_db
def test_messages_that_wait_are_found() -> None:
    assert wrong("message") == ""
    cast = Cast()
    make_published(cast)
    notice = Notice.objects.filter(recipient__isnull=False)[0]
    from django.utils import timezone

    Delivery.objects.create(
        notice=notice, channel="email", user=notice.recipient, next_try_at=timezone.now()
    )
    assert "waits, 0 times tried" in wrong("message")
    Delivery.objects.update(sent_at=timezone.now())
    assert "0 arrived" in wrong("message")


def test_a_slope_is_that_of_the_line() -> None:
    line = [(float(second), 100 + second / 3600 * 12) for second in range(0, 600, 10)]
    assert abs(slope(line) - 12) < 1e-6
    assert slope([(0.0, 1.0)]) == 0.0
    assert settled(line)[0][0] == 200.0


def test_errors_growth_and_queues_are_told(tmp_path: Path) -> None:
    from newsroom.soak.asking import Asked
    from newsroom.soak.samples import Samples
    from newsroom.soak.steady import Steady

    def told(bad: int = 0, **more: Any) -> str:
        samples = Samples(**more)
        found = Steady(Asked(1, 1.0, 1.0, 0), [Asked(9, 9.0, 1.0, bad)], samples, 1800)
        notes = Notes()
        notes.answers["done"] = 1
        return "\n".join(
            line for each in report.steady_findings(found, notes) for line in each.wrong
        )

    flat = [(float(second), 100.0) for second in range(0, 1800, 10)]
    grows = [(float(second), 100 + second / 60) for second in range(0, 1800, 10)]
    assert told(memory={"worker (1)": flat}, queues={"messages due": [(1.0, 3)]}) == ""
    assert "worker (1): +60.0 MB/h" in told(memory={"worker (1)": grows})
    assert "2 answers to readers were errors" in told(bad=2)
    assert "messages due: 900" in told(queues={"messages due": [(1.0, 900)]})
