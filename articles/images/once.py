"""That two who want the same thing made at once have it made once."""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

_LOCKS = 64


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold the right to make `name` on this machine, whichever process or thread asks.

    Where locks cannot be written each makes it for itself, which is slower and as right.
    """
    folder = settings.VAR / "locks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / f"{zlib.crc32(name.encode()) % _LOCKS:02}").open("a")
    except OSError:
        yield
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
