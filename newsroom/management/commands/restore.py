import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.backup.errors import Refused
from newsroom.management.bars import Bars

WORDS = {
    "check": "Reading the backup through:",
    "rows": "The database:",
    "files": "Pictures and recordings:",
    "ledger": "Everything is there, and the paper can be served. The ledger is gone through:",
    "search": "The index of search, which finds more and more:",
}


class Command(BaseCommand):
    help = (
        "Bring a backup into the database and the storage of the settings, which must be empty. "
        "It is read through first; nothing is written where a byte of it is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument(
            "--check", action="store_true", help="read the backup through and write nothing"
        )
        parser.add_argument(
            "--check-place", action="store_true",
            help="look whether the database could take a restore, and write nothing",
        )  # fmt: skip
        parser.add_argument(
            "--without-media", action="store_true", help="leave pictures and recordings alone"
        )
        parser.add_argument(
            "--sha256", default="", metavar="HEX", help="refuse any other file than this one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.HAS_DESK:
            raise CommandError("To restore takes the whole house: NEWSROOM_WING=all or desk.")
        from newsroom.backup.archive import sha256_of
        from newsroom.backup.checking import check
        from newsroom.backup.place import check_place
        from newsroom.backup.restoring import restore

        path, began = options["file"], time.monotonic()
        bars = Bars(self.stdout, WORDS)
        try:
            if options["check_place"]:
                check_place()
                self.stdout.write("The database is empty and can take a backup.")
                return
            if path is None:
                raise Refused("Say which backup: python manage.py restore FILE.")
            if not path.is_file():
                raise Refused(f"There is no file {path}.")
            if options["sha256"] and sha256_of(path) != options["sha256"].lower():
                raise Refused(f"{path} is not the file with this SHA-256.")
            if options["check"]:
                checked = check(path, bars("check", path.stat().st_size))
                bars.finish()
                self.stdout.write(
                    f"The backup of {checked.head['made_at']} is whole: "
                    f"{sum(checked.rows.values()):,} rows, {checked.files:,} files."
                )
                return
            restored = restore(path, bars, with_media=not options["without_media"])
        except Refused as error:
            raise CommandError(str(error)) from error
        finally:
            bars.finish()
        for found in restored.breaks:
            self.stderr.write(self.style.ERROR(str(found)))
        took = timedelta(seconds=round(time.monotonic() - began))
        self.stdout.write(
            f"Restored in {took}: {sum(restored.rows.values()):,} rows of "
            f"{len(restored.rows)} tables, each counted, and {restored.files:,} files "
            f"({restored.kept:,} of them were there)."
        )
        if restored.breaks:
            raise CommandError(
                f"Everything in the backup is restored, and its ledger is broken in "
                f"{len(restored.breaks)} place(s): it was so when the backup was made."
            )
        self.stdout.write("The ledger is whole. Everybody signs in anew.")
