import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import environ
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from newsroom.backup.errors import Refused
from newsroom.management.bars import Bars
from newsroom.management.commands.backup import WORDS

# Not as the nightly ones are called: it counts for none of them, and pushes none out.
_NAME = "newsroom-before-move-{:%Y-%m-%d-%H%M%S}.tar"


class Command(BaseCommand):
    """A backup and its restore in one go. Files stay where they are: both databases speak of the
    same storage."""

    help = (
        "Move the newspaper into another, empty database: from SQLite to PostgreSQL, on the day "
        "when it has become too small. Nobody can save meanwhile, and every row is counted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to",
            required=True,
            metavar="DATABASE_URL",
            help="the empty database, as postgres://user:password@host/name",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.HAS_DESK:
            raise CommandError("To move takes the whole house: NEWSROOM_WING=all or desk.")
        from newsroom.backup.making import make

        url = options["to"]
        began = time.monotonic()
        _check(url)
        path = settings.BACKUP_DIR / _NAME.format(timezone.localtime())
        bars = Bars(self.stdout, WORDS)
        before = signal.signal(signal.SIGTERM, _stop)
        try:
            # Before the work of hours, what would be in vain.
            self._restore(url, "--check-place")
            with _nobody_writes():
                made = make(path, bars, with_media=False)
                bars.finish()
                try:
                    self._restore(url, str(path), "--without-media")
                except BaseException:
                    # The old database has everything that is in it.
                    path.unlink(missing_ok=True)
                    raise
        except Refused as error:
            raise CommandError(str(error)) from error
        finally:
            signal.signal(signal.SIGTERM, before)
            bars.finish()
        took = timedelta(seconds=round(time.monotonic() - began))
        self.stdout.write(
            f"All {made.rows:,} rows have moved, in {took}. Set DATABASE_URL to the new address in "
            "the environment of every process and start them again; until then nothing new is "
            f"where it should be. {path} is how it was: remove it when all is well."
        )

    def _restore(self, url: str, *words: str) -> None:
        """By a process of its own, which knows the new database from its beginning."""
        self.stdout.flush()
        done = subprocess.run(  # noqa: S603 - this program itself
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", *words],
            cwd=settings.BASE_DIR, env=os.environ | {"DATABASE_URL": url}, check=False,
        )  # fmt: skip
        if done.returncode:
            raise Refused(
                "Nothing has changed here: go on with the old database, and see above what the "
                "new one lacked."
            )


def _stop(*_signal: object) -> None:
    raise Refused("The move was stopped. Nothing has changed here: go on with the old database.")


def _check(url: str) -> None:
    """That it can be reached, and is not the one at hand."""
    try:
        found = environ.Env.db_url_config(url)
    except Exception as error:
        raise CommandError(f"--to is not a database address: {error}") from error
    here = connection.settings_dict
    same = all(
        str(found.get(name, "")) == str(here.get(name) or "")
        for name in ("ENGINE", "NAME", "HOST", "PORT")
    )
    if same:
        raise CommandError("--to is the database that the newspaper uses now.")
    if found.get("ENGINE") not in (
        "django.db.backends.postgresql",
        "django.db.backends.sqlite3",
    ):
        raise CommandError("--to must start with postgres:// or sqlite:///.")


@contextmanager
def _nobody_writes() -> Iterator[None]:
    """Whoever saves now is told that the database is busy, instead of losing it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        else:
            cursor.execute("BEGIN")
            tables = connection.introspection.table_names()
            names = ", ".join(map(connection.ops.quote_name, tables))
            cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
