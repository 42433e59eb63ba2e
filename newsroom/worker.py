"""The worker: lanes that run side by side, each in a thread, until they are told to stop.

A lane that fails says so in the log and goes on; one that hangs leaves the others running. No
lane decides what readers see: pieces appear on time with every worker stopped.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, Error, close_old_connections, connections
from django.utils import timezone

from articles.checks import check_triggers
from articles.desk import appearances, reads
from articles.desk.chores import CHORES, run_due
from articles.desk.chores import register as register_chore
from articles.outbox.drain import Drain
from newsroom.backup.nightly import Nightly
from newsroom.mendable import sentence

log = logging.getLogger(__name__)
_PAUSE_AFTER_FAILURE = 5.0  # seconds
_STUCK_AFTER = 600.0  # seconds


class Lane:
    """Calls `step` again and again; it returns how many seconds to wait before the next time."""

    def __init__(self, name: str, step: Callable[[], float]) -> None:
        self.name = name
        self._step = step
        self.last = time.monotonic()
        self.failed = False

    def run(self, stop: threading.Event) -> None:
        try:
            while not stop.is_set():
                stop.wait(self.once())
        finally:
            connections.close_all()

    def once(self) -> float:
        close_old_connections()
        self.failed = False
        try:
            wait = self._step()
        except Exception as error:
            # What the operator can mend is told every few seconds, and not at length.
            if told := sentence(error):
                log.error("The lane %s waits: %s", self.name, told)
            else:
                log.exception("The lane %s failed; it goes on", self.name)
            connections.close_all()
            self.failed = True
            wait = _PAUSE_AFTER_FAILURE
        self.last = time.monotonic()
        return wait


class Watch:
    """Looks for pieces whose time has come: every second, and on the dot of the next one."""

    def __init__(self) -> None:
        self._looked: datetime | None = None

    def __call__(self) -> float:
        now = timezone.now()
        upcoming = appearances.look(self._looked)
        self._looked = now
        if upcoming is None:
            return 1.0
        return min(1.0, max(0.0, (upcoming - timezone.now()).total_seconds()))


def _send(drain: Drain) -> float:
    drain.all_due()
    return 2.0


def _follow() -> float:
    appearances.follow_up()
    return 2.0


def _add_up() -> float:
    reads.add_up()
    return 20.0


def _chores() -> float:
    run_due()
    return 5.0


def lanes(nightly: Nightly) -> list[Lane]:
    drain = Drain()
    return [
        Lane("appearances", Watch()),
        Lane("side effects", _follow),
        Lane("outbox", lambda: _send(drain)),
        # Not a chore, which one worker does for all: each machine has reads of its own.
        Lane("reads", _add_up),
        Lane("chores", _chores),
        # By itself, and in a process of its own: it may take an hour.
        Lane("backup", nightly),
    ]


def run(stop: threading.Event) -> None:
    """Until `stop` is set. What a lane is doing then is finished first."""
    nightly = Nightly()
    ours = lanes(nightly)

    def pulse() -> None:
        stuck = [lane.name for lane in ours if time.monotonic() - lane.last > _STUCK_AFTER]
        if stuck:
            raise RuntimeError(f"hangs: {', '.join(stuck)}")

    register_chore(PULSE, "", 30, pulse)
    look_at_ledger()
    threads = [
        threading.Thread(target=lane.run, args=(stop,), name=lane.name, daemon=True)
        for lane in ours
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    nightly.stop()
    for thread in threads:
        thread.join(timeout=20)
    CHORES.pop(PULSE, None)


PULSE = "pulse"


def run_once() -> list[str]:
    """Everything that is due now, for those who would rather have cron call it; the names of lanes
    that failed."""
    look_at_ledger()
    # That it ran is its sign of life.
    register_chore(PULSE, "", 30, lambda: None)
    ours = lanes(nightly := Nightly())
    for lane in ours:
        lane.once()
    CHORES.pop(PULSE, None)
    nightly.wait()
    return [lane.name for lane in ours if lane.failed]


def look_at_ledger() -> None:
    """Says once when the database would let somebody write the ledger anew."""
    try:
        missing = check_triggers([DEFAULT_DB_ALIAS])
    except Error:
        # The lanes say what is wrong with it.
        return
    finally:
        connections.close_all()
    if missing:
        first = missing[0]
        log.error("%d triggers are missing. %s %s", len(missing), first.msg, first.hint)
