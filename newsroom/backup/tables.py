"""What of the database goes into a backup."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.db.models import AutoField, BigAutoField, Model, SmallAutoField

from newsroom.backup.rows import kind_of

# Made again from the rest, or of use for minutes only. Whoever was signed in signs in again: what
# was signed out since must not come back to life.
LEFT_OUT = frozenset(
    """articles_searchentry articles_invalidation articles_presence django_session
    usersessions_usersession""".split()
)
# Beside the models' own: how far the schema is, and what engines keep for themselves.
_KEPT_BY_ENGINES = ("django_migrations", "sqlite_", "articles_searchindex")


@dataclass(frozen=True)
class Table:
    """`columns` with the kind of each, as `rows.kind_of` names them; `counts` is the column whose
    numbers the database gives, if there is one."""

    name: str
    columns: tuple[tuple[str, str], ...]
    counts: str = ""

    @property
    def names(self) -> list[str]:
        return [name for name, _kind in self.columns]

    @property
    def kinds(self) -> list[str]:
        return [kind for _name, kind in self.columns]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Table":
        columns = tuple((str(name), str(kind)) for name, kind in found["columns"])
        return cls(str(found["name"]), columns, str(found["counts"]))


def of_models() -> Iterator[Table]:
    """Every table that the code at hand writes, in the order of its models."""
    models: Iterable[type[Model]] = apps.get_models(include_auto_created=True)
    for model in models:
        meta = model._meta
        if not meta.managed or meta.proxy or meta.swapped:
            continue
        columns = tuple((str(field.column), kind_of(field)) for field in meta.concrete_fields)
        counting = isinstance(meta.pk, (AutoField, BigAutoField, SmallAutoField))
        yield Table(meta.db_table, columns, str(meta.pk.column) if counting else "")


def wanted() -> list[Table]:
    return [table for table in of_models() if table.name not in LEFT_OUT]


def unknown(found: Iterable[str]) -> list[str]:
    """Tables of a database that no installed part of the program has written."""
    known = {table.name for table in of_models()}
    return sorted(
        name for name in found if name not in known and not name.startswith(_KEPT_BY_ENGINES)
    )
