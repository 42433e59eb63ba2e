"""The day in a table: what was done, how late the scheduled pieces were, what is wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING

from newsroom.day.notebook import Notebook
from newsroom.day.plan import Plan
from newsroom.day.readers import Appointment, completion, lateness

if TYPE_CHECKING:
    from newsroom.day.checks import Finding

_ANSWERS = ("done", "refused", "not allowed", "stale")
_SHOWN = 5


@dataclass(frozen=True)
class Day:
    plan: Plan
    notes: Notebook
    appointments: list[Appointment]
    peak: datetime | None
    seconds: float


def acts(day: Day) -> Iterator[str]:
    yield f"| {'act':<14} | {'done':>6} | {'refused':>8} | {'not allowed':>11} | {'stale':>6} |"
    yield f"|{'-' * 16}|{'-' * 7}:|{'-' * 9}:|{'-' * 12}:|{'-' * 7}:|"
    widths = (6, 8, 11, 6)
    names = sorted({act for act, _answer in day.notes.acts})
    for name in names:
        numbers = [day.notes.acts[name, answer] for answer in _ANSWERS]
        cells = (f"{number:>{width}}" for number, width in zip(numbers, widths, strict=True))
        yield f"| {name:<14} | {' | '.join(cells)} |"


def times(day: Day) -> Iterator[str]:
    yield f"The day took {day.seconds:.0f} s; the slowest act {day.notes.longest:.2f} s."
    moment = day.peak.timestamp() if day.peak else None
    at_peak = [each for each in day.appointments if each.at == moment]
    for what, met in (("scheduled pieces", day.appointments), ("of them at the peak", at_peak)):
        late, complete = lateness(met), completion(met)
        if late and complete:
            yield (
                f"{len(late)} {what}: shown to whoever asked {median(late):.3f} s after their "
                f"time in the median, {late[-1]:.3f} s at worst; the page was complete after "
                f"{median(complete):.3f} s in the median, {complete[-1]:.3f} s at worst."
            )


def verdict(found: "Iterable[Finding]") -> Iterator[str]:
    for each in found:
        yield f"{'FAILED' if each.wrong else 'ok':<7}{each.question} ({each.looked_at})"
        for wrong in each.wrong[:_SHOWN]:
            yield f"         {wrong}"
        if len(each.wrong) > _SHOWN:
            yield f"         … and {len(each.wrong) - _SHOWN} more"
