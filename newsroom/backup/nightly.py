"""A backup as it is made for good: written down, read back, copied elsewhere, old ones removed.

`Nightly` is the worker's lane that does so at its hour. The backup itself is a process of its
own: whatever becomes of it, the worker goes on.
"""

import logging
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from articles.desk import backups
from articles.models import Backup, ChoreRun
from newsroom.backup.checking import check
from newsroom.backup.errors import Refused
from newsroom.backup.making import Made, Watch, make
from newsroom.mendable import sentence

log = logging.getLogger(__name__)
NAME = "backup"
_COPY_TAKES = 6 * 3600
_AGAIN = timedelta(minutes=30)
_ASLEEP = 30.0
_PATTERN = "newsroom-????-??-??-??????.tar"
# Of these, and of the packs of `grow`, which was killed.
_PARTS = ".newsroom-*.tar.part"


def keep(path: Path, watch: Watch, *, with_media: bool) -> Made:
    """Make it and note it. Raises Refused, and administrators have been told by then."""
    begun, clock = timezone.now(), time.monotonic()
    try:
        made = make(path, watch, with_media=with_media)
        # What nobody has read is no backup.
        check(path, watch("check", made.size))
    except Exception as error:
        told = str(error) if isinstance(error, Refused) else sentence(error)
        log.error("The backup failed: %s", told or repr(error), exc_info=told is None)
        _tell(begun, told or repr(error))
        raise
    if made.missing:
        log.warning(
            "%d files that the database names are not in storage, the first is %s",
            made.missing, made.first_missing,
        )  # fmt: skip
    row = Backup(
        at=begun, seconds=time.monotonic() - clock, file=_place(path), size=made.size,
        sha256=made.sha256, rows=made.rows, files=made.files, missing=made.missing,
    )  # fmt: skip
    backups.made(row)
    log.info("Backup %s, %d bytes, SHA-256 %s", path, made.size, made.sha256)
    if backups.lacks_more(row):
        made.lacks_more = True
        log.error("The backup %s is kept, and it lacks files that are gone from storage", path)
        backups.incomplete()
    if settings.BACKUP_COPY_COMMAND:
        _copy(row, path)
    return made


def _tell(begun: datetime, why: str) -> None:
    try:
        backups.failed(begun, why)
    except DatabaseError as error:
        # Where the database is what failed, the worker or the next backup tells of it.
        log.error("Nobody could be told: %s", sentence(error) or error)


def _copy(row: Backup, path: Path) -> None:
    """Raises Refused when the copy is not there."""
    command = settings.BACKUP_COPY_COMMAND
    told = any("{file}" in word for word in command)
    words = [word.replace("{file}", str(path)) for word in command]
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command, without a shell
            words if told else [*words, str(path)],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
            timeout=_COPY_TAKES, check=False,
        )  # fmt: skip
        error = "" if done.returncode == 0 else f"{(done.stderr or done.stdout).strip()[-300:]}"
        error = error or (f"exit status {done.returncode}" if done.returncode else "")
    except (OSError, subprocess.TimeoutExpired) as problem:
        error = str(problem)
    if not error:
        backups.copied(row)
        return
    log.error("The backup %s was not copied: %s", path, error)
    backups.not_copied(row, error)
    raise Refused(f"The backup {path} is good, and NEWSROOM_BACKUP_COPY_COMMAND failed: {error}")


def _place(path: Path) -> str:
    return str(path.absolute())[-500:]


def remove_old(folder: Path) -> list[Path]:
    """Leaves the newest, as many as the setting says, and everything with another name. Where
    each of these misses files, the newest one that misses fewer stays beside them."""
    found = sorted(folder.glob(_PATTERN), reverse=True)
    newest, old = found[: settings.BACKUP_KEEP], found[settings.BACKUP_KEEP :]
    missing = backups.missing_in()
    known = [missing[name] for path in newest if (name := _place(path)) in missing]
    least = min(known, default=0)
    if full := next((path for path in old if missing.get(_place(path), least) < least), None):
        old.remove(full)
    for path in old:
        path.unlink(missing_ok=True)
    for rest in folder.glob(_PARTS):
        if rest.stat().st_mtime < time.time() - 24 * 3600:
            rest.unlink(missing_ok=True)
    return old


class Nightly:
    """Begins the process when its hour has come, in one of all workers, and sees how it ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._begun: datetime = timezone.now()

    def __call__(self) -> float:
        if self._process is not None:
            return self._follow(self._process)
        now = timezone.now()
        due = backups.next_hour(now)
        if due is None:
            return _ASLEEP
        row, _made = ChoreRun.objects.get_or_create(name=NAME, defaults={"next_at": due})
        if row.next_at > due:
            # The hour was changed to an earlier one.
            ChoreRun.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=due)
        elif row.next_at <= now:
            taken = ChoreRun.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=due)
            if taken:
                self._begin(now)
                return 1.0
        return _ASLEEP

    def _begin(self, now: datetime) -> None:
        self._begun = now
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "backup", "--quiet"],
            cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def _follow(self, process: "subprocess.Popen[bytes]") -> float:
        status = process.poll()
        if status is None:
            return 1.0
        self._process = None
        seconds = (timezone.now() - self._begun).total_seconds()
        tries = Backup.objects.filter(at__gte=self._begun)
        if status and not tries.exists():
            # It could not even say so: killed, or unable to start.
            log.error("The backup ended with status %d", status)
            backups.failed(self._begun, f"The process ended with status {status}.")
        last = tries.first()
        error = (last.error or last.copy_error) if last else ""
        if last and not error and backups.lacks_more(last):
            error = f"{last.missing} files that the database names are not in storage."
        ChoreRun.objects.filter(name=NAME).update(ran_at=self._begun, seconds=seconds, error=error)
        if last is not None and last.error:
            again = timezone.now() + _AGAIN
            ChoreRun.objects.filter(name=NAME, next_at__gt=again).update(next_at=again)
        return 1.0

    def wait(self) -> None:
        """Until what was begun has ended."""
        while self._process is not None:
            self._process.wait()
            self()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
