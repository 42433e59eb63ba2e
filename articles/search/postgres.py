"""The index on PostgreSQL: a set of numbers a piece in an integer[] column with a GIN index.

Candidates come from the newest stretch of time first, then from a longer window, then from all the
time that is left; a stretch is a label among the numbers, so the index itself leaves out all other
times. Of the candidates the substring test reads the newest first, and stops when the page is full.
"""

import time
from collections.abc import Iterable, Iterator, Sized
from typing import Any

from django.db import OperationalError, connection, transaction

from articles.models import bulk
from articles.search.entry import Entry, start_of_stretch, stretch, stretch_label
from articles.search.grams import RULES
from articles.search.scope import Found, Scope, TooSlow

_WRITE = """
INSERT INTO articles_searchentry (position, article_id, text, labels, rules, grams)
VALUES (%s, %s, %s, %s, %s, %s::integer[])
ON CONFLICT (article_id) DO UPDATE SET position = excluded.position, text = excluded.text,
    labels = excluded.labels, rules = excluded.rules, grams = excluded.grams
"""
# As migration 0002 makes it.
_INDEX = """
CREATE INDEX articles_searchentry_grams ON articles_searchentry USING gin (grams)
WITH (fastupdate = off)
"""
_OWNED = """
SELECT 1 FROM pg_class
WHERE oid = to_regclass('articles_searchentry_grams') AND pg_has_role(relowner, 'USAGE')
"""
# Whether entries may wait to be sorted in.
_LATE = _OWNED + " AND 'fastupdate=on' = ANY(reloptions)"
# A server that gives more by itself keeps giving it: memory decides how often the index is merged.
_ROOM = """
SELECT set_config('maintenance_work_mem', '256MB', true) FROM pg_settings
WHERE name = 'maintenance_work_mem' AND setting::int < 256 * 1024
"""
# OFFSET 0 keeps the planner from moving conditions: it would test texts before sorting, or walk
# the index of positions and read the numbers of every row.
_WINDOW = """
SELECT candidate.position, candidate.article_id
FROM (
    SELECT position, article_id
    FROM (
        SELECT position, article_id FROM articles_searchentry WHERE {contains} OFFSET 0
    ) AS indexed
    WHERE position >= %s AND position < %s
    ORDER BY position DESC OFFSET 0
) AS candidate
CROSS JOIN LATERAL (
    SELECT 1 FROM articles_searchentry AS entry
    WHERE entry.position = candidate.position AND {confirmed} OFFSET 0
) AS confirmed
ORDER BY candidate.position DESC
LIMIT %s
"""
# The planner cannot know that a row's numbers and text are long and stored apart.
_BEGIN = """
SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
    set_config('max_parallel_workers_per_gather', '0', true),
    (SELECT min(position) FROM articles_searchentry WHERE position >= %s),
    (SELECT max(position) FROM articles_searchentry WHERE position < %s)
"""
_TIME = "SELECT set_config('statement_timeout', %s, true); "
# Stretches in the first windows; the last of them only where those before found anything: what is
# found nowhere in three months is rare, and costs least when it is asked for at once.
_SIZES = (1, 8, 64)
# Of more labels the index needs longer than it takes to look at candidates of all times.
_MOST_LABELS = 128
_QUERY_CANCELED = "57014"


def write(entry: Entry) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            [
                *(entry.position, entry.article_id, entry.text, entry.labels_text, RULES),
                _array(entry.numbers),
            ],
        )


def write_many(entries: Iterable[Entry]) -> None:
    bulk.put(
        "articles_searchentry",
        ("position", "article_id", "text", "labels", "rules", "grams"),
        (
            (each.position, each.article_id, each.text, each.labels_text, RULES, _all(each))
            for each in entries
        ),
    )


def written(numbers: Iterable[int]) -> str:
    return str(list(numbers))[1:-1]


def _all(entry: Entry) -> str:
    """A number that stands twice is indexed once."""
    if not entry.grams:
        return _array(entry.numbers)
    return f"{{{entry.grams}, {written(entry.labels)}}}"


