import argparse
import logging
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from articles.models import Section
from newsroom.day.checks import Finding
from newsroom.day.report import verdict
from newsroom.servers import free_port
from newsroom.soak import checks, killing, report, staff, steady
from newsroom.soak.cluster import Cluster, NoPostgres
from newsroom.soak.house import House
from newsroom.soak.notes import Notes
from newsroom.soak.plan import Plan
from newsroom.soak.sink import listening

_CLUSTER = "NEWSROOM_BENCH_CLUSTER"
_SINK = "NEWSROOM_BENCH_SINK"


class Command(BaseCommand):
    help = (
        "Kill server, worker and database again and again during a load of saves and publications, "
        "then load the site for long; hold what people were told against what is stored. Runs in a "
        "database of its own, on this machine alone."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        plan = Plan()
        parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
        parser.add_argument("--kills", type=int, default=plan.kills, help="0 leaves this half out")
        parser.add_argument(
            "--within", type=float, default=plan.within, help="minutes, at most, of kills"
        )
        parser.add_argument(
            "--minutes", type=float, default=plan.minutes, help="of load; 0 leaves this half out"
        )
        parser.add_argument("--crews", type=int, default=plan.crews)
        parser.add_argument("--editors", type=int, default=plan.editors)
        parser.add_argument("--pace", type=float, default=plan.pace)
        parser.add_argument("--seed", type=int, default=plan.seed)
        parser.add_argument("--measure", type=int, default=plan.measure)
        parser.add_argument("--write", type=Path, help="put the tables into this file, too")
        parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This is a rehearsal: it does not run in production.")
        if options["kills"] < 0 or options["minutes"] < 0 or options["editors"] < 1:
            raise CommandError("Kills and minutes are 0 or more, editors 1 or more.")
        plan = Plan(
            kills=options["kills"], within=options["within"], minutes=options["minutes"],
            crews=options["crews"], editors=options["editors"], pace=options["pace"],
            seed=options["seed"], measure=options["measure"],
        )  # fmt: skip
        # Whatever is stopped stops what it has started.
        signal.signal(signal.SIGTERM, lambda *_args: sys.exit(1))
        if options["here"]:
            # That a crew has signed in is said by its session.
            logging.getLogger("newsroom.audit").setLevel(logging.WARNING)
            self._play(plan, options["write"])
            return
        self._elsewhere(plan, options["engine"], options["write"])

    def _elsewhere(self, plan: Plan, engine: str, write: Path | None) -> None:
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        numbers = [f"--{name}={getattr(plan, name)}" for name in (
            "kills", "within", "minutes", "crews", "editors", "pace", "seed", "measure",
        )]  # fmt: skip
        if write:
            numbers.append(f"--write={write.resolve()}")
        with _apart(engine) as (variables, cluster):
            environment = os.environ | variables
            subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True)
            if plan.minutes >= 1:
                # Readers of the long load read a whole paper.
                subprocess.run(
                    [*manage, "demo", "--port", "0"],
                    env=environment, check=True, stdout=subprocess.DEVNULL,
                )  # fmt: skip
            if cluster:
                # From now on it is killed and started by the one that plays.
                cluster.stop()
            command = [*manage, "soak", "--here", f"--engine={engine}", *numbers]
            if code := subprocess.run(command, env=environment).returncode:
                sys.exit(code)

    # --- In the database of its own ---------------------------------------------------------------

    def _play(self, plan: Plan, write: Path | None) -> None:
        where = os.environ.get(_CLUSTER, "")
        folder, _colon, port = where.rpartition(":")
        cluster = Cluster(Path(folder), int(port)) if where else None
        found: list[Finding] = []
        if cluster:
            cluster.start()
        lines = [f"{_engine(cluster)}, seed {plan.seed}."]
        with (
            tempfile.TemporaryDirectory(prefix="newsroom-soak-") as logs,
            listening(int(os.environ[_SINK])) as sink,
        ):
            section = staff.furnish(sink.address)
            # So small that it is full before the memory of its process is looked at.
            house = House(Path(logs), cluster, NEWSROOM_PAGE_STORE_MB="8")
            try:
                house.start()
                if plan.kills:
                    found += self._kills(plan, house, section, lines, sink)
                if plan.minutes:
                    found += self._steady(plan, house, section, lines)
            finally:
                house.stop()
                connections.close_all()
                if cluster:
                    cluster.stop()
                said = house.log.read_text(errors="replace")
                (settings.VAR / "house.log").write_text(said)
        lines += ["", *(f"    {line}" for line in verdict(found))]
        self.stdout.write("\n".join(["", *lines]))
        failed = any(each.wrong for each in found)
        if write:
            write.write_text("\n".join(lines) + "\n", encoding="utf-8")
        if failed:
            self.stdout.write(_about(found, said) or said[-6000:])
            raise CommandError("The newsroom has not held.")

    def _kills(
        self, plan: Plan, house: House, section: Section, lines: list[str], sink: Any
    ) -> list[Finding]:
        notes = Notes()
        killed = killing.game(plan, house, section, notes, self._count)
        # Its connection may be one of those that were killed.
        connections.close_all()
        quiet = checks.drained()
        found = list(checks.findings(notes, house.port, sink.told))
        left = [] if quiet else ["after a minute and a half the worker still has work"]
        found.append(Finding("the worker comes to an end", 1, left))
        lines += ["", *report.kills(killed, notes)]
        return found

    def _steady(
        self, plan: Plan, house: House, section: Section, lines: list[str]
    ) -> list[Finding]:
        notes = Notes()
        began = time.monotonic()
        found = steady.load(plan, house, section, notes, self._minutes)
        connections.close_all()
        lines += ["", *report.steady(found, notes)]
        self.stdout.write(f"\n{time.monotonic() - began:.0f} s of load.")
        return list(report.steady_findings(found, notes))

    def _count(self, done: int, of: int) -> None:
        if sys.stdout.isatty() or done % 10 == 0 or done == of:
            end = "\n" if done == of or not sys.stdout.isatty() else ""
            self.stdout.write(f"\r{done} of {of} kills", ending=end)
            self.stdout.flush()

    def _minutes(self, gone: float, of: float) -> None:
        end = "" if sys.stdout.isatty() else "\n"
        self.stdout.write(f"\r{gone / 60:.1f} of {of / 60:.1f} minutes", ending=end)
        self.stdout.flush()


