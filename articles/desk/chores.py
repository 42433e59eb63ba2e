"""Regular chores of the newsroom: what is pruned, sealed and looked after without being asked.

`newsroom/chores.py` names them; a worker asks `run_due` every few seconds. However many workers
there are, each chore is done by one of them.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.functional import Promise

from articles.models import ChoreRun

log = logging.getLogger(__name__)
# A chore that fails is not left alone for its whole day.
_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Chore:
    """`name` is stored and never changes; `every` in seconds; `run` may be called twice."""

    name: str
    label: str | Promise
    every: int
    run: Callable[[], object]


CHORES: dict[str, Chore] = {}


def register(name: str, label: str | Promise, every: int, run: Callable[[], object]) -> None:
    CHORES[name] = Chore(name, label, every, run)


def run_due() -> int:
    """Do what is due, one after the other; how many chores were done, failed ones included."""
    now = timezone.now()
    known = set(ChoreRun.objects.values_list("name", flat=True))
    for name in CHORES.keys() - known:
        ChoreRun.objects.get_or_create(name=name, defaults={"next_at": now})
    due = ChoreRun.objects.filter(name__in=CHORES, next_at__lte=now)
    count = 0
    for row in due:
        chore = CHORES[row.name]
        taken = ChoreRun.objects.filter(pk=row.pk, next_at=row.next_at).update(
            next_at=timezone.now() + timedelta(seconds=chore.every)
        )
        if taken:
            _run(chore, row.pk)
            count += 1
    return count


def _run(chore: Chore, pk: int) -> None:
    begun, clock = timezone.now(), time.monotonic()
    error = ""
    try:
        chore.run()
    except Exception as problem:
        log.exception("The chore %s failed", chore.name)
        error = f"{type(problem).__name__}: {problem}"[:500]
    fields = {"ran_at": begun, "seconds": time.monotonic() - clock, "error": error}
    ChoreRun.objects.filter(pk=pk).update(**fields)
    if error:
        ChoreRun.objects.filter(pk=pk, next_at__gt=begun + _AGAIN).update(next_at=begun + _AGAIN)
