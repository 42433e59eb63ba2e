"""A part that does not answer may hold a few threads of a process, and not all of them."""

import threading
import time


class Strain:
    """Who wants to ask the part enters first, and is refused while it seems to hang: `most` are
    asking and the first of them has waited `slow` seconds; or one has failed after a long wait,
    less than `rest` seconds ago. After that one alone tries, until it succeeds."""

    def __init__(self, *, most: int = 3, slow: float = 2.0, rest: float = 2.0) -> None:
        self._most, self._slow, self._rest = most, slow, rest
        self._began: dict[int, float] = {}
        self._number = 0
        self._rests_until = 0.0
        self._in_doubt = False
        self._lock = threading.Lock()

    def enter(self) -> int | None:
        """A ticket for `leave`; None: do without."""
        now = time.monotonic()
        with self._lock:
            if now < self._rests_until or (self._in_doubt and self._began):
                return None
            if len(self._began) >= self._most and now - min(self._began.values()) > self._slow:
                return None
            self._number += 1
            self._began[self._number] = now
            return self._number

    @property
    def in_doubt(self) -> bool:
        """It failed after a long wait and has not succeeded since."""
        return self._in_doubt

    def leave(self, ticket: int, failed: bool | None) -> None:
        """`failed` None: nothing was learned of the part."""
        now = time.monotonic()
        with self._lock:
            took = now - self._began.pop(ticket)
            if failed:
                # What fails at once costs nobody anything.
                self._in_doubt = took > self._slow / 4
                self._rests_until = now + self._rest if self._in_doubt else 0.0
            elif failed is not None:
                self._in_doubt, self._rests_until = False, 0.0
