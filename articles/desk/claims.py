"""Work that several workers may take: each row by one of them, and by another if that one dies.

A row is taken in a short transaction of its own and worked on outside of it: nothing that goes
over a network holds a lock. PostgreSQL skips rows that another worker is just taking; SQLite
has one writer at a time, and the compare-and-set decides there.
"""

import random
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

# Longer than any sending may take; after that the worker counts as dead.
LEASE = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=3)
_FIRST, _LONGEST = 60, 6 * 3600  # seconds


def free(rows: "QuerySet[Any]", now: datetime) -> "QuerySet[Any]":
    """Those that are due and that nobody works on."""
    return rows.filter(next_try_at__lte=now).filter(
        Q(claimed_until=None) | Q(claimed_until__lte=now)
    )


@transaction.atomic
def take(rows: "QuerySet[Any]", now: datetime, most: int) -> tuple[str, list[int]]:
    """A mark, and the ids of the rows that now carry it: at most so many, maybe none."""
    due = free(rows, now).order_by("next_try_at", "pk")
    ids = list(
        due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:most]
    )
    mark = secrets.token_hex(16)
    again = free(rows.model.objects.filter(pk__in=ids), now)
    again.update(claim=mark, claimed_until=now + LEASE)
    taken = rows.model.objects.filter(pk__in=ids, claim=mark)
    return mark, list(taken.order_by("pk").values_list("pk", flat=True))


def delay(tries: int) -> timedelta:
    """How long to wait after so many failures: 1 minute, doubling up to 6 hours, and a little
    more or less, so that what failed together does not come back together."""
    seconds = min(_FIRST * 2 ** min(tries - 1, 20), _LONGEST)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311  (no secret)


def failed(row: Any, mark: str, error: str, now: datetime) -> bool:
    """Write down a failure: when to try again, or that it is given up. True for the latter.

    Nothing is written when the row has been taken over by another worker meanwhile.
    """
    tries = row.tries + 1
    fields: dict[str, Any] = {
        "tries": tries,
        "last_error": error[:500],
        "claim": "",
        "claimed_until": None,
        "next_try_at": now + delay(tries),
    }
    given_up = now - row.created_at >= GIVE_UP_AFTER
    if given_up:
        fields["given_up_at"] = now
    written = type(row).objects.filter(pk=row.pk, claim=mark).update(**fields)
    return bool(written and given_up)
