import argparse
import os
import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.management.progress import Progress
from newsroom.archive.filling import fill, settle
from newsroom.archive.pieces import LENGTH
from newsroom.archive.staff import NotEmpty, hire

# Ids in the search index stay below a thousand million.
_MOST = 100_000_000


class Command(BaseCommand):
    help = (
        "Fill an empty database with an invented archive of so many pieces, to measure on: working "
        "copies, revisions, ledger, what readers see, search. The same number, seed and end give "
        "the same archive."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("pieces", type=int)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--length", type=int, default=LENGTH, help=f"characters of most texts; {LENGTH}"
        )
        parser.add_argument(
            "--until", type=_day, metavar="YYYY-MM-DD",
            help="the newest piece is of this day; default: now",
        )  # fmt: skip
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="default: one for each core"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count, processes = options["pieces"], options["processes"]
        if settings.PRODUCTION:
            raise CommandError("This invents an archive: it does not run in production.")
        if not 1 <= count <= _MOST:
            raise CommandError(f"Say how many pieces: between 1 and {_MOST:,}.")
        if processes < 1:
            raise CommandError("It takes at least one process.")
        if not 300 <= options["length"] <= 3_000:
            raise CommandError("A text has between 300 and 3,000 characters.")
        until = options["until"] or timezone.now()
        try:
            staff = hire()
        except NotEmpty:
            raise CommandError(
                "This database has other content, which an invented archive is not mixed with. "
                "Name an empty one in DATABASE_URL and run `migrate` on it first."
            ) from None
        progress = Progress(self.stdout, count)
        fill(
            count, staff, until=until, seed=options["seed"], length=options["length"],
            processes=processes, progress=progress.advance,
        )  # fmt: skip
        progress.finish()
        self.stdout.write("The index of search and the statistics are being made …")
        settle()
        took = timedelta(seconds=round(time.monotonic() - progress.started))
        self.stdout.write(f"There are {count:,} pieces now. It took {took}.")


def _day(text: str) -> datetime:
    """The end of a day in the newsroom's time zone."""
    try:
        day = datetime.fromisoformat(text).replace(hour=0, minute=0, tzinfo=None)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no day; write 2026-03-08.") from None
    return timezone.make_aware(day + timedelta(days=1))
