"""The outermost WSGI layer of a process that serves readers.

A page that is kept and holds is answered at once. Otherwise one request makes it, while others
for the same address wait; the slots are copied before the first query, so that what was read
before a change can never be kept as if it had been read after it.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable
from time import time
from typing import Any

from articles.faults import Fault, fault_of
from articles.pagetags import EVERYTHING
from articles.public import packing as packs
from articles.strain import Strain
from newsroom.pagestore.asked import Hosts, parameters, taken
from newsroom.pagestore.counters import slot_of
from newsroom.pagestore.store import Headers, Key, Page, Store

log = logging.getLogger(__name__)
Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

TAGS = "Cache-Tag"
# The longest that a page is kept: lists such as the most read are no older than this.
LONGEST = 60.0
# Seconds that a request waits for another one that makes the same page.
_PATIENCE = 10.0
# … where there is an older one to give out.
_PATIENCE_WITH = 1.0
_KEPT = ("200 ", "410 ")
_READING = frozenset({"GET", "HEAD"})
_FAILED = ("500 ", "502 ", "503 ")
# The name of the request that made a page is of no other answer.
_NAME = "x-request-id"
_NOT_OURS = frozenset({"content-length", "etag", "content-encoding", "vary", "date", _NAME})
# What is not for readers, or asks no database.
_OTHERS = ("/admin/", "/preview/", "/static/", "/healthz", "/readyz", "/metrics")
# A page is made for everybody: not packed, whole, and by nobody in particular.
_PERSONAL = (
    "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE", "HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE",
)  # fmt: skip


class Gate:
    """`inner` is the application behind; `next_change` says at which Unix time the site next
    changes by itself; `busy` makes the answer for whoever would have to wait too long."""

    def __init__(
        self,
        inner: Application,
        store: Store,
        *,
        next_change: Callable[[], float],
        forwarded: str = "",
        busy: Callable[[], tuple[Headers, bytes]] = lambda: ([("Cache-Control", "no-store")], b""),
    ) -> None:
        self._inner, self.store = inner, store
        # Looked up once: every answer runs through these.
        self._pages, self._fresh = store.pages, store.fresh
        self._next_change = next_change
        self._busy = busy
        self._strain = Strain()
        self._forwarded = forwarded
        self._hosts = Hosts()
        self._making: dict[Key, threading.Event] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in _READING:
            return self._inner(environ, start)
        query = environ.get("QUERY_STRING")
        if query:
            wanted = parameters(environ)
            if wanted is None:
                return self._pass(environ, start)
            query = taken(query, wanted)
        scheme = environ["wsgi.url_scheme"]
        if self._forwarded:
            scheme = environ.get(self._forwarded, scheme)
        # Host, path and the parameters that the page takes: nobody can fill the store with others.
        host = self._hosts[environ.get("HTTP_HOST", "")]
        key = scheme, host, environ.get("PATH_INFO", ""), query or ""
        page = self._pages.get(key)
        if page is not None and self._fresh(page, time()):
            page.asked = True
            return self._answer(key, page, environ, start)
        if not environ.get("QUERY_STRING") and parameters(environ) is None:
            return self._pass(environ, start)
        return self._make(key, environ, start)

    def _pass(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """What is no page of ours: pictures, search. While the database is in doubt, readers' ones
        are tried one at a time, like pages."""
        if not self._strain.in_doubt or environ.get("PATH_INFO", "").startswith(_OTHERS):
            return self._inner(environ, start)
        ticket = self._strain.enter()
        if ticket is None:
            return self._refuse(environ, start)
        told: list[str] = []

        def listen(status: str, *rest: Any) -> Any:
            told[:] = [status]
            return start(status, *rest)

        try:
            return self._inner(environ, listen)
        finally:
            self._strain.leave(ticket, told[-1].startswith(_FAILED) if told else True)

    # --- Making a page ------------------------------------------------------------------------

    def _make(self, key: Key, environ: Environ, start: Start) -> Iterable[bytes]:
        ticket = self._strain.enter()
        if ticket is None:
            return self._without(key, environ, start)
        failed: list[bool] = []
        try:
            return self._make_once(key, environ, start, failed)
        finally:
            self._strain.leave(ticket, failed[-1] if failed else None)

    def _make_once(
        self, key: Key, environ: Environ, start: Start, failed: list[bool]
    ) -> Iterable[bytes]:
        for _try in range(3):
            with self._lock:
                others = self._making.get(key)
                if others is None:
                    mine = self._making[key] = threading.Event()
            if others is None:
                try:
                    return self._render(key, environ, start, failed)
                finally:
                    with self._lock:
                        del self._making[key]
                    mine.set()
            held = self._held(key)
            if not others.wait(_PATIENCE_WITH if held else _PATIENCE) and held:
                return self._answer(key, held, environ, start, stale=True)
            # What the other one made may be older than a change that this request came after.
            page = self._pages.get(key)
            if page is not None and self.store.fresh(page, time()):
                return self._answer(key, page, environ, start)
        return self._render(key, environ, start, failed)

    def _held(self, key: Key) -> Page | None:
        """What may be served in need."""
        page = self._pages.get(key)
        return page if page is not None and self.store.usable(page) else None

    def _without(self, key: Key, environ: Environ, start: Start) -> Iterable[bytes]:
        """An answer for which nothing is asked of the database."""
        if held := self._held(key):
            return self._answer(key, held, environ, start, stale=True)
        return self._refuse(environ, start)

    def _refuse(self, environ: Environ, start: Start) -> Iterable[bytes]:
        headers, body = self._busy()
        start("503 Service Unavailable", [*headers, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _render(
        self, key: Key, environ: Environ, start: Start, failed: list[bool]
    ) -> Iterable[bytes]:
        before = self.store.counters.snapshot()
        now = time()
        plain = {name: value for name, value in environ.items() if name not in _PERSONAL}
        plain |= {"REQUEST_METHOD": "GET", "QUERY_STRING": key[3]}
        told: list[tuple[str, Headers]] = []

        def listen(status: str, headers: Headers, _error: Any = None) -> Callable[[bytes], object]:
            told[:] = [(status, headers)]
            return lambda _body: None

        try:
            until = min(now + LONGEST, self._next_change())
        except Exception as problem:
            if fault_of(problem) is Fault.AWAY:
                # Asking for the page as well would take as long again.
                failed.append(True)
                log.warning("The database is away: %s", problem)
                return self._without(key, environ, start)
            log.exception("When the site next changes could not be asked")
            until = now
        parts = self._inner(plain, listen)
        try:
            body = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        ((status, headers),) = told
        failed.append(status.startswith(_FAILED))
        if status.startswith("404 ") and environ.get("QUERY_STRING", "") != key[3]:
            # An address of the paper's older site may be told by what was left out.
            asked = {name: environ.get(name, "") for name in ("REQUEST_METHOD", "QUERY_STRING")}
            return self._inner(plain | asked, start)
        if failed[-1] and (held := self._held(key)):
            return self._answer(key, held, environ, start, stale=True)
        tags = next((value for name, value in headers if name == TAGS), "")
        may_keep = tags and status.startswith(_KEPT) and not _sets_cookie(headers)
        if not may_keep:
            start(status, headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        made = _page(status, headers, body, tags, before, until)
        self.store.put(key, made)
        own = [pair for pair in headers if pair[0].lower() == _NAME]
        return self._answer(key, made, environ, lambda status, kept: start(status, [*kept, *own]))

    # --- Answering ----------------------------------------------------------------------------

    def _answer(
        self, key: Key, page: Page, environ: Environ, start: Start, *, stale: bool = False
    ) -> Iterable[bytes]:
        packing = packs.chosen(environ.get("HTTP_ACCEPT_ENCODING", ""))
        made = page.packed.get(packing)
        if made is None:
            made = self.store.keep_packed(key, page, packing, _pack(page, packing))
        headers, body = made
        if stale:
            # RFC 9111 has retired Warning; a name of our own says it to whoever looks.
            headers = [*headers, ("X-Newsroom-Stale", "1")]
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and page.status.startswith("200 ") and _matches(asked, page.etag):
            start("304 Not Modified", [pair for pair in headers if pair[0].lower() not in _BODYS])
            return []
        start(page.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


_BODYS = frozenset({"content-length", "content-type", "content-encoding"})


def _sets_cookie(headers: Headers) -> bool:
    return any(
        name.lower() == "set-cookie" or (name.lower() == "vary" and "cookie" in value.lower())
        for name, value in headers
    )


def _page(
    status: str, headers: Headers, body: bytes, tags: str, before: memoryview, until: float
) -> Page:
    slots = {slot_of(tag) for tag in [*tags.split(","), EVERYTHING] if tag}
    return Page(
        status,
        [pair for pair in headers if pair[0].lower() not in _NOT_OURS],
        body,
        f'W/"{hashlib.sha256(body).hexdigest()[:32]}"',
        tuple((slot, before[slot]) for slot in sorted(slots)),
        before[slot_of(EVERYTHING)],
        until,
    )


def _pack(page: Page, packing: str) -> tuple[Headers, bytes]:
    body = page.body
    if len(body) < packs.TOO_SHORT:
        packing = ""
    body = packs.pack(body, packing, packs.KEPT)
    headers = [
        *page.headers,
        ("Vary", "Accept-Encoding"),
        ("Content-Length", str(len(body))),
    ]
    if page.status.startswith("200 "):
        headers.append(("ETag", page.etag))
    if packing:
        headers.append(("Content-Encoding", packing))
    return headers, body


def _matches(asked: str, etag: str) -> bool:
    """Weak comparison, as If-None-Match wants it (RFC 9110, 13.1.2)."""
    mine = etag.removeprefix("W/")
    return asked.strip() == "*" or any(
        each.strip().removeprefix("W/") == mine for each in asked.split(",")
    )
