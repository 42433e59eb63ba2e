import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.desk import stylebook_csv
from articles.desk.errors import Refused


class Command(BaseCommand):
    help = "Import style rules from a CSV file; without one, the starter set."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=stylebook_csv.STARTER)
        parser.add_argument("--dry-run", action="store_true", help="only report, line by line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as problem:
            raise CommandError(
                _("%(name)s cannot be read.") % {"name": options["file"].name}
            ) from problem
        try:
            text = stylebook_csv.decode(data)
            reading = stylebook_csv.read(text)
            for each in reading.verdicts:
                if each.outcome == "wrong" or options["dry_run"]:
                    self.stdout.write(f"{each.number} {each.outcome} {each.term} {each.said}")
            if not options["dry_run"]:
                reading, _entry = stylebook_csv.take(None, text)
        except Refused as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            _("%(added)s added, %(changed)s changed, %(same)s as they were, %(wrong)s wrong.")
            % {
                "added": reading.added,
                "changed": reading.changed,
                "same": reading.same,
                "wrong": reading.wrong,
            }
        )
