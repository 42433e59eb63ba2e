"""How much memory our processes hold, and how much waits, looked at again and again."""

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from articles.models import Appearance, Delivery, Invalidation, SideEffect
from newsroom.soak.house import House

_MB = 1024 * 1024


@dataclass
class Samples:
    memory: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    """Process → (seconds since the beginning, MB that it holds)."""
    queues: dict[str, list[tuple[float, int]]] = field(default_factory=dict)
    """Queue → (seconds since the beginning, how much is due in it and not done)."""


class Sampler(threading.Thread):
    def __init__(self, house: House, every: float) -> None:
        super().__init__(name="samples", daemon=True)
        self.found = Samples()
        self._house, self._every = house, every
        self._began = time.monotonic()
        self._over = threading.Event()

    def run(self) -> None:
        try:
            while not self._over.wait(self._every):
                self._look()
        finally:
            connections.close_all()

    def finish(self) -> Samples:
        self._over.set()
        self.join()
        return self.found

    def _look(self) -> None:
        at = time.monotonic() - self._began
        for name, pid in self._house.processes().items():
            # Named by its number: one that was started anew is another one.
            self.found.memory.setdefault(f"{name} ({pid})", []).append((at, held(pid)))
        for name, count in waiting().items():
            self.found.queues.setdefault(name, []).append((at, count))


def held(pid: int) -> float:
    """Resident memory in MB."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / _MB


def waiting() -> dict[str, int]:
    now = timezone.now()
    files = list(settings.READS.iterdir()) if settings.READS.is_dir() else []
    found = {
        "messages due": Delivery.objects.filter(
            sent_at=None, given_up_at=None, next_try_at__lte=now
        ).count(),
        "side effects due": SideEffect.objects.filter(
            done_at=None, given_up_at=None, next_try_at__lte=now
        ).count(),
        "appearances due": Appearance.objects.filter(seen_at=None, due_at__lte=now).count(),
        # They are kept for an hour and then pruned: it grows until then.
        "changes kept": Invalidation.objects.count(),
        "files of reads": len(files),
    }
    connection.close()
    return found


def slope(points: list[tuple[float, float]]) -> float:
    """By least squares, in the unit of the second number for each hour."""
    count = len(points)
    if count < 2:
        return 0.0
    middle_x = sum(x for x, _y in points) / count
    middle_y = sum(y for _x, y in points) / count
    spread = sum((x - middle_x) ** 2 for x, _y in points)
    together = sum((x - middle_x) * (y - middle_y) for x, y in points)
    return together / spread * 3600 if spread else 0.0


def settled(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The last two thirds: in the beginning every process fills what it keeps."""
    return points[len(points) // 3 :]
