"""Questions to SQLite that take too long are cut off; PostgreSQL has statement_timeout for it."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# Steps of SQLite's machine between two looks at the clock.
_OFTEN, _SELDOM = 1_000, 20_000


class _Deadline(threading.local):
    until = float("inf")
    held = False


_deadline = _Deadline()


def watch(engine: sqlite3.Connection, often: bool = False) -> None:
    """From now on what this connection does past its thread's deadline is interrupted."""
    engine.set_progress_handler(
        lambda: time.monotonic() > _deadline.until, _OFTEN if often else _SELDOM
    )


def begin(seconds: float) -> None:
    """A question begins and may take so long; inside `within` that one's time goes on."""
    if not _deadline.held:
        _deadline.until = time.monotonic() + seconds


@contextmanager
def within(engine: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Everything that is asked in the block, together; looked at every millisecond."""
    before = _deadline.until, _deadline.held
    watch(engine, often=True)
    _deadline.until, _deadline.held = time.monotonic() + seconds, True
    try:
        yield
    finally:
        _deadline.until, _deadline.held = before
        watch(engine)
