"""A database between tests that commit: empty but for what the migrations put in, quickly.

Django's own flush sends `post_migrate` each time, which makes content types, permissions and
groups anew for every application; that takes longer than most tests. Here it does so once in a
process, and from then on the rows that stood afterwards are put back as they were.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.commands import flush as flush_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.models import Page, triggers

outlets = import_module("articles.migrations.0006_outlets")
standard_pages = import_module("articles.migrations.0015_standard_pages")

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
Handle = Callable[..., None]
_AT_ONCE = 100


def _fill(connection: BaseDatabaseWrapper) -> None:
    """The rows that migrations put in, so that no test depends on which ones ran before it."""
    if not Page.objects.using(connection.alias).exists():
        outlets.add(apps, None)
        with connection.schema_editor() as editor:
            standard_pages.stand_ready(apps, editor)


def _rows(connection: BaseDatabaseWrapper) -> Rows:
    rows: Rows = {}
    quote = connection.ops.quote_name
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {quote(table)}")
            names = [column[0] for column in cursor.description]
            if found := [tuple(row) for row in cursor.fetchall()]:
                rows[table] = names, found
    return rows


def _put_back(connection: BaseDatabaseWrapper, rows: Rows) -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        for table, (names, found) in rows.items():
            columns = ", ".join(map(quote, names))
            one = f"({', '.join(['%s'] * len(names))})"
            for start in range(0, len(found), _AT_ONCE):
                some = found[start : start + _AT_ONCE]
                cursor.execute(
                    f"INSERT INTO {quote(table)} ({columns}) VALUES {', '.join([one] * len(some))}",
                    [value for row in some for value in row],
                )


def install() -> Callable[[], None]:
    """Let every flush go this way; returns what takes it back."""
    original: Handle = flush_command.Command.handle
    kept: dict[str, Rows] = {}

    def handle(self: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        # The write-once tables refuse to be emptied, rightly.
        with triggers.lifted(connection):
            if connection.alias not in kept:
                original(self, **options)
                _fill(connection)
                kept[connection.alias] = _rows(connection)
            else:
                original(self, **options | {"inhibit_post_migrate": True})
                _put_back(connection, kept[connection.alias])
        ContentType.objects.clear_cache()

    flush_command.Command.handle = handle

    def take_back() -> None:
        flush_command.Command.handle = original

    return take_back
