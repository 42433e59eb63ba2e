"""What all processes of the day share: a few numbers in common memory."""

import time
from datetime import UTC, datetime
from multiprocessing.context import BaseContext

from newsroom.day.plan import Plan


class Clock:
    """`peak` is the second for which the peak's pieces are set, 0 while nobody has said it."""

    def __init__(self, context: BaseContext, plan: Plan, writers: int) -> None:
        self.plan = plan
        self.began = time.time()
        self._peak = context.Value("d", 0.0)
        self._last_act = context.Value("d", time.time())
        self._writers = context.Value("i", writers)

    @property
    def peak(self) -> datetime | None:
        return datetime.fromtimestamp(self._peak.value, UTC) if self._peak.value else None

    def set_peak(self) -> datetime:
        self._peak.value = float(int(time.time() + self.plan.lead) + 1)
        self.acted()
        assert self.peak is not None
        return self.peak

    def before_peak(self) -> bool:
        """Whether a piece can still be set for it, with a second to spare."""
        return time.time() < self._peak.value - 1

    def acted(self) -> None:
        self._last_act.value = time.time()

    def stops_writing(self) -> None:
        with self._writers.get_lock():
            self._writers.value -= 1

    @property
    def lively(self) -> bool:
        return self._writers.value > 0

    @property
    def still(self) -> bool:
        """Nobody has done anything for a while, nor is about to."""
        return time.time() - self._last_act.value > self.plan.rest

    @property
    def over(self) -> bool:
        """The peak has been, and nothing is left to do."""
        return self.still and 0 < self._peak.value < time.time()

    @property
    def too_late(self) -> bool:
        return time.time() - self.began > self.plan.limit
