import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from articles.desk import audit_check, signing


class Command(BaseCommand):
    help = "Check a file that `export_audit` wrote: say that it is whole, or name the first line."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument(
            "--key", help="PEM file with the public key that must have signed it; else this house's"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with Path(options["file"]).open("rb") as file:
                found = audit_check.check(_lines(file))
            expected = (
                signing.read_public(Path(options["key"]).read_bytes())
                if options["key"]
                else signing.public_key()
            )
        except (OSError, signing.NoKey) as problem:
            raise CommandError(str(problem)) from None
        if found.reason:
            raise CommandError(f"Line {found.number} is broken: {found.reason}.")
        if found.key != expected:
            raise CommandError(
                f"The file is whole, but another key signed it: {found.key}. "
                "Name the key that you were given with --key."
            )
        self.stdout.write(f"Whole: {found.records} records, signed by {found.key}")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(audit_check.LONGEST + 1):
        yield line
