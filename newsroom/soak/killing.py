"""Kill something at a random moment, start it again, and once more."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from articles.models import Section
from newsroom.soak import staff
from newsroom.soak.house import House
from newsroom.soak.notes import Notes
from newsroom.soak.plan import Plan

# Between all being well and the next kill, in seconds.
_SOONEST, _LATEST = 0.05, 2.0
_ENDS_WITHIN = 120.0


@dataclass
class Killed:
    kills: Counter[str] = field(default_factory=Counter)
    """What → how often."""
    amid: int = 0
    """Kills at whose moment an act had been sent and not been answered."""
    seconds: float = 0.0


def game(
    plan: Plan,
    house: House,
    section: Section,
    notes: Notes,
    progress: Callable[[int, int], None],
) -> Killed:
    stop = threading.Event()

    def waits(number: int) -> Callable[[], float]:
        chance = plan.random("pace", number)
        return lambda: chance.uniform(0, plan.thinking)

    crews = staff.crews(plan.crews, plan, section, house.port, notes, stop, waits)
    for crew in crews:
        crew.start()
    killed = Killed()
    began = time.monotonic()
    try:
        _kill(plan, house, notes, killed, progress)
    finally:
        stop.set()
        for crew in crews:
            crew.join(_ENDS_WITHIN)
    killed.seconds = time.monotonic() - began
    # A server whose processes died too often gives up a moment later.
    time.sleep(1)
    house.mend()
    notes.errors += [f"{crew.name} hangs" for crew in crews if crew.is_alive()]
    return killed


def _kill(
    plan: Plan,
    house: House,
    notes: Notes,
    killed: Killed,
    progress: Callable[[int, int], None],
) -> None:
    chance = plan.random("kills")
    targets = house.targets
    ends = time.monotonic() + plan.within * 60
    while (done := killed.kills.total()) < plan.kills and time.monotonic() < ends:
        time.sleep(chance.uniform(_SOONEST, _LATEST))
        target = chance.choices(list(targets), list(targets.values()))[0]
        amid = notes.under_way
        if house.kill(target, chance):
            killed.kills[target] += 1
            killed.amid += bool(amid)
            progress(done + 1, plan.kills)
        house.mend()
