"""The database as it stands at one moment, read while people go on working.

SQLite: one reading transaction in WAL mode, which neither waits for writers nor lets them wait.
PostgreSQL: one transaction of the isolation level REPEATABLE READ.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from newsroom.backup.rows import WRITERS, to_line
from newsroom.backup.tables import Table

Sink = Callable[[bytes], object]
_ROWS = 500


class Snapshot(Protocol):
    def ask(self, sql: str) -> list[tuple[Any, ...]]: ...

    def tables(self) -> list[str]: ...

    def last_number(self, table: Table) -> int:
        """The last that the database gave in the table's counting column; 0: none yet."""
        ...

    def read(self, table: Table, sink: Sink) -> None:
        """Give whole lines to `sink`, one or many at a time."""
        ...


@contextmanager
def taken() -> Iterator[Snapshot]:
    """Over a connection of its own: what this process has not committed is not in it."""
    if connection.vendor == "postgresql":
        with _postgresql() as snapshot:
            yield snapshot
    else:
        with _sqlite() as snapshot:
            yield snapshot


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _select(table: Table) -> str:
    names = ", ".join(map(quoted, table.names))
    return f"SELECT {names} FROM {quoted(table.name)}"  # noqa: S608 - names of our models


class _Sqlite:
    def __init__(self, engine: sqlite3.Connection) -> None:
        self._engine = engine

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self._engine.execute(sql).fetchall()

    def tables(self) -> list[str]:
        return [name for (name,) in self.ask("SELECT name FROM sqlite_master WHERE type = 'table'")]

    def last_number(self, table: Table) -> int:
        found = self._engine.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", [table.name]
        ).fetchone()
        return int(found[0]) if found else 0

    def read(self, table: Table, sink: Sink) -> None:
        writers = [WRITERS[kind] for kind in table.kinds]
        cursor = self._engine.execute(_select(table))
        while rows := cursor.fetchmany(_ROWS):
            sink("".join([to_line(writers, row) for row in rows]).encode())


@contextmanager
def _sqlite() -> Iterator[Snapshot]:
    path = Path(connection.settings_dict["NAME"]).resolve()
    engine = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=20, isolation_level=None)
    try:
        engine.execute("BEGIN")
        # The moment is that of the first reading.
        engine.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield _Sqlite(engine)
    finally:
        engine.close()


class _Into:
    """What psycopg2 takes for a file to write to."""

    def __init__(self, sink: Sink) -> None:
        self.write = sink


class _Postgresql:
    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        self._cursor.execute(sql)
        found: list[tuple[Any, ...]] = self._cursor.fetchall()
        return found

    def tables(self) -> list[str]:
        return [
            name
            for (name,) in self.ask(
                "SELECT relname FROM pg_class JOIN pg_namespace ON relnamespace = pg_namespace.oid "
                "WHERE relkind IN ('r', 'p') AND nspname = current_schema()"
            )
        ]

    def last_number(self, table: Table) -> int:
        self._cursor.execute(
            "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass), 0)",
            [quoted(table.name), table.counts],
        )
        return int(self._cursor.fetchone()[0])

    def read(self, table: Table, sink: Sink) -> None:
        self._cursor.copy_expert(f"COPY ({_select(table)}) TO STDOUT", _Into(sink))


@contextmanager
def _postgresql() -> Iterator[Snapshot]:
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            # So that every value is written as `rows` reads it.
            for name, value in (
                ("TimeZone", "UTC"), ("DateStyle", "ISO"), ("bytea_output", "hex"),
                ("statement_timeout", "0"), ("idle_in_transaction_session_timeout", "0"),
            ):  # fmt: skip
                cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
            yield _Postgresql(cursor.cursor)
    finally:
        own.close()
