"""Triggers that make the database itself refuse to change ledger entries and revisions.

They are installed after every migration, not by one: SQLite rebuilds a table to alter it and
drops its triggers without a word. A system check asserts that they stand.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

WRITE_ONCE_TABLES = ("articles_ledgerentry", "articles_revision")
_FUNCTION = "articles_refuse_change"


def _names(table: str) -> tuple[str, ...]:
    return (f"{table}_no_update", f"{table}_no_delete")


def install(connection: BaseDatabaseWrapper) -> None:
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION '% is written once: % refused', TG_TABLE_NAME, TG_OP; "
                "END $$"
            )
        for table in WRITE_ONCE_TABLES:
            if table not in tables:
                continue
            no_update, no_delete = _names(table)
            if connection.vendor == "postgresql":
                for name, event, level in (
                    (no_update, "UPDATE", "ROW"),
                    (no_delete, "DELETE", "ROW"),
                    (f"{table}_no_truncate", "TRUNCATE", "STATEMENT"),
                ):
                    cursor.execute(
                        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} "
                        f"FOR EACH {level} EXECUTE FUNCTION {_FUNCTION}()"
                    )
            else:
                for name, event in ((no_update, "UPDATE"), (no_delete, "DELETE")):
                    cursor.execute(
                        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} "
                        f"BEGIN SELECT RAISE(ABORT, '{table} is written once: {event} refused'); "
                        "END"
                    )


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers down: for a test's flush, and for nothing that runs at a newspaper."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in WRITE_ONCE_TABLES:
            if table not in tables:
                continue
            for name in (*_names(table), f"{table}_no_truncate"):
                suffix = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    lift(connection)
    try:
        yield
    finally:
        install(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that ought to stand and do not."""
    tables = set(connection.introspection.table_names())
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    return [
        name
        for table in WRITE_ONCE_TABLES
        if table in tables
        for name in _names(table)
        if name not in standing
    ]
