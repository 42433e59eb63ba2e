import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from newsroom.day.database import throwaway

_SIZES = (10_000, 100_000)
_MILLION = 1_000_000
_PARTS = ("pages", "visible", "loader", "sizes")
# Characters of the usual text: so that an archive is made in minutes.
_LENGTH = "450"


class Command(BaseCommand):
    help = (
        "Measure everything on this machine in one run and print Markdown tables: pages beside the "
        "server's own limit, from publication to readers, the loader, and readers' pages, search "
        "and the newsroom's screens on archives of two sizes. Each part has a database of its own "
        "on the engine of DATABASE_URL, thrown away afterwards."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "sizes", nargs="*", type=int, help=f"of archives; default: {_SIZES[0]} {_SIZES[1]}"
        )
        parser.add_argument(
            "--million", action="store_true", help="archives of 10,000 and a million: an hour more"
        )
        parser.add_argument("--only", choices=_PARTS, action="append", help="may be repeated")
        parser.add_argument("--seconds", type=int, default=6, help="for each way to serve a page")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This fills databases: it does not run in production.")
        sizes = options["sizes"] or ((_SIZES[0], _MILLION) if options["million"] else _SIZES)
        parts = options["only"] or _PARTS
        began = monotonic()
        if {"pages", "visible"} & set(parts):
            with self._database() as database:
                self._run(["demo", "--port", "0"], database, quiet=True)
                if "pages" in parts:
                    self._title("One article's page")
                    self._run(["bench_pages", "--seconds", options["seconds"]], database)
                if "visible" in parts:
                    self._title("From the press of a button to readers")
                    self._run(["bench_visible"], database)
        if "loader" in parts:
            self._title("An old archive is loaded")
            self._run(["bench_loader"], {})
        if "sizes" in parts:
            self._sizes(sizes)
        took = timedelta(seconds=round(monotonic() - began))
        self.stdout.write(f"\nIt took {took}, on {connection.vendor}.")

    def _sizes(self, sizes: tuple[int, ...]) -> None:
        with ExitStack() as stack:
            databases = []
            for size in sizes:
                databases.append(stack.enter_context(self._database()))
                self._run(["make_archive", size, "--length", _LENGTH], databases[-1], quiet=True)
            self._title("Pages and screens on archives of several sizes")
            urls = [database["DATABASE_URL"] for database in databases]
            self._run(["bench_growth", *urls, "--times", "5", "--rounds", "1"], {})
            self._title("Search in the largest")
            self._run(["bench_search"], databases[-1])

    def _title(self, title: str) -> None:
        self.stdout.write(f"\n## {title}\n")
        self.stdout.flush()

    @contextmanager
    def _database(self) -> Iterator[dict[str, str]]:
        with throwaway() as variables:
            self._run(["migrate", "--verbosity", "0"], variables)
            yield variables

    def _run(self, command: list[Any], variables: dict[str, str], quiet: bool = False) -> None:
        """In a process that has this database; what it says about its progress stands on the
        other stream."""
        done = subprocess.run(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, command)],
            env=os.environ | variables,
            stdout=sys.stderr if quiet else None,
        )
        if done.returncode:
            raise CommandError(f"{command[0]} did not finish; why stands above.")
