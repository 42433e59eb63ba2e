"""The collector of garbage, while pieces come by the thousand."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """What a chunk is made of is let go by itself; looking for circles in it after every 700
    objects took a twentieth of the time and found none."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
