import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles.models import PublishedArticle
from newsroom.archive.staff import NotFound, known
from newsroom.bench.growth import answer, questions

# name, queries, milliseconds
Row = tuple[str, int, float]


class Command(BaseCommand):
    help = (
        "Measure what readers' pages and the newsroom's screens cost on archives of several sizes, "
        "made by make_archive, and print a Markdown table with the last beside the first. "
        "It writes nothing but sessions."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "databases", nargs="*", metavar="DATABASE_URL",
            help="one for each archive, the smallest first; default: this one alone",
        )  # fmt: skip
        parser.add_argument("--times", type=int, default=15, help="each address set, each round")
        parser.add_argument(
            "--rounds", type=int, default=3, help="how often the archives take turns"
        )
        parser.add_argument("--only", default="", help="what has this in its name")
        parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This signs people in: it does not run in production.")
        if options["here"]:
            for row in self._measure(options["times"], options["only"]):
                self.stdout.write(json.dumps(row))
                self.stdout.flush()
            return
        databases = options["databases"] or [os.environ.get("DATABASE_URL", "")]
        rounds: list[list[list[Row]]] = [[] for _database in databases]
        for _round in range(options["rounds"]):
            for place, database in enumerate(databases):
                rounds[place].append(self._elsewhere(database, options))
        self.stdout.write("\n".join(table([merged(each) for each in rounds])))

    def _measure(self, times: int, only: str) -> Iterator[Row]:
        try:
            staff = known()
        except NotFound:
            raise CommandError(
                "There is no invented archive here: make one with `make_archive`."
            ) from None
        yield f"{connection.vendor}, pieces", 0, PublishedArticle.objects.count()
        for question in questions(staff):
            if only in question.name:
                found = answer(question, times)
                yield found.screen, found.queries, found.milliseconds

    def _elsewhere(self, database: str, options: dict[str, Any]) -> list[Row]:
        """In a process that has this database."""
        command = [
            *(sys.executable, str(settings.BASE_DIR / "manage.py"), "bench_growth", "--here"),
            *("--times", str(options["times"]), "--only", options["only"]),
        ]
        variables = {"NEWSROOM_PAGE_STORE_MB": "0"} | (
            {"DATABASE_URL": database} if database else {}
        )
        done = subprocess.run(
            command, env=os.environ | variables, stdout=subprocess.PIPE, text=True
        )
        if done.returncode:
            raise CommandError("One of the archives could not be measured; why stands above.")
        return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def merged(rounds: list[list[Row]]) -> list[Row]:
    """Of each line the median over the rounds."""
    return [
        (rows[0][0], max(row[1] for row in rows), median(row[2] for row in rows))
        for rows in zip(*rounds, strict=True)
    ]


def table(archives: list[list[Row]]) -> list[str]:
    """`archives` have the same lines, the first of which is their size."""
    engine = archives[0][0][0].partition(",")[0]
    sizes = [f"{rows[0][2]:,.0f} pieces" for rows in archives]
    last = ["ratio"] if len(archives) > 1 else []
    lines = [
        "| " + " | ".join([engine, "queries", *sizes, *last]) + " |",
        "|---|" + "---:|" * (1 + len(sizes) + len(last)),
    ]
    for rows in zip(*(rows[1:] for rows in archives), strict=True):
        queries = " / ".join(map(str, sorted({row[1] for row in rows})))
        cells = [f"{row[2]:.0f} ms" if row[2] >= 10 else f"{row[2]:.1f} ms" for row in rows]
        ratio = [f"{rows[-1][2] / rows[0][2]:.2f}"] if last else []
        lines.append("| " + " | ".join([rows[0][0], queries, *cells, *ratio]) + " |")
    return lines
