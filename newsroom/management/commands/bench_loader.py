import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from accounts.models import Desk, User
from articles.models import LoadedPiece
from newsroom.archive.pieces import LENGTH
from newsroom.archive.records import lines
from newsroom.day.database import throwaway

_WAYS = {"search index live": [], "in bulk": ["--bulk"]}


class Command(BaseCommand):
    help = (
        "Measure how fast load_articles loads an invented old archive, each way into an empty "
        "database of its own on the engine of DATABASE_URL, and print a Markdown table."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("pieces", nargs="?", type=int, default=3000, help="default: 3000")
        parser.add_argument("--length", type=int, default=LENGTH, help="of the usual text")
        parser.add_argument("--here", metavar="FILE", help=argparse.SUPPRESS)
        parser.add_argument("--bulk", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This fills databases: it does not run in production.")
        if options["here"]:
            self._load(options["here"], ["--bulk"] if options["bulk"] else [])
            return
        count = options["pieces"]
        if count < 1:
            raise CommandError("Say how many pieces: at least one.")
        self.stdout.write(
            f"| {connection.vendor}, {count:,} pieces | pieces/s | processor time a piece |\n"
            "|---|---:|---:|"
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "old.jsonl")
            with path.open("w", encoding="utf-8") as file:
                for line in lines(count, until=timezone.now(), length=options["length"]):
                    file.write(line + "\n")
            for name, how in _WAYS.items():
                rate, used = self._elsewhere(path, how)
                self.stdout.write(f"| {name} | {rate:,.0f} | {used:.1f} ms |")

    def _elsewhere(self, path: Path, how: list[str]) -> tuple[float, float]:
        """In a process whose database is thrown away afterwards."""
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        with throwaway() as variables:
            environment = os.environ | variables
            subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True)
            command = [*manage, "bench_loader", "--here", str(path), *how]
            done = subprocess.run(
                command, env=environment, stdout=subprocess.PIPE, check=True, text=True
            )
        rate, used = json.loads(done.stdout.splitlines()[-1])
        return rate, used

    def _load(self, path: str, how: list[str]) -> None:
        """The clock runs from the first line read to the last thing made."""
        operator = User.objects.create(username="archive", full_name="资料室")
        operator.groups.add(Group.objects.get(name="chief"))
        Desk.objects.create(name="资料室")
        began = time.monotonic()
        call_command(
            "load_articles", path, "--user", "archive", "--create-sections", *how,
            stdout=self.stderr,
        )  # fmt: skip
        took = time.monotonic() - began
        used = sum(
            getattr(resource.getrusage(who), part)
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
            for part in ("ru_utime", "ru_stime")
        )
        count = LoadedPiece.objects.count()
        self.stdout.write(json.dumps([count / took, used / count * 1000]))
