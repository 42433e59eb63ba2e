"""Sums in a file that all processes of a machine have mapped: each adds in a row of its own, a
reader adds the rows up. A row is taken over from a process that has ended, with what it counted:
sums never go down."""

import fcntl
import mmap
import os
import threading
from pathlib import Path

ROWS = 64
_NUMBER = 8


class Shared:
    """`size` numbers. Where the file cannot be written, the numbers of this process alone."""

    def __init__(self, path: Path, size: int) -> None:
        self._path, self._size = path, size
        self._lock = threading.Lock()
        self._pid = 0
        self._file: int | None = None

    def add(self, place: int, value: float = 1.0) -> None:
        with self._lock:
            self._open()
            self._mine[place] += value

    def totals(self) -> list[float]:
        with self._lock:
            self._open()
            rows = [
                self._all[row * self._size : (row + 1) * self._size] for row in range(self._rows)
            ]
            return [sum(column) for column in zip(*rows, strict=True)]

    def _open(self) -> None:
        """Also after a fork: the child counts in a row of its own."""
        if self._pid == os.getpid():
            return
        try:
            row = self._map()
        except OSError:
            self._all, row, self._rows = memoryview(bytearray(self._size * _NUMBER)).cast("d"), 0, 1
        self._mine = self._all[row * self._size : (row + 1) * self._size]
        self._pid = os.getpid()

    def _map(self) -> int:
        length = ROWS * self._size * _NUMBER
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Never closed while the process lives: that would give the row back.
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o660)
        if os.fstat(file).st_size < length:
            os.ftruncate(file, length)
        self._file, self._rows = file, ROWS
        self._all = memoryview(mmap.mmap(file, length)).cast("d")
        for row in range(ROWS - 1):
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, row)
                return row
            except OSError:
                continue
        # More processes than rows share the last one, and may lose a count now and then.
        return ROWS - 1
