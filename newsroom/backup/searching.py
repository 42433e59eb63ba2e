"""The index of search, made anew by all processors: of a large archive it is the longest part."""

import os
from collections.abc import Callable
from typing import Any

from django.db import connections, transaction

from articles import search
from articles.loading.workers import in_order
from articles.models import PublishedArticle

_AT_ONCE = 400
# Below it the processes would take longer to begin than to work.
_WORTH_IT = 2_000
_left_alone: list[Any] = []


def rebuild(advance: Callable[[int], None]) -> None:
    """Entries of all pieces, the newest first, into an index that has none."""
    search.forget_all()
    ids = list(
        PublishedArticle.objects.order_by("-visible_from", "-pk").values_list("pk", flat=True)
    )
    parts = [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
    processors = os.cpu_count() or 1
    apart = processors if len(ids) >= _WORTH_IT and processors > 1 else 0
    for entries in in_order(_apart if apart else _entries, parts, apart):
        # Upwards: SQLite's index closes a segment whenever a number is lower than the last.
        with transaction.atomic():
            search.put(sorted(entries))
        advance(len(entries))
    search.complete()


def _entries(ids: list[int]) -> list[search.Entry]:
    pieces = PublishedArticle.objects.filter(pk__in=ids).defer("corrections", "cover")
    return [search.entry_of(piece) for piece in pieces]


def _apart(ids: list[int]) -> list[search.Entry]:
    """In a child: over a connection of its own. That of its parent is neither used nor closed."""
    if not _left_alone:
        for each in connections.all(initialized_only=True):
            _left_alone.append(each.connection)
            each.connection = None
    return _entries(ids)
