"""This process's counters, bus and gate, as the settings want them."""

import time
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signals import request_started
from django.utils import timezone

from articles.pagetags import EVERYTHING
from articles.public.due import next_change
from articles.public.errors import busy
from articles.rendering.site import keep_while
from newsroom.pagestore.bus import Bus
from newsroom.pagestore.counters import SCHEDULE, Counters, slot_of
from newsroom.pagestore.gate import Application, Gate
from newsroom.pagestore.store import Store


@lru_cache(maxsize=1)
def counters() -> Counters:
    return Counters(settings.VAR / "pages.counters")


def bump(tags: list[str]) -> None:
    """Pages with one of these tags are made anew, in every process of this machine."""
    counters().bump([*tags, SCHEDULE])


class NextChange:
    """When the site next changes by itself, as a Unix time; asked of the database only when
    that time has come or something was changed."""

    def __init__(self, shared: Counters) -> None:
        self._slots = shared.slots
        self._known = (-1, 0.0)

    def __call__(self) -> float:
        number, at = self._known
        now = self._slots[slot_of(SCHEDULE)]
        if number != now or time.time() >= at:
            at = next_change(timezone.now()).timestamp()
            self._known = (now, at)
        return at


def hear() -> None:
    """Hear of changes from the first request on, in whatever process that is answered; what was
    read may then be remembered until it changes."""

    def begin(**_signal: Any) -> None:
        if request_started.disconnect(begin):
            shared = counters()
            Bus(shared).start()
            keep_while(lambda: shared.slots[slot_of(EVERYTHING)])

    request_started.connect(begin, weak=False)


def gate(inner: Application) -> Gate:
    header = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    shared = counters()
    return Gate(
        inner,
        Store(shared, settings.PAGE_STORE_BYTES),
        next_change=NextChange(shared),
        forwarded=header[0] if header else "",
        busy=busy,
    )
