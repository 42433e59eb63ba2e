"""How often one caller may count within a minute.

Kept in the memory of one process for that minute: a number beside a hash whose salt nobody
knows and which is thrown away with it. Callers cannot be told from it, then or later.
"""

import secrets
import threading
import time
from hashlib import blake2b

# So many callers a minute are remembered, some megabytes; a larger crowd counts unlimited.
MOST_CALLERS = 50_000


class Rate:
    def __init__(self, most: int, seconds: float = 60.0) -> None:
        self._most, self._seconds = most, seconds
        self._lock = threading.Lock()
        self._ends = 0.0

    def admits(self, caller: str) -> bool:
        """Whether the caller stays within the rate with this call."""
        with self._lock:
            now = time.monotonic()
            if now >= self._ends:
                self._ends = now + self._seconds
                self._salt = secrets.token_bytes(16)
                self._calls: dict[bytes, int] = {}
            who = blake2b(caller.encode(), key=self._salt, digest_size=8).digest()
            if who not in self._calls and len(self._calls) >= MOST_CALLERS:
                return True
            self._calls[who] = self._calls.get(who, 0) + 1
            return self._calls[who] <= self._most
