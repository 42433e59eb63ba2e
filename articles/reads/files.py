"""Reads that wait in files: one a minute and process, a piece's number on each line.

A line goes to the end of its file in one write, so any number of threads may write, and a
process that dies has lost nothing that it counted. Nobody writes in a minute that is over: its
file is read and removed without asking its writers.
"""

import fcntl
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

# A minute of one process holds more reads than it can serve pages; past that nothing counts.
MINUTE_BYTES = 256 * 1024
# All that may wait on this machine while no worker runs; the oldest goes first.
FOLDER_BYTES = 64 * 1024 * 1024
_LOCK = "lock"


def add(article_id: int, minute: int) -> None:
    folder: Path = settings.READS
    path = folder / f"{minute}-{os.getpid()}"
    try:
        file = path.open("ab")
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    with file:
        size = file.tell()
        if size < MINUTE_BYTES:
            file.write(b"%d\n" % article_id)
    if not size:
        _make_room()


@contextmanager
def taken(before: int) -> Iterator[Counter[tuple[int, int]]]:
    """The reads of all minutes before that one. The files go when the block is left: a crash just
    then counts a minute twice, the other way round a failing database would lose it."""
    reads: Counter[tuple[int, int]] = Counter()
    folder: Path = settings.READS
    if not folder.is_dir():
        yield reads
        return
    with (folder / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield reads
            return
        ripe = [path for minute, path in _waiting() if minute < before]
        for path in ripe:
            # What stands behind the last line's end was being written when the machine stopped.
            for line in path.read_bytes().split(b"\n")[:-1]:
                if line.isdigit():
                    reads[int(path.name.partition("-")[0]), int(line)] += 1
        yield reads
        for path in ripe:
            path.unlink(missing_ok=True)


def _waiting() -> list[tuple[int, Path]]:
    """Every file with its minute, the oldest first."""
    found = []
    for path in settings.READS.iterdir():
        minute = path.name.partition("-")[0]
        if minute.isdigit():
            found.append((int(minute), path))
    return sorted(found)


def _make_room() -> None:
    """Once a minute: with no worker for days the disk does not fill up."""
    room = FOLDER_BYTES
    for _minute, path in reversed(_waiting()):
        try:
            room -= path.stat().st_size
            if room < 0:
                path.unlink()
        except FileNotFoundError:
            continue
