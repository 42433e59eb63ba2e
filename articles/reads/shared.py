"""Reads that wait in Redis: a hash a minute, and a set that names the minutes.

For several machines, and for those that serve readers without a worker beside them.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.conf import settings
from redis import Redis, RedisError

_NAME = "newsroom:reads"
# Pieces in one minute: numbers of pieces that do not exist fill no memory.
MINUTE_PIECES = 50_000
_KEPT = 7 * 24 * 3600  # seconds; older reads count nowhere
_TIMEOUT = 0.25  # seconds; a reader's request does not wait for a number
_PAUSE = 10.0  # seconds without trying, after a failure
_rest_until = 0.0


@cache
def _client(url: str) -> Any:
    return Redis.from_url(url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT)


def _key(minute: int) -> str:
    return f"{_NAME}:{minute}"


def add(article_id: int, minute: int) -> None:
    global _rest_until
    if time.monotonic() < _rest_until:
        return
    client, key = _client(settings.REDIS_URL), _key(minute)
    try:
        if client.hlen(key) < MINUTE_PIECES:
            with client.pipeline() as together:
                together.hincrby(key, article_id, 1)
                together.expire(key, _KEPT)
                together.sadd(_NAME, minute)
                together.execute()
    except RedisError:
        _rest_until = time.monotonic() + _PAUSE
        raise


@contextmanager
def taken(before: int) -> Iterator[Counter[tuple[int, int]]]:
    """The reads of all minutes before that one. Who takes a minute's name out of the set has it;
    the name is put back when the block fails."""
    client = _client(settings.REDIS_URL)
    ripe = [minute for minute in map(int, client.smembers(_NAME)) if minute < before]
    mine = [minute for minute in sorted(ripe) if client.srem(_NAME, minute)]
    try:
        reads: Counter[tuple[int, int]] = Counter()
        for minute in mine:
            for article_id, count in client.hgetall(_key(minute)).items():
                reads[minute, int(article_id)] = int(count)
        yield reads
    except BaseException:
        if mine:
            client.sadd(_NAME, *mine)
        raise
    if mine:
        client.delete(*map(_key, mine))
