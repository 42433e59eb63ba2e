"""A long load without kills: readers at a share of what the server can answer, editors saving."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from articles.models import PublishedArticle, Section
from newsroom.soak import staff
from newsroom.soak.asking import Asked, ask
from newsroom.soak.house import House
from newsroom.soak.notes import Notes
from newsroom.soak.plan import Plan
from newsroom.soak.samples import Sampler, Samples

_EACH = 30  # seconds of one run of wrk
_PAGES = 60
_ENDS_WITHIN = 120.0
# Between 0.6 and 1.4 of the pace.
_SPREAD = 0.4


@dataclass
class Steady:
    ceiling: Asked
    asked: list[Asked] = field(default_factory=list)
    samples: Samples = field(default_factory=Samples)
    seconds: float = 0.0

    @property
    def count(self) -> int:
        return sum(each.count for each in self.asked)

    @property
    def bad(self) -> int:
        return sum(each.bad for each in self.asked)

    @property
    def rate(self) -> float:
        return self.count / self.seconds if self.seconds else 0.0

    @property
    def slowest(self) -> float:
        return max((each.slowest for each in self.asked), default=0.0)


def paths(section: Section) -> list[str]:
    """The front page, lists, feeds and the newest pieces; none that the editors may withdraw."""
    newest = PublishedArticle.objects.visible().exclude(section=section).newest()[:_PAGES]
    others = Section.objects.exclude(pk=section.pk).values_list("slug", flat=True)
    lists = ["/", "/feeds/latest.rss", "/archive/", *(f"/{slug}/" for slug in others)]
    return [*lists, *(piece.get_absolute_url() for piece in newest)]


def load(
    plan: Plan,
    house: House,
    section: Section,
    notes: Notes,
    progress: Callable[[float, float], None],
) -> Steady:
    pages = paths(section)
    ask(house.site, pages, 2)
    found = Steady(ask(house.site, pages, plan.measure))
    stop = threading.Event()

    def waits(number: int) -> Callable[[], float]:
        chance = plan.random("pace", number)
        return lambda: plan.pace * chance.uniform(1 - _SPREAD, 1 + _SPREAD)

    crews = staff.crews(
        plan.editors, plan, section, house.port, notes, stop, waits, first=plan.crews
    )
    long = plan.minutes * 60
    wanted = aim = found.ceiling.rate * plan.share
    sampler = Sampler(house, every=max(1.0, min(10.0, long / 60)))
    for thread in (sampler, *crews):
        thread.start()
    began = time.monotonic()
    try:
        while (gone := time.monotonic() - began) < long - 1:
            progress(gone, long)
            seconds = max(1, min(_EACH, round(long - gone)))
            asked = ask(house.site, pages, seconds, rate=aim)
            found.asked.append(asked)
            # Who waits for answers asks less often than they mean to.
            aim *= min(1.5, max(0.7, wanted / max(asked.rate, 1.0)))
    finally:
        found.seconds = time.monotonic() - began
        stop.set()
        for crew in crews:
            crew.join(_ENDS_WITHIN)
        found.samples = sampler.finish()
    notes.errors += [f"{crew.name} hangs" for crew in crews if crew.is_alive()]
    return found
