"""Reads of pieces wait here, outside the database, until a worker adds them up.

A process that serves readers may not be allowed to write in the database, and none writes there
for every page that is looked at. Without `REDIS_URL` the reads wait in files of this machine, so
a worker must run on it, with the same `NEWSROOM_VAR`; with it they wait there, for any worker.

What waits is a piece's number and the minute, and nothing about whoever read it.
"""

import logging
from collections import Counter
from contextlib import AbstractContextManager
from datetime import datetime

from django.conf import settings
from redis import RedisError

from articles.reads import files, shared

log = logging.getLogger(__name__)
MINUTE = 60  # seconds
# A minute is over for good when nobody who began in it can still be writing.
_RIPE = 5  # seconds
Reads = Counter[tuple[int, int]]
"""How often, by minute since 1970 and piece."""


def add(article_id: int, now: datetime) -> None:
    """Count one read. It never fails: a reader's page has more important things to do."""
    minute = int(now.timestamp()) // MINUTE
    try:
        (shared if settings.REDIS_URL else files).add(article_id, minute)
    except (OSError, RedisError) as problem:
        log.warning("A read was not counted: %s", problem)


def taken(now: datetime) -> AbstractContextManager[Reads]:
    """The reads of every minute that is over. They are gone once the block is left, and wait on
    when it fails. Whoever comes while somebody else is at it gets none."""
    before = (int(now.timestamp()) - _RIPE) // MINUTE
    return (shared if settings.REDIS_URL else files).taken(before)
