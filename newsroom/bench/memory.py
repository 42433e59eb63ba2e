"""What a server's processes take of the machine's memory, as Linux tells it."""

import os
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True)
class Process:
    """`resident` in bytes."""

    number: int
    resident: int


def workers() -> list[Process]:
    """The processes that a server has started which this process has started, in their order."""
    children = _children()
    servers = children.get(os.getpid(), [])
    numbers = sorted(worker for server in servers for worker in children.get(server, []))
    return [Process(number, _resident(number)) for number in numbers]


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for folder in _PROC.iterdir():
        if folder.name.isdecimal():
            try:
                stat = (folder / "stat").read_text()
            except OSError:
                continue
            parent = int(stat.rpartition(")")[2].split()[1])
            found.setdefault(parent, []).append(int(folder.name))
    return found


def _resident(number: int) -> int:
    lines = (_PROC / str(number) / "status").read_text().splitlines()
    line = next(line for line in lines if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024
