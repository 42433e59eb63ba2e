"""Each part that the site stands on, and how it is at this moment."""

import logging
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from articles.models.chore import ChoreRun

log = logging.getLogger(__name__)
OK = "ok"
# Less than this on the disk of files, and nobody should wait until morning.
_LOW = 500 * 1024 * 1024
# A worker says every half minute that it lives.
SILENT = timedelta(minutes=2)
# Seconds that the clocks of this machine and of the database may differ.
_APART = 2.0
# Seconds for which what a slow or outside part said is said again: a crowd that asks costs nothing.
_KEPT = 5.0


@dataclass(frozen=True)
class Part:
    name: str
    word: str
    vital: bool = False

    @property
    def ok(self) -> bool:
        return self.word == OK


def all_parts() -> list[Part]:
    database = _asked("database", _database)
    reachable = database == OK
    unknown = "unknown"
    found = [
        Part("database", database, vital=True),
        Part("migrations", _asked("migrations", _migrations) if reachable else unknown, vital=True),
        Part("clock", _asked("clock", _clock) if reachable else unknown),
        Part("cache", _kept("cache", _cache)),
        Part("media", _kept("media", _media)),
        Part("disk", _asked("disk", _disk)),
    ]
    if settings.HAS_DESK:
        # Readers need none, and their role may not look.
        found.insert(-1, Part("worker", _asked("worker", _worker) if reachable else unknown))
    return found


def _asked(name: str, ask: Callable[[], str]) -> str:
    try:
        return ask()
    except Exception as problem:
        log.warning("The %s is away: %s", name, problem)
        return "away"


_last: dict[str, tuple[float, str]] = {}


def _kept(name: str, ask: Callable[[], str]) -> str:
    at, word = _last.get(name, (0.0, ""))
    if not word or time.monotonic() - at > _KEPT:
        word = _asked(name, ask)
        _last[name] = time.monotonic(), word
    return word


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return OK


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "waiting" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else OK


def _clock() -> str:
    """A piece appears by the clock of the machine that serves it: two machines must agree."""
    if connection.vendor != "postgresql":
        return OK
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    apart = (timezone.now() - there).total_seconds()
    if abs(apart) <= _APART:
        return OK
    log.warning("The clock of this machine is %.0f s from the database's: is NTP on?", apart)
    return "wrong"


def _cache() -> str:
    if not settings.REDIS_URL:
        return "not used"
    from redis import Redis

    patience = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
    with Redis.from_url(settings.REDIS_URL, **patience) as client:
        client.ping()
    return OK


def _media() -> str:
    try:
        folder = Path(default_storage.path(""))
    except NotImplementedError:
        bucket = default_storage.bucket  # type: ignore[attr-defined]  # only that of a bucket is asked here
        bucket.meta.client.head_bucket(Bucket=bucket.name)
        return OK
    if not folder.is_dir():
        # Before the first picture there is none.
        return OK if folder.parent.is_dir() and not _any_picture() else "away"
    if settings.HAS_DESK and not os.access(folder, os.W_OK):
        return "read only"
    return OK


def _any_picture() -> bool:
    from articles.models.published import PublishedImage

    return PublishedImage.objects.exists()


def _worker() -> str:
    pulse = ChoreRun.objects.filter(name="pulse").first()
    if pulse is None or pulse.ran_at is None:
        return "never seen"
    if timezone.now() - pulse.ran_at > SILENT:
        return "silent"
    return "hangs" if pulse.error else OK


def _disk() -> str:
    return "low" if shutil.disk_usage(settings.VAR).free < _LOW else OK
