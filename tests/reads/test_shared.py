"""The same where reads wait in Redis: by a stand-in that knows the commands which are used."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from redis import ConnectionError as Away

from articles.desk import reads
from articles.models import ReadHour
from articles.reads import shared
from tests.cast import Cast
from tests.public.archive import put_out
from tests.reads.conftest import Reader, added_up, later


class StandIn:
    """Redis in a dictionary: like it, it gives bytes for whatever it was given."""

    def __init__(self) -> None:
        self.hashes: dict[str, dict[bytes, bytes]] = defaultdict(dict)
        self.names: set[bytes] = set()
        self.lives: dict[str, int] = {}
        self.is_away = False

    def hlen(self, key: str) -> int:
        if self.is_away:
            raise Away("nobody answers")
        return len(self.hashes[key])

    def pipeline(self) -> "Pipeline":
        return Pipeline(self)

    def hincrby(self, key: str, field: int, by: int) -> None:
        known = self.hashes[key]
        known[b"%d" % field] = b"%d" % (int(known.get(b"%d" % field, b"0")) + by)

    def expire(self, key: str, seconds: int) -> None:
        self.lives[key] = seconds

    def sadd(self, _name: str, *minutes: int) -> None:
        self.names |= {b"%d" % minute for minute in minutes}

    def smembers(self, _name: str) -> set[bytes]:
        return set(self.names)

    def srem(self, _name: str, minute: int) -> int:
        known = b"%d" % minute in self.names
        self.names.discard(b"%d" % minute)
        return int(known)

    def hgetall(self, key: str) -> dict[bytes, bytes]:
        return dict(self.hashes[key])

    def delete(self, *keys: str) -> None:
        for key in keys:
            self.hashes.pop(key, None)


class Pipeline:
    """Nothing is done before `execute`."""

    def __init__(self, redis: StandIn) -> None:
        self._redis = redis
        self._waiting: list[Callable[[], None]] = []

    def __enter__(self) -> "Pipeline":
        return self

    def __exit__(self, *_problem: object) -> None:
        pass

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given: self._waiting.append(lambda: getattr(self._redis, name)(*given))

    def execute(self) -> None:
        for act in self._waiting:
            act()


@pytest.fixture
def redis(settings: Any, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    stand_in = StandIn()
    monkeypatch.setattr(shared, "_client", lambda _url: stand_in)
    monkeypatch.setattr(shared, "_rest_until", 0.0)
    return stand_in


def test_reads_wait_there_and_any_worker_adds_them_up(
    cast: Cast, read: Reader, redis: StandIn, settings: Any
) -> None:
    pieces = [put_out(cast), put_out(cast)]
    for piece in (*pieces, pieces[0]):
        assert read(piece) == 204
    assert not settings.READS.exists()
    assert set(redis.lives.values()) == {7 * 24 * 3600}, "what nobody takes goes by itself"
    assert reads.add_up() == 0, "the minute is not over"
    assert added_up() == 3
    assert {row.article_id: row.count for row in ReadHour.objects.all()} == {
        pieces[0].pk: 2,
        pieces[1].pk: 1,
    }
    assert not redis.hashes
    assert not redis.names


def test_two_workers_at_once_count_once(cast: Cast, read: Reader, redis: StandIn) -> None:
    read(put_out(cast))
    with later(minutes=2):
        now = timezone.now()
        with reads.reads.taken(now) as first, reads.reads.taken(now) as second:
            assert (len(first), len(second)) == (1, 0)


def test_reads_wait_on_while_the_database_is_away(
    cast: Cast, read: Reader, redis: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(put_out(cast))

    def away(_rows: object) -> None:
        raise OperationalError("away")

    with monkeypatch.context() as broken:
        broken.setattr(reads, "record", away)
        with pytest.raises(OperationalError):
            added_up()
    assert added_up() == 1


def test_without_redis_readers_wait_for_nothing_and_it_is_asked_again_later(
    cast: Cast, read: Reader, redis: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = put_out(cast)
    now = [1000.0]
    monkeypatch.setattr("articles.reads.shared.time.monotonic", lambda: now[0])
    redis.is_away = True
    assert read(piece) == 204
    redis.is_away = False
    assert read(piece) == 204
    assert not redis.names, "it is left alone for some seconds"
    now[0] += 11
    read(piece)
    assert added_up() == 1


def test_numbers_of_no_piece_fill_no_memory(
    cast: Cast, read: Reader, redis: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "MINUTE_PIECES", 3)
    for number in range(1, 9):
        read(900_000 + number)
    assert {len(pieces) for pieces in redis.hashes.values()} == {3}
