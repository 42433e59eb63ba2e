import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from articles.models import Article, LedgerEntry, SiteIdentity
from newsroom.day import checks, report
from newsroom.day.database import throwaway
from newsroom.day.plan import Plan
from newsroom.day.readers import Reader
from newsroom.day.running import run
from newsroom.day.server import readers_site


class Command(BaseCommand):
    help = (
        "Play a whole day of the newsroom in a database of its own, with readers at a real server, "
        "and check in the evening that nothing was lost and nothing came late."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        plan = Plan()
        parser.add_argument("--people", type=int, default=plan.people)
        parser.add_argument("--pieces", type=int, default=plan.pieces)
        parser.add_argument("--peak", type=int, default=plan.peak, help="pieces on one second")
        parser.add_argument("--seed", type=int, default=plan.seed)
        parser.add_argument("--processes", type=int, default=plan.processes)
        parser.add_argument(
            "--here",
            action="store_true",
            help="use the database of DATABASE_URL, which must be empty, and leave the day in it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This is a rehearsal: it does not run in production.")
        plan = Plan(
            people=options["people"],
            pieces=options["pieces"],
            peak=options["peak"],
            seed=options["seed"],
            processes=options["processes"],
        )
        if plan.people < 8 or plan.peak > plan.pieces or plan.processes < 1:
            raise CommandError("At least 8 people and 1 process; no more at the peak than pieces.")
        if not options["here"]:
            self._elsewhere(plan)
            return
        if any(model.objects.exists() for model in (User, Article, SiteIdentity, LedgerEntry)):
            raise CommandError(
                "This database has other content, which the day does not touch. Leave out --here."
            )
        self._play(plan)

    def _elsewhere(self, plan: Plan) -> None:
        """Again, in a process whose database is thrown away afterwards."""
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        numbers = [f"--{name}={getattr(plan, name)}" for name in (
            "people", "pieces", "peak", "seed", "processes",
        )]  # fmt: skip
        with throwaway() as variables:
            environment = os.environ | variables
            subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True)
            code = subprocess.run([*manage, "day", "--here", *numbers], env=environment).returncode
        if code:
            sys.exit(code)

    def _play(self, plan: Plan) -> None:
        self.stdout.write(
            f"{plan.people} people, {plan.pieces} pieces, {plan.peak} of them on one second; "
            f"{plan.processes} processes, seed {plan.seed}; "
            f"{settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}, no task worker."
        )
        with tempfile.TemporaryDirectory(prefix="newsroom-day-") as folder:
            log = Path(folder) / "readers.log"
            with readers_site(log) as site:
                day = run(plan, site)
                reader = Reader(site)
                found = list(checks.findings(day, reader.get, log.read_text()))
                reader.close()
        self.stdout.write("\n".join(["", *report.acts(day), "", *report.times(day), ""]))
        self.stdout.write("\n".join(report.verdict(found)))
        if any(each.wrong for each in found):
            raise CommandError("The day has not held.")
