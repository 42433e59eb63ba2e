import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from newsroom.backup.errors import Refused
from newsroom.backup.making import file_name
from newsroom.management.bars import Bars

WORDS = {
    "rows": "The database, as it stands now:",
    "files": "Pictures and recordings:",
    "check": "Reading it back:",
}


class Command(BaseCommand):
    help = (
        "Put the whole paper, database and files, as it stands now into one file, while people "
        "work. The file holds everything, the secret things too: keep it as you keep the paper."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--out",
            metavar="FILE|FOLDER/",
            help="where to; default: a name with the time in NEWSROOM_BACKUP_DIR, where old ones "
            "are removed",
        )
        parser.add_argument(
            "--without-media",
            action="store_true",
            help="the database alone: for storage that keeps its own copies",
        )
        parser.add_argument("--quiet", action="store_true", help="no bars, and one line at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.HAS_DESK:
            raise CommandError("A backup needs the whole house: NEWSROOM_WING=all or desk.")
        # It needs the applications of the desk, which a process of the readers has not.
        from newsroom.backup.nightly import keep, remove_old

        out = options["out"]
        usual = file_name(timezone.now())
        path = settings.BACKUP_DIR / usual if out is None else _path(os.fspath(out), usual)
        # So that what was begun is taken away and the failure is told.
        before = signal.signal(signal.SIGTERM, _stop)
        bars = Bars(self.stdout, WORDS)
        watch = _silent if options["quiet"] else bars
        with_media = settings.BACKUP_MEDIA and not options["without_media"]
        try:
            made = keep(path.absolute(), watch, with_media=with_media)
        except Refused as error:
            raise CommandError(str(error)) from error
        finally:
            signal.signal(signal.SIGTERM, before)
            bars.finish()
        if out is None and not made.lacks_more:
            remove_old(settings.BACKUP_DIR)
        if made.missing and not made.lacks_more:
            self.stderr.write(
                self.style.WARNING(
                    f"{made.missing:,} files that the database names are not in storage, the "
                    f"first is {made.first_missing}."
                )
            )
        self.stdout.write(
            f"{path}: {made.rows:,} rows and {made.files:,} files in {made.size:,} bytes, read "
            f"back and whole.\nSHA-256 {made.sha256}"
        )
        if made.lacks_more:
            raise CommandError(
                f"{path} is kept, and it is not complete: {made.missing:,} files that the database "
                f"names are not in storage, more than when the backup before it was made. The "
                f"first is {made.first_missing}. Is the disk or bucket of pictures and recordings "
                "there? No older backup was removed."
            )


def _path(out: str, usual: str) -> Path:
    """Under its usual name in a folder, which is there or ends with a slash. Only the folder that
    was named is made: a disk that is not mounted is not taken for an empty one."""
    path = Path(out)
    if path.is_dir():
        return path / usual
    if not path.parent.is_dir():
        raise CommandError(
            f"There is no folder {path.parent}. Make it, or name another place with --out."
        )
    if not out.endswith("/"):
        return path
    try:
        path.mkdir(mode=0o700)
    except OSError as error:
        raise CommandError(f"The folder {path} cannot be made: {error.strerror}.") from error
    return path / usual


def _stop(*_signal: object) -> None:
    raise Refused("The backup was stopped before it was done.")


def _silent(_name: str, _total: int) -> Callable[[int], None]:
    return lambda _more: None
