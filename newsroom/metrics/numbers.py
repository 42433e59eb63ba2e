"""Which numbers there are, and each one's place in the shared row."""

import zlib
from dataclasses import dataclass

from django.conf import settings

from newsroom.metrics.shared import Shared

WINGS = ("public", "desk")
CLASSES = ("2xx", "3xx", "4xx", "5xx")
# Upper bounds in seconds of the histogram of answers.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Number:
    name: str
    labels: str = ""

    @property
    def written(self) -> str:
        return f"{self.name}{{{self.labels}}}" if self.labels else self.name


HELP: dict[str, tuple[str, str]] = {
    "newsroom_requests_total": ("counter", "Requests that Django answered, by wing and class."),
    "newsroom_page_store_total": (
        "counter", "Readers' pages: answered before Django (hit) or made (miss)."
    ),
    "newsroom_request_seconds": ("histogram", "How long Django took for an answer."),
    "newsroom_acts_total": ("counter", "Steps of pieces that were taken, by name."),
    "newsroom_sign_in_failures_total": ("counter", "Sign-ins that failed."),
    "newsroom_refusals_total": ("counter", "Requests that were refused (403)."),
    "newsroom_access_log_failures_total": (
        "counter", "Openings of pieces that could not be written down."
    ),
}  # fmt: skip
ACTS = ("submit", "publish", "withdraw", "reinstate", "override")


def _numbers() -> list[Number]:
    found = [
        Number("newsroom_requests_total", f'wing="{wing}",class="{each}"')
        for wing in WINGS
        for each in CLASSES
    ]
    found += [Number("newsroom_page_store_total", f'result="{each}"') for each in ("hit", "miss")]
    for wing in WINGS:
        for bound in (*BUCKETS, "+Inf"):
            found.append(Number("newsroom_request_seconds_bucket", f'wing="{wing}",le="{bound}"'))
        found.append(Number("newsroom_request_seconds_sum", f'wing="{wing}"'))
        found.append(Number("newsroom_request_seconds_count", f'wing="{wing}"'))
    found += [Number("newsroom_acts_total", f'act="{act}"') for act in ACTS]
    found += [
        Number(f"newsroom_{each}_total")
        for each in ("sign_in_failures", "refusals", "access_log_failures")
    ]
    return found


NUMBERS = _numbers()
_PLACES = {number.written: place for place, number in enumerate(NUMBERS)}
# Another set of numbers is another file: no row is read as what it is not.
_LAYOUT = zlib.crc32("\n".join(_PLACES).encode())
shared = Shared(settings.VAR / f"metrics-{_LAYOUT:08x}", len(NUMBERS))


def add(name: str, labels: str = "", value: float = 1.0) -> None:
    place = _PLACES.get(Number(name, labels).written)
    if place is not None:
        shared.add(place, value)


def took(wing: str, seconds: float) -> None:
    bound = next((each for each in BUCKETS if seconds <= each), "+Inf")
    # Each bucket alone; `page` adds them up as the format wants it.
    add("newsroom_request_seconds_bucket", f'wing="{wing}",le="{bound}"')
    add("newsroom_request_seconds_sum", f'wing="{wing}"', seconds)
    add("newsroom_request_seconds_count", f'wing="{wing}"')
