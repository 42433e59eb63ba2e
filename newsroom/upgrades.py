"""Whether a migration may run while the code before it still serves: old processes go on reading
and writing the tables until the last of them has been replaced.

django-migration-linter was looked at: it judges the SQL of one engine and wants PostgreSQL to see
an index that locks, while this has to run wherever `make check` does.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# The last migration of each application before the first paper that upgrades. What came before is
# run on empty databases alone.
BASELINE = {"accounts": "0002_sign_in", "articles": "0027_backups"}
# Tables with a row, or several, for each piece or act: to index them locks them for minutes.
BIG = frozenset(
    """article revision ledgerentry credit figure clip publishedarticle publishedcredit publishedtag
    publishedimage publishedcorrection publishedrecording searchentry notice delivery comment review
    proofread appearance sideeffect oldaddress loadedpiece image readhour""".split()
)
_TAKES_AWAY = {
    migrations.RemoveField: "takes a column away",
    migrations.RenameField: "renames a column",
    migrations.DeleteModel: "takes a table away",
    migrations.RenameModel: "renames a table",
    migrations.AlterModelTable: "renames a table",
    migrations.AlterUniqueTogether: "changes what must be unique",
}
_SQL = ("DROP ", "RENAME ", "SET NOT NULL", "ALTER COLUMN", "TRUNCATE")


def complaints(loader: MigrationLoader | None = None) -> Iterator[str]:
    """A sentence for each operation that old code would trip over, unless its migration argues
    otherwise: `safe_because = "…"` in its class."""
    loader = loader or MigrationLoader(connection)
    for app, baseline in BASELINE.items():
        names = sorted(name for label, name in loader.graph.nodes if label == app)
        made: set[str] = set()
        for name in names[names.index(baseline) + 1 :]:
            migration = loader.disk_migrations[app, name]
            state = loader.project_state((app, name), at_end=False)
            argued = getattr(migration, "safe_because", "")
            for operation in _flat(migration.operations):
                if isinstance(operation, migrations.CreateModel):
                    made.add(operation.name_lower)
                fault = fault_of(operation, app, state, made)
                if fault and not argued:
                    yield f"{app}.{name}: {operation.describe()}: {fault}"
                operation.state_forwards(app, state)


def fault_of(operation: Operation, app: str, state: ProjectState, made: set[str]) -> str:
    """What old code, or those who wait for a lock, would suffer; empty where nothing. `state` is
    that before the operation, `made` are models that no old code knows."""
    model = str(getattr(operation, "model_name_lower", ""))
    if model in made:
        return ""
    for kind, what in _TAKES_AWAY.items():
        if isinstance(operation, kind):
            return f"{what} that the code before still asks for. Leave it for the next version."
    if isinstance(operation, migrations.AddField):
        return _added(operation.field)
    if isinstance(operation, migrations.AlterField):
        before = state.models[app, model].fields[operation.name]
        return _altered(before, operation.field)
    if isinstance(operation, migrations.AddIndex) and model in BIG:
        return (
            "locks a big table while it is built. Build it CONCURRENTLY, as "
            "articles/migrations/0024_headline_grams.py does."
        )
    if isinstance(operation, migrations.AddConstraint):
        return "the code before may write what this forbids. Begin with code that keeps to it."
    if isinstance(operation, migrations.RunSQL):
        text = str(operation.sql).upper()
        return next((f"runs “{each.strip()}” by hand." for each in _SQL if each in text), "")
    return ""


def _added(field: Any) -> str:
    if field.many_to_many or field.null or field.has_db_default():
        return ""
    return (
        "the code before writes rows without this column. Give it `null=True` or a `db_default`; "
        "`default` alone is known to the new code only."
    )


def _altered(before: Any, after: Any) -> str:
    old, new = _stored(before), _stored(after)
    if old == new:
        return ""
    differs = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    if differs == {"null"} and after.null:
        return ""
    if differs == {"max_length"} and (after.max_length or 0) > (before.max_length or 0):
        return ""
    return (
        f"changes how a column is stored ({', '.join(sorted(differs))}). Add a column and fill it "
        "instead; only wider texts and fewer demands are safe."
    )


def _stored(field: Any) -> Mapping[str, Any]:
    """What of a field the database knows."""
    _name, path, _args, options = field.clone().deconstruct()
    kept = {name: each for name, each in options.items() if name not in field.non_db_attrs}
    kept.pop("default", None)
    return kept | {"kind": path}


def _flat(operations: Any) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _flat(operation.database_operations)
        else:
            yield operation
