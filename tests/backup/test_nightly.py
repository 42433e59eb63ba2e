"""Every night without being asked: once whatever the workers, and loudly when it fails."""

import os
import re
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.desk import backups
from articles.models import Backup, ChoreRun, Delivery, Kind, Notice
from newsroom.backup import nightly
from newsroom.backup.checking import check
from newsroom.backup.nightly import Nightly, remove_old
from tests.admin.helpers import signed_in, url
from tests.cast import Cast
from tests.server import database_url


@pytest.fixture
def at_three(paper: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The child process is told of this test's database and folders by its environment."""
    settings.BACKUP_AT = time(3, 0)
    for name, value in {
        "DATABASE_URL": database_url(),
        "NEWSROOM_BACKUP_DIR": str(settings.BACKUP_DIR),
        "NEWSROOM_BACKUP_AT": "03:00",
        "NEWSROOM_BACKUP_MEDIA": "0",
    }.items():
        monkeypatch.setenv(name, value)
    return paper


def to_its_end(lane: Nightly) -> None:
    lane.wait()
    assert lane._process is None


def make_due() -> None:
    ChoreRun.objects.filter(name="backup").update(next_at=timezone.now() - timedelta(minutes=1))


def told(act: str) -> set[str]:
    found = Notice.objects.filter(kind=Kind.OPERATIONS, act=act, recipient__isnull=False)
    return {notice.recipient.username for notice in found.select_related("recipient")}


def test_one_worker_makes_it_at_its_hour(at_three: Cast, settings: Any) -> None:
    first, second = Nightly(), Nightly()
    first()
    assert not settings.BACKUP_DIR.exists()
    row = ChoreRun.objects.get(name="backup")
    assert timezone.localtime(row.next_at).hour == 3
    assert row.next_at > timezone.now()
    make_due()
    assert first() == 1.0
    second()
    assert second._process is None
    to_its_end(first)
    (path,) = settings.BACKUP_DIR.glob("newsroom-*.tar")
    assert check(path).rows["articles_article"] == 2
    row.refresh_from_db()
    assert (row.error, row.next_at > timezone.now()) == ("", True)
    assert Backup.objects.get().error == ""
    assert not Notice.objects.filter(kind=Kind.OPERATIONS).exists()


def test_one_that_is_killed_is_told_of_and_tried_again(
    at_three: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly.sys, "executable", str(Path(sys.executable)))
    settings.BASE_DIR = settings.VAR
    settings.VAR.mkdir(parents=True, exist_ok=True)
    script = settings.VAR / "manage.py"
    script.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    try:
        lane = Nightly()
        lane()
        make_due()
        lane()
        to_its_end(lane)
    finally:
        script.unlink()
    assert "-9" in Backup.objects.get().error
    assert told("backup_failed") == {at_three.administrator.username}
    row = ChoreRun.objects.get(name="backup")
    assert timezone.now() < row.next_at < timezone.now() + timedelta(minutes=31)
    assert "-9" in row.error


def test_the_copy_is_made_and_a_failing_one_is_an_alarm(
    paper: Cast, settings: Any, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    settings.BACKUP_COPY_COMMAND = ["cp", "{file}", str(elsewhere)]
    call_command("backup", quiet=True)
    (path,) = settings.BACKUP_DIR.glob("*.tar")
    assert (elsewhere / path.name).read_bytes() == path.read_bytes()
    assert Backup.objects.get().copied_at is not None
    settings.BACKUP_COPY_COMMAND = ["ls", "/nowhere/at/all"]
    for number in (1, 2):
        with pytest.raises(CommandError, match="is good, and NEWSROOM_BACKUP_COPY_COMMAND failed"):
            call_command("backup", out=tmp_path / f"{number}.tar", quiet=True)
    last = Backup.objects.first()
    assert last is not None
    assert "/nowhere/at/all" in last.copy_error
    assert last.error == ""
    assert check(tmp_path / "2.tar").files == 2
    # Once, while it is unread.
    assert Notice.objects.filter(kind=Kind.OPERATIONS).count() == 1
    assert told("backup_not_copied") == {paper.administrator.username}
    page = signed_in(paper.administrator).get(url("index")).content.decode()
    assert "没有复制到异地" in page


def test_a_failure_leaves_by_mail_and_stands_red_on_the_first_page(
    paper: Cast, settings: Any
) -> None:
    settings.SENDS_EMAIL = True
    paper.administrator.email = "admin@paper.example"
    paper.administrator.save()
    settings.BACKUP_DIR = Path("/proc/nowhere")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", quiet=True)
    delivery = Delivery.objects.get()
    assert (delivery.user, delivery.notice.act) == (paper.administrator, "backup_failed")
    client = signed_in(paper.administrator)
    page = client.get(url("index")).content.decode()
    assert "还没有可用的备份" in page
    assert "/proc/nowhere" in client.get(url("worker")).content.decode()
    assert "备份失败" in client.get(url("notices")).content.decode()
    opened = client.get(url("notice", delivery.notice.pk))
    assert opened["Location"] == url("worker")
    for other in (paper.reporter, paper.chief):
        assert "备份" not in signed_in(other).get(url("index")).content.decode()


def test_a_day_without_a_good_one_is_told_once(paper: Cast, settings: Any) -> None:
    settings.BACKUP_AT = time(3, 0)
    now = timezone.now()
    Backup.objects.create(at=now - timedelta(days=3), file="old.tar")
    Backup.objects.create(at=now - timedelta(hours=1), error="the disk is full")
    backups.look()
    backups.look()
    assert told("backup_late") == {paper.administrator.username}
    assert Notice.objects.filter(kind=Kind.OPERATIONS).count() == 1
    page = signed_in(paper.administrator).get(url("index")).content.decode()
    assert re.search(r"最近一次可用的备份已是3\s?(天|日)前", page)
    Backup.objects.create(at=now, file="new.tar")
    assert not backups.is_late(backups.last_good(), timezone.now())
    page = signed_in(paper.administrator).get(url("index")).content.decode()
    assert "#backups" not in page
    page = signed_in(paper.administrator).get(url("worker")).content.decode()
    assert "最近一次可用的备份：" in page


def test_nobody_is_reminded_where_backups_were_never_meant(paper: Cast) -> None:
    backups.look()
    assert not Notice.objects.filter(kind=Kind.OPERATIONS).exists()
    page = signed_in(paper.administrator).get(url("index")).content.decode()
    assert "备份" not in page


def test_files_gone_from_storage_are_an_alarm_and_nothing_older_is_removed(
    paper: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKUP_KEEP = 1
    hours = iter(range(1, 9))
    monkeypatch.setattr(
        "newsroom.management.commands.backup.file_name",
        lambda _at: f"newsroom-2026-03-01-0{next(hours)}0000.tar",
    )

    def backed_up() -> None:
        call_command("backup", quiet=True)

    def left() -> list[str]:
        return sorted(path.name[20:22] for path in settings.BACKUP_DIR.iterdir())

    backed_up()
    backed_up()
    assert left() == ["02"]
    default_storage.delete(f"images/ab/{'ab' * 32}.jpg")
    with pytest.raises(CommandError, match="is kept, and it is not complete: 1 files"):
        backed_up()
    assert left() == ["02", "03"]
    assert told("backup_incomplete") == {paper.administrator.username}
    page = signed_in(paper.administrator).get(url("index")).content.decode()
    assert "缺少存储中已找不到的文件" in page
    # No alarm each night, and the last one that had the picture stays.
    backed_up()
    backed_up()
    assert left() == ["02", "05"]
    assert Notice.objects.filter(kind=Kind.OPERATIONS).count() == 1
    # One of the database alone is nothing to compare with.
    call_command("backup", quiet=True, without_media=True)
    backed_up()
    assert not backups.lacks_more(Backup.objects.all()[0])


@pytest.mark.django_db
def test_the_newest_stay_and_nothing_else_is_touched(settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_KEEP = 2
    names = [f"newsroom-2026-01-0{day}-030000.tar" for day in (1, 2, 3, 4)]
    killed = [f".{names[0]}.part", ".newsroom-before-move-2026-01-09-120000.tar.part"]
    for name in [*names, "newsroom-mine.tar", "notes.txt", *killed]:
        (tmp_path / name).touch()
    old = (timezone.now() - timedelta(days=2)).timestamp()
    for name in killed:
        os.utime(tmp_path / name, (old, old))
    assert {path.name for path in remove_old(tmp_path)} == set(names[:2])
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*names[2:], "newsroom-mine.tar", "notes.txt"}


def test_the_hour_is_that_of_the_newsrooms_clock(settings: Any) -> None:
    settings.BACKUP_AT = time(3, 0)
    # Half past two in Shanghai, and half past three.
    assert backups.next_hour(datetime(2026, 3, 7, 18, 30, tzinfo=UTC)) == datetime(
        2026, 3, 7, 19, 0, tzinfo=UTC
    )
    assert backups.next_hour(datetime(2026, 3, 7, 19, 30, tzinfo=UTC)) == datetime(
        2026, 3, 8, 19, 0, tzinfo=UTC
    )
