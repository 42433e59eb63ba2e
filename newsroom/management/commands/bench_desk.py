import argparse
import json
import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from articles.management.progress import Progress
from newsroom.archive.filling import fill, settle
from newsroom.archive.measuring import measure, screens
from newsroom.archive.staff import NotEmpty, hire
from newsroom.day.database import throwaway

_SIZES = (1_000, 100_000)


class Command(BaseCommand):
    help = (
        "Measure the newsroom's screens on archives of several sizes, each in a database of its "
        "own on the engine of DATABASE_URL, and print a Markdown table."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("sizes", nargs="*", type=int, default=_SIZES, help="pieces")
        parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This fills databases: it does not run in production.")
        sizes = options["sizes"] or _SIZES
        if options["here"]:
            self.stdout.write(json.dumps(self._measure(sizes[0])))
            return
        results = [self._elsewhere(size) for size in sizes]
        self.stdout.write("\n".join(table(connection.vendor, list(sizes), results)))

    def _elsewhere(self, size: int) -> dict[str, Any]:
        """In a process whose database is thrown away afterwards."""
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        with throwaway() as variables:
            environment = os.environ | variables
            subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True)
            done = subprocess.run(
                [*manage, "bench_desk", "--here", str(size)],
                env=environment,
                stdout=subprocess.PIPE,
                check=True,
                text=True,
            )
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def _measure(self, size: int) -> dict[str, Any]:
        try:
            staff = hire()
        except NotEmpty:
            raise CommandError("This database has other content. Leave out --here.") from None
        # The bar stands on the other stream: this one carries the figures.
        progress = Progress(self.stderr, size)
        processes = os.cpu_count() or 1
        fill(size, staff, until=timezone.now(), processes=processes, progress=progress.advance)
        progress.finish()
        settle()
        return {each.screen: [each.queries, each.milliseconds] for each in measure(screens(staff))}


def table(engine: str, sizes: list[int], results: list[dict[str, Any]]) -> list[str]:
    heads = [f"{size:,} pieces" for size in sizes]
    lines = [
        f"| {engine} | queries | " + " | ".join(heads) + " |",
        "|---|---:|" + "---:|" * len(sizes),
    ]
    for screen in results[0]:
        queries = " / ".join(
            sorted({str(result[screen][0]) for result in results if screen in result}, key=int)
        )
        numbers = [f"{result[screen][1]:.0f} ms" if screen in result else "–" for result in results]
        lines.append(f"| {screen} | {queries} | {' | '.join(numbers)} |")
    return lines
