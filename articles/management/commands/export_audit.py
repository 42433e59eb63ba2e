import argparse
import sys
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from articles.desk import audit_export, signing
from articles.desk.errors import WorkflowError


class Command(BaseCommand):
    help = (
        "Write the records of a span for the supervisor: ledger, seals, access log and sign-ins, "
        "as signed JSON lines. `verify_export` checks such a file."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--from", dest="since", help="first day, like 2026-03-01")
        parser.add_argument("--to", dest="until", help="last day; today without it")
        parser.add_argument("--piece", type=int, help="of one piece only: its number")
        parser.add_argument("--out", help="file to write; “-” writes to the standard output")
        parser.add_argument("--print-key", action="store_true", help="print the public key and end")
        parser.add_argument(
            "--make-key",
            action="store_true",
            help="make the key that signs, where NEWSROOM_AUDIT_KEY says, and end; never over one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["make_key"]:
                self.stdout.write(f"Made: {signing.make_key()}")
                return
            if options["print_key"]:
                self.stdout.write(signing.public_pem())
                return
            self._export(options)
        except signing.NoKey as problem:
            raise CommandError(str(problem)) from None

    def _export(self, options: dict[str, Any]) -> None:
        if not options["since"] or not options["out"]:
            raise CommandError("Say from which day (--from) and into which file (--out).")
        first, today = _day(options["since"]), timezone.localdate()
        last = _day(options["until"]) if options["until"] else today
        if not options["until"] and first > today:
            raise CommandError(f"--from {first} has not come yet. Name today or an earlier day.")
        span = audit_export.Span(
            _midnight(first), _midnight(last + timedelta(days=1)), options["piece"]
        )
        try:
            lines = audit_export.begin(None, span)
        except WorkflowError as problem:
            raise CommandError(str(problem)) from None
        if options["out"] == "-":
            for line in lines:
                sys.stdout.buffer.write(line)
            return
        path = Path(options["out"])
        try:
            count = _write(path, lines)
        except FileExistsError:
            raise CommandError(f"{path} is there already: name another file.") from None
        except OSError as problem:
            raise CommandError(f"{path} cannot be written: {problem}.") from None
        self.stdout.write(f"Written: {count - 2} records to {path}")


def _write(path: Path, lines: Iterator[bytes]) -> int:
    """How many lines. Never over another export; half of one is taken away again."""
    count = 0
    file = path.open("xb")
    try:
        with file:
            for line in lines:
                file.write(line)
                count += 1
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return count


def _day(text: str) -> Any:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not 1 < day.year < 9999:
        raise CommandError(f"“{text}” is no day; write it like 2026-03-01.")
    return day


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
