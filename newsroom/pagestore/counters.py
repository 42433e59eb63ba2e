"""Slots that all processes of a machine share: a page holds while its slots are unchanged.

A tag has one of 4,096 slots; a slot is a random number of 64 bits. To change a tag is to write
a fresh random number into its slot: adding one could go backwards between two processes. Two
tags in one slot cost a page that is made again without need, and never a stale one.
"""

import mmap
import os
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from articles.pagetags import EVERYTHING

SLOTS = 4096
# Bumped with whatever may have changed when the next page changes by itself.
SCHEDULE = "schedule"
_RESERVED = {EVERYTHING: 0, SCHEDULE: 1}
_BYTES = SLOTS * 8


def slot_of(tag: str) -> int:
    if tag in _RESERVED:
        return _RESERVED[tag]
    return len(_RESERVED) + zlib.crc32(tag.encode()) % (SLOTS - len(_RESERVED))


class Counters:
    """The slots in a file of this machine; where it cannot be written, in this process alone,
    which then learns of changes from the bus."""

    def __init__(self, path: Path) -> None:
        self.shared = True
        try:
            self._map: mmap.mmap | bytearray = _open(path)
        except OSError:
            self.shared = False
            self._map = bytearray(os.urandom(_BYTES))
        self.slots = memoryview(self._map).cast("Q")

    def snapshot(self) -> memoryview:
        """All slots as they are at this moment."""
        return memoryview(bytes(self._map)).cast("Q")

    def bump(self, tags: Iterable[str]) -> None:
        for slot in {slot_of(tag) for tag in tags}:
            self.slots[slot] = int.from_bytes(os.urandom(8), "little")


def _open(path: Path) -> mmap.mmap:
    """The file, made once and never cut: whoever has it mapped keeps a whole one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as made:
            made.write(os.urandom(_BYTES))
        Path(made.name).chmod(0o660)
        try:
            os.link(made.name, path)
        except FileExistsError:
            pass  # Another process was first.
        finally:
            Path(made.name).unlink()
    with path.open("r+b") as file:
        if os.fstat(file.fileno()).st_size != _BYTES:
            raise OSError(f"{path} is not a file of {_BYTES} bytes.")
        return mmap.mmap(file.fileno(), _BYTES)
