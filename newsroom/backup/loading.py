"""Rows of a backup into empty tables: by COPY on PostgreSQL, in many inserts on SQLite.

All in one transaction of the caller's: it is as if nothing had been done until everything is
right.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from newsroom.backup.errors import Refused
from newsroom.backup.rows import READERS, from_line
from newsroom.backup.snapshot import quoted
from newsroom.backup.tables import Table


@contextmanager
def loading() -> Iterator[None]:
    """One transaction, in which rows may come before those that they refer to; in the end all
    references are looked at. Raises Refused for one that leads nowhere."""
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        # Nothing of value is in this file before the end; then it is written safely again.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -200000")
        connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            yield
            try:
                connection.check_constraints()
            except DatabaseError as error:
                raise Refused(
                    f"A row of this backup refers to one that is not there: {error}"
                ) from error
    finally:
        if sqlite:
            connection.close()
    if sqlite:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def make_room(table: Table) -> None:
    """What `migrate` wrote there goes: the backup has it, as it was."""
    with connection.cursor() as cursor:
        name = quoted(table.name)
        cursor.execute(f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608 - names of our models
        if cursor.fetchone():
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - names of our models


def put(table: Table, lines: bytes) -> None:
    """Lines as `rows` has them. Raises Refused, with the table, for what it cannot take."""
    try:
        if connection.vendor == "postgresql":
            _copy(table, lines)
        else:
            _insert(table, lines)
    except (DatabaseError, ValueError, KeyError) as error:
        raise Refused(
            f"The table {table.name} does not take a row of this backup: {error}"
        ) from error


def _copy(table: Table, lines: bytes) -> None:
    names = ", ".join(map(quoted, table.names))
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quoted(table.name)} ({names}) FROM STDIN", io.BytesIO(lines))


def _insert(table: Table, lines: bytes) -> None:
    names = ", ".join(map(quoted, table.names))
    marks = ", ".join(["%s"] * len(table.columns))
    readers = [READERS[kind] for kind in table.kinds]
    # Not `splitlines`, which knows other ends of lines than this one.
    found = lines.decode().split("\n")[:-1]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({marks})",  # noqa: S608 - names of our models
            [from_line(readers, line) for line in found],
        )


def count(table: Table) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {quoted(table.name)}")  # noqa: S608 - names of our models
        return int(cursor.fetchone()[0])


def go_on_after(table: Table, last: int) -> None:
    """The next row gets a number that none has had, neither here nor before the backup."""
    if not table.counts:
        return
    name, column = quoted(table.name), quoted(table.counts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max({column}), 0) FROM {name}")  # noqa: S608 - names of our models
        last = max(last, cursor.fetchone()[0])
        if not last:
            return
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [name, table.counts, last]
            )
            return
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last, table.name])
        if not cursor.rowcount:
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, last]
            )