def make_ready(bulk: bool) -> None:
    """Without its index the table takes entries several times faster. With it, what comes is
    sorted in some hundred pieces at a time: most of their numbers are the same ones. Until then
    each search reads through it."""
    with connection.cursor() as cursor:
        if bulk:
            cursor.execute("DROP INDEX IF EXISTS articles_searchentry_grams")
            return
        cursor.execute(_OWNED)
        if cursor.fetchone():
            cursor.execute("ALTER INDEX articles_searchentry_grams SET (fastupdate = on)")


def erase(article_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_searchentry WHERE article_id = %s", [article_id])


def erase_all() -> None:
    """Leaves the table without its index too: sorting everything in at once, by `complete`, is
    several times faster than piece by piece."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS articles_searchentry_grams")
        cursor.execute("TRUNCATE articles_searchentry")


def complete() -> None:
    """Build the index where there is none; only its owner may."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('articles_searchentry_grams')")
        if cursor.fetchone() == (None,):
            cursor.execute(_ROOM)
            cursor.execute(_INDEX)
            return
        cursor.execute(_LATE)
        if cursor.fetchone():
            cursor.execute("ALTER INDEX articles_searchentry_grams SET (fastupdate = off)")
            cursor.execute("SELECT gin_clean_pending_list('articles_searchentry_grams')")


def scan(scope: Scope, want: int, seconds: float) -> list[Found]:
    """The newest `want` pieces of the scope. Raises TooSlow after `seconds`."""
    deadline = time.monotonic() + seconds
    found: list[Found] = []
    reached = scope.newest
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_BEGIN, [scope.oldest, scope.newest])
            oldest, newest = cursor.fetchone()[-2:]
            for start, stretches in _windows(oldest, newest, found):
                left = int((deadline - time.monotonic()) * 1000)
                if left <= 0:
                    raise TooSlow(found, reached)
                sql, params = _window(scope, start, reached, stretches, want - len(found))
                # In one go: the time counts for each statement by itself.
                cursor.execute(_TIME + sql, [str(left), *params])
                found += [Found(*row) for row in cursor.fetchall()]
                reached = start
                if len(found) >= want:
                    break
            # Nothing was written; so the settings end here, whatever transaction this is inside.
            transaction.set_rollback(True)
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != _QUERY_CANCELED:
            raise
        raise TooSlow(found, reached) from error
    return found


def _windows(
    oldest: int | None, newest: int | None, found: Sized
) -> Iterator[tuple[int, list[int]]]:
    """Where each window starts and the labels of its stretches; none, where there are too many.

    `oldest` and `newest` are positions of entries: no window is spent on time without any. `found`
    is what those before have found by the time that the next is asked for.
    """
    if oldest is None or newest is None or newest < oldest:
        return
    last, first = stretch(newest), stretch(oldest)
    sizes = iter(_SIZES)
    while last >= first:
        size = next(sizes, None)
        is_rest = size is None or (size == _SIZES[-1] and not len(found))
        start = first if is_rest or size is None else max(first, last - size + 1)
        stretches = range(start, last + 1)
        labels = list(map(stretch_label, stretches)) if len(stretches) <= _MOST_LABELS else []
        yield max(oldest, start_of_stretch(start)), labels
        last = start - 1


def _window(
    scope: Scope, start: int, end: int, stretches: list[int], want: int
) -> tuple[str, list[Any]]:
    alternatives: list[Iterable[int]] = [*scope.labels, *([stretches] if stretches else [])]
    contains = ["grams @> %s::integer[]", *["grams && %s::integer[]"] * len(alternatives)]
    readable, readable_params = scope.readable_sql()
    confirmed = [*["strpos(entry.text, %s) > 0"] * len(scope.terms), readable]
    sql = _WINDOW.format(contains=" AND ".join(contains), confirmed=" AND ".join(confirmed))
    return sql, [
        *map(_array, [scope.grams, *alternatives]),
        *(start, end),
        *scope.terms,
        *readable_params,
        want,
    ]


def _array(numbers: Iterable[int]) -> str:
    return f"{{{written(numbers)}}}"
