"""A piece that readers may read, found by its number with the topics that name it."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db import connection, models

from articles.models.published import PublishedArticle
from articles.models.published_special import PublishedSpecial, PublishedSpecialPiece
from articles.rendering.site import ROWS


def visible_piece(number: int, now: datetime) -> PublishedArticle | None:
    """One query, with `told_topics` as JSON: [id, slug, title] of each."""
    asked = {"piece": number, "now": connection.ops.adapt_datetimefield_value(now)}
    with connection.cursor() as cursor:
        cursor.execute(_sql(connection.vendor), asked)
        row = cursor.fetchone()
    if row is None:
        return None
    *values, told = row
    names, readings = _columns()
    for place, read in readings:
        if values[place] is not None:
            values[place] = read(values[place])
    piece = PublishedArticle.from_db(connection.alias, names, values)
    vars(piece)["told_topics"] = told
    return piece


def moment_of(stored: str | datetime) -> datetime:
    """SQLite keeps moments as text, in UTC."""
    found = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def day_of(stored: str | date) -> date:
    """SQLite keeps days as text."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


# What the engines do not give as Python has it; the more particular kind first.
_READINGS: "tuple[tuple[type[models.Field[Any, Any]], Callable[[Any], Any]], ...]" = (
    (models.DateTimeField, moment_of),
    (models.DateField, day_of),
    (models.JSONField, json.loads),
    (models.BooleanField, bool),
)


@cache
def _columns() -> tuple[list[str], list[tuple[int, Callable[[Any], Any]]]]:
    """The names of a row's values in their order, and how to read those that need it."""
    fields = PublishedArticle._meta.concrete_fields
    readings = [
        (place, next(read for kind, read in _READINGS if isinstance(field, kind)))
        for place, field in enumerate(fields)
        if isinstance(field, tuple(kind for kind, _read in _READINGS))
    ]
    return [field.attname for field in fields], readings


@cache
def _sql(vendor: str) -> str:
    """Written out, of names of this project: every reader's page asks it."""
    topics = ROWS[vendor].format("s.id, s.slug, s.title")
    columns = ", ".join(f"p.{field.column}" for field in PublishedArticle._meta.concrete_fields)
    return (
        f"SELECT {columns}, (SELECT {topics}"  # noqa: S608 - names of our own tables and columns
        f" FROM {PublishedSpecialPiece._meta.db_table} AS named"
        f" JOIN {PublishedSpecial._meta.db_table} AS s ON s.id = named.special_id"
        " WHERE named.piece = p.id) AS told_topics"
        f" FROM {PublishedArticle._meta.db_table} AS p"
        " WHERE p.id = %(piece)s AND p.withdrawn_at IS NULL AND p.visible_from <= %(now)s"
    )