def _engine(cluster: Cluster | None) -> str:
    if cluster is None:
        return f"SQLite {sqlite3.sqlite_version}"
    with connections["default"].cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


@contextmanager
def _apart(engine: str) -> Iterator[tuple[dict[str, str], Cluster | None]]:
    """The environment of processes with a database and files of their own; afterwards all of it
    is gone."""
    with tempfile.TemporaryDirectory(prefix="newsroom-soak-") as folder:
        place = Path(folder)
        sink = free_port()
        variables = {
            "NEWSROOM_VAR": str(place / "var"),
            "NEWSROOM_ROBOT_HOSTS": f"127.0.0.1:{sink}",
            _SINK: str(sink),
        }
        if engine == "sqlite":
            yield variables | {"DATABASE_URL": f"sqlite:///{place / 'soak.sqlite3'}"}, None
            return
        try:
            cluster = Cluster.make(place / "postgres")
        except NoPostgres as missing:
            raise CommandError(str(missing)) from missing
        try:
            more = {"DATABASE_URL": cluster.url, _CLUSTER: f"{cluster.folder}:{cluster.port}"}
            yield variables | more, cluster
        finally:
            cluster.remove()


def _about(found: list[Finding], said: str) -> str:
    """What the servers said of the requests that these findings name."""
    wrong = "\n".join(line for each in found for line in each.wrong)
    lines = said.splitlines()
    parts = []
    for name in re.findall(r"\b[a-z2-9]{12}\b", wrong):
        at = next((number for number, line in enumerate(lines) if name in line), None)
        if at is not None:
            parts += ["", *lines[at : at + 120]]
    return "\n".join(parts)
