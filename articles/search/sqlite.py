"""The index on SQLite: an FTS5 table whose row number is the position of the piece.

FTS5 walks its row numbers backwards as easily as forwards, so the newest candidates come first
and the walk stops when the page is full. A number is a word of eight hexadecimal digits there:
nothing that a reader types reaches the syntax of MATCH.
"""

import sqlite3
import sys
from array import array
from collections.abc import Iterable

from django.db import OperationalError, connection

from articles import cutting
from articles.search.entry import Entry, numbers_of
from articles.search.grams import RULES
from articles.search.scope import Found, Scope, TooSlow

_OLD = "SELECT position, text, labels, rules FROM articles_searchentry WHERE article_id = %s"
_ERASE = "DELETE FROM articles_searchentry WHERE article_id = %s"
_WRITE = """
INSERT INTO articles_searchentry (position, article_id, text, labels, rules)
VALUES (%s, %s, %s, %s, %s)
"""
_INDEX = "INSERT INTO articles_searchindex (rowid, grams) VALUES (%s, %s)"
# A contentless table has to be told again what it was told.
_UNINDEX = """
INSERT INTO articles_searchindex (articles_searchindex, rowid, grams) VALUES ('delete', %s, %s)
"""
_CLEAR = "INSERT INTO articles_searchindex (articles_searchindex) VALUES ('delete-all')"
# CROSS JOIN keeps this order of tables.
_SCAN = """
SELECT entry.position, entry.article_id
FROM articles_searchindex AS hit
CROSS JOIN articles_searchentry AS entry ON entry.position = hit.rowid
WHERE hit.articles_searchindex MATCH %s AND hit.rowid >= %s AND hit.rowid < %s AND {confirmed}
ORDER BY hit.rowid DESC
LIMIT %s
"""


def write(entry: Entry) -> None:
    erase(entry.article_id)
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            [entry.position, entry.article_id, entry.text, entry.labels_text, RULES],
        )
        cursor.execute(_INDEX, [entry.position, written(entry.numbers)])


def write_many(entries: Iterable[Entry]) -> None:
    rows, index = [], []
    for each in entries:
        rows.append((each.position, each.article_id, each.text, each.labels_text, RULES))
        index.append((each.position, _all(each)))
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, rows)
        cursor.executemany(_INDEX, index)


def _all(entry: Entry) -> str:
    """Each word once, as `erase` will tell them again."""
    if not entry.grams:
        return written(entry.numbers)
    labels = (_word(label) for label in sorted(entry.labels))
    return " ".join([entry.grams, *(word for word in labels if word not in entry.grams)])


def make_ready(bulk: bool) -> None:
    """Nothing to do: there is no index to leave out."""


def erase(article_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_OLD, [article_id])
        if old := cursor.fetchone():
            position, text, labels, rules = old
            # By older rules it cannot be told exactly. What stays behind chooses a candidate in
            # vain; telling wrongly would spoil the table's own accounts.
            if rules == RULES:
                numbers = numbers_of(text, map(int, labels.split()))
                cursor.execute(_UNINDEX, [position, written(numbers)])
            cursor.execute(_ERASE, [article_id])


def erase_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CLEAR)
        cursor.execute("DELETE FROM articles_searchentry")


def complete() -> None:
    """Nothing to do: FTS5 merges what was written piece by piece as it goes."""


def scan(scope: Scope, want: int, seconds: float) -> list[Found]:
    """The newest `want` pieces of the scope. Raises TooSlow after `seconds`."""
    readable, params = scope.readable_sql()
    confirmed = [*["instr(entry.text, %s) > 0"] * len(scope.terms), readable]
    found: list[Found] = []
    connection.ensure_connection()
    engine: sqlite3.Connection = connection.connection
    try:
        with cutting.within(engine, seconds), connection.cursor() as cursor:
            cursor.execute(
                _SCAN.format(confirmed=" AND ".join(confirmed)),
                [_match(scope), scope.oldest, scope.newest, *scope.terms, *params, want],
            )
            while row := cursor.fetchone():
                found.append(Found(*row))
    except OperationalError as error:
        if getattr(error.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
            raise
        raise TooSlow(found, found[-1].position if found else scope.newest) from error
    return found


def _match(scope: Scope) -> str:
    alternatives = [f"({' OR '.join(map(_quoted, labels))})" for labels in scope.labels]
    return " AND ".join([*map(_quoted, scope.grams), *alternatives])


def written(numbers: Iterable[int]) -> str:
    words = array("i", sorted(numbers))
    if sys.byteorder == "little":
        words.byteswap()
    return words.tobytes().hex(" ", 4)


def _word(number: int) -> str:
    return f"{number & 0xFFFFFFFF:08x}"


def _quoted(number: int) -> str:
    return f'"{_word(number)}"'
