"""What was needed once is given back to the machine.

glibc keeps what was freed: in a heap of its own for each of up to eight times as many threads as
there are processors, and in blocks of up to 32 MB once one of that size was freed. Some minutes of
much saving made a server process 18 MB larger so, of which 3 were in use.
"""

import ctypes

# Of <malloc.h>; see mallopt(3).
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8


def keep_little() -> None:
    """For this process; where the C library has no such switch, nothing."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return
    mallopt(_ARENA_MAX, 2)
    mallopt(_MMAP_THRESHOLD, 256 * 1024)
    mallopt(_TRIM_THRESHOLD, 1024 * 1024)
