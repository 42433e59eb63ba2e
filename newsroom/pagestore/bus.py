"""Changes that other processes and machines have committed, read from the database itself.

The door writes a row in the transaction of the change and bumps the slots after it; a process
that is killed between the two leaves the row, and any other process bumps for it.
"""

import logging
import threading
import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from articles.models import Invalidation
from newsroom.mendable import sentence
from newsroom.pagestore.counters import SCHEDULE, Counters

log = logging.getLogger(__name__)
EVERY = 0.3
# Longer than any transaction of the desk takes from its row to its commit.
LOOKS_BACK = timedelta(minutes=1)


class Bus:
    """One process's ear; `poll` may be called at any time, and twice."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._heard: set[int] = set()

    def start(self) -> None:
        threading.Thread(target=self._listen, name="page-bus", daemon=True).start()

    def poll(self) -> int:
        """Bump for what is new; how many rows that were."""
        recent = dict(
            Invalidation.objects.filter(at__gt=timezone.now() - LOOKS_BACK).values_list(
                "pk", "tags"
            )
        )
        new = recent.keys() - self._heard
        for pk in new:
            self._counters.bump([*recent[pk], SCHEDULE])
        # What is too old to come again need not be remembered.
        self._heard = set(recent)
        return len(new)

    def _listen(self) -> None:
        failing = False
        while True:
            try:
                connection.close_if_unusable_or_obsolete()
                self.poll()
                failing = False
            except Exception as error:
                if not failing:
                    told = sentence(error)
                    log.error(
                        "Changes cannot be read; pages are served as they are kept%s",
                        f". {told}" if told else "", exc_info=told is None,
                    )  # fmt: skip
                failing = True
            time.sleep(EVERY)
