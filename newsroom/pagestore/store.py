"""Pages in memory, bounded in bytes, each with what it was made from."""

import threading
from dataclasses import dataclass, field

from articles.pagetags import EVERYTHING
from newsroom.pagestore.counters import Counters, slot_of

Key = tuple[str, ...]
Headers = list[tuple[str, str]]
# What a page takes beside its bytes: headers, slots, places in tables.
_OVERHEAD = 2000


@dataclass(slots=True)
class Page:
    """`status` as WSGI writes it; `headers` without those that depend on the packing.

    `holds` are slots with the numbers they had before the page's first query; `everything` is
    the number of the one slot that even a page served in need must agree with. `until` is a
    Unix time in seconds.
    """

    status: str
    headers: Headers
    body: bytes
    etag: str
    holds: tuple[tuple[int, int], ...]
    everything: int
    until: float
    packed: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)
    asked: bool = False

    @property
    def size(self) -> int:
        packed = (body for _headers, body in self.packed.values() if body is not self.body)
        return len(self.body) + sum(map(len, packed))


class Store:
    """`limit` in bytes. Reading `pages` takes no lock: a page is put in whole or not at all."""

    def __init__(self, counters: Counters, limit: int) -> None:
        self.counters = counters
        self._limit = limit
        self.pages: dict[Key, Page] = {}
        self._weighs: dict[Key, int] = {}
        self._total = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.pages)

    @property
    def total(self) -> int:
        return self._total

    def fresh(self, page: Page, now: float) -> bool:
        slots = self.counters.slots
        for slot, number in page.holds:
            if slots[slot] != number:
                return False
        return now < page.until

    def usable(self, page: Page) -> bool:
        """Whether a page that is no longer fresh may be served when nothing fresher can be
        made: no withdrawal and no change of identity or sections since."""
        return self.counters.slots[slot_of(EVERYTHING)] == page.everything

    def put(self, key: Key, page: Page) -> None:
        with self._lock:
            self._drop(key)
            self.pages[key] = page
            self._weigh(key, page)
            self._make_room()

    def keep_packed(
        self, key: Key, page: Page, name: str, made: tuple[Headers, bytes]
    ) -> tuple[Headers, bytes]:
        """One packing of the page, made when it was first asked for, is kept beside it."""
        with self._lock:
            page.packed[name] = made
            if self.pages.get(key) is page:
                self._total -= self._weighs[key]
                self._weigh(key, page)
                self._make_room()
        return made

    def _weigh(self, key: Key, page: Page) -> None:
        self._weighs[key] = page.size + _OVERHEAD
        self._total += self._weighs[key]

    def _drop(self, key: Key) -> None:
        if self.pages.pop(key, None) is not None:
            self._total -= self._weighs.pop(key)

    def _make_room(self) -> None:
        """The oldest go first; one that was asked for since it came up last goes to the back."""
        while self._total > self._limit and self.pages:
            key, page = next(iter(self.pages.items()))
            if page.asked:
                page.asked = False
                del self.pages[key]
                self.pages[key] = page
            else:
                self._drop(key)
