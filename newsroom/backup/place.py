"""Where a backup is restored to: an empty database with the tables of the backup's own version."""

from collections.abc import Iterable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from newsroom.backup.errors import Refused
from newsroom.backup.snapshot import quoted
from newsroom.backup.tables import unknown

# What `migrate` itself writes into an empty database.
_MADE_BY_MIGRATE = frozenset(
    """django_migrations django_content_type auth_permission auth_group auth_group_permissions
    articles_page articles_outlet articles_invalidation sqlite_sequence""".split()
)
_KEPT_BY_SQLITE = ("sqlite_", "articles_searchindex")
Node = tuple[str, str]


def check_place() -> None:
    """Raises Refused where this database cannot take a backup: before anything is written."""
    present = connection.introspection.table_names()
    _check_empty(present)
    if connection.vendor == "postgresql":
        _check_postgresql(present)


def _check_postgresql(present: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_database(), current_user, current_setting('server_encoding'), "
            "has_schema_privilege(current_schema(), 'CREATE')"
        )
        name, user, encoding, may_make = cursor.fetchone()
    if encoding != "UTF8":
        raise Refused(
            f"The database “{name}” keeps its texts as {encoding}, and the newsroom's need UTF8. "
            f"Make another one: createdb -O {user} -E UTF8 -T template0 NAME."
        )
    if not present and not may_make:
        raise Refused(
            f"“{user}” may not make tables in the database “{name}”. Make one that is its own: "
            f"createdb -O {user} -E UTF8 -T template0 NAME."
        )


def _check_empty(present: list[str]) -> None:
    """Raises Refused where anything but `migrate` has written into this database."""
    if strange := unknown(present):
        raise Refused(
            f"This database holds a table that is not the newsroom's: {strange[0]}. Name an empty "
            "database in DATABASE_URL."
        )
    with connection.cursor() as cursor:
        for name in present:
            if name in _MADE_BY_MIGRATE or name.startswith(_KEPT_BY_SQLITE):
                continue
            cursor.execute(f"SELECT 1 FROM {quoted(name)} LIMIT 1")  # noqa: S608 - introspected
            if cursor.fetchone():
                raise Refused(
                    f"This database has content already (in {name}), and a restore overwrites "
                    "nothing. Name an empty database in DATABASE_URL."
                )


def check_version(applied: Iterable[str]) -> list[Node]:
    """The newest of the backup's migrations, one for each branch of each application. Raises
    Refused for a backup of a newer version than the code at hand."""
    graph = MigrationExecutor(connection).loader.graph
    wanted = {(app, name) for app, _dot, name in (each.partition(".") for each in applied)}
    if newer := sorted(wanted - set(graph.nodes)):
        raise Refused(
            f"This backup was made by a newer version: it knows “{'.'.join(newer[0])}”. Restore it "
            "with that version, or with a newer one."
        )
    return sorted(
        node
        for node in wanted
        if not any(child.key[0] == node[0] and child.key in wanted
                   for child in graph.node_map[node].children)
    )  # fmt: skip


def prepare(targets: list[Node]) -> None:
    """Tables as they stood when the backup was made, and nothing in them. Tables of another
    state, which are empty, make room first."""
    executor = MigrationExecutor(connection)
    wanted = {
        (step.app_label, step.name)
        for step, _back in executor.migration_plan(targets, clean_start=True)
    }
    if set(executor.loader.applied_migrations) - wanted:
        _make_room()
        executor = MigrationExecutor(connection)
    executor.migrate(targets)


def _make_room() -> None:
    names = connection.introspection.table_names()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in names:
                cursor.execute(f"DROP TABLE {quoted(name)} CASCADE")
            return
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("DROP TABLE IF EXISTS articles_searchindex")
        for name in names:
            if not name.startswith(_KEPT_BY_SQLITE):
                cursor.execute(f"DROP TABLE {quoted(name)}")
        cursor.execute("PRAGMA foreign_keys = ON")
