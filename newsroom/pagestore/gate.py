"""The outermost WSGI layer of a process that serves readers.

A page that is kept and holds is answered at once. Otherwise one request makes it, while others
for the same address wait; the slots are copied before the first query, so that what was read
before a change can never be kept as if it had been read after it.
"""

import gzip
import hashlib
import logging
import threading
from collections.abc import Callable, Iterable
from functools import lru_cache
from time import time
from typing import Any
from urllib.parse import parse_qsl, urlencode

import brotli
from django.urls import Resolver404, resolve

from articles.pagetags import EVERYTHING
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
_TOO_SHORT_TO_PACK = 200
_KEPT = ("200 ", "410 ")
_READING = frozenset({"GET", "HEAD"})
_FAILED = ("500 ", "502 ", "503 ")
# The name of the request that made a page is of no other answer.
_NAME = "x-request-id"
_NOT_OURS = frozenset({"content-length", "etag", "content-encoding", "vary", "date", _NAME})
# A page is made for everybody: not packed, whole, and by nobody in particular.
_PERSONAL = (
    "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE", "HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE",
)  # fmt: skip


class Gate:
    """`inner` is the application behind; `next_change` says at which Unix time the site next
    changes by itself."""

    def __init__(
        self,
        inner: Application,
        store: Store,
        *,
        next_change: Callable[[], float],
        forwarded: str = "",
    ) -> None:
        self._inner, self.store = inner, store
        # Looked up once: every answer runs through these.
        self._pages, self._fresh = store.pages, store.fresh
        self._next_change = next_change
        self._forwarded = forwarded
        self._making: dict[Key, threading.Event] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in _READING:
            return self._inner(environ, start)
        query = environ.get("QUERY_STRING")
        if query:
            wanted = _parameters(environ)
            if wanted is None:
                return self._inner(environ, start)
            query = _taken(query, wanted)
        scheme = environ["wsgi.url_scheme"]
        if self._forwarded:
            scheme = environ.get(self._forwarded, scheme)
        # Host, path and the parameters that the page takes: nobody can fill the store with others.
        key = scheme, environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", ""), query or ""
        page = self._pages.get(key)
        if page is not None and self._fresh(page, time()):
            page.asked = True
            return self._answer(key, page, environ, start)
        if not environ.get("QUERY_STRING") and _parameters(environ) is None:
            return self._inner(environ, start)
        return self._make(key, environ, start)

    # --- Making a page ------------------------------------------------------------------------

    def _make(self, key: Key, environ: Environ, start: Start) -> Iterable[bytes]:
        for _try in range(3):
            with self._lock:
                others = self._making.get(key)
                if others is None:
                    mine = self._making[key] = threading.Event()
            if others is None:
                try:
                    return self._render(key, environ, start)
                finally:
                    with self._lock:
                        del self._making[key]
                    mine.set()
            others.wait(_PATIENCE)
            # What the other one made may be older than a change that this request came after.
            page = self._pages.get(key)
            if page is not None and self.store.fresh(page, time()):
                return self._answer(key, page, environ, start)
        return self._render(key, environ, start)

    def _render(self, key: Key, environ: Environ, start: Start) -> Iterable[bytes]:
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
        except Exception:
            # The database is away: the page itself will say so, or be the one that is kept.
            log.exception("When the site next changes could not be asked")
            until = now
        parts = self._inner(plain, listen)
        try:
            body = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        ((status, headers),) = told
        held = self._pages.get(key)
        if status.startswith(_FAILED) and held is not None and self.store.usable(held):
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
        packing = _packing(environ.get("HTTP_ACCEPT_ENCODING", ""))
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


def _parameters(environ: Environ) -> frozenset[str] | None:
    """The parameters that the page at this address takes; None: no page to keep."""
    try:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode()
        found = resolve(path)
    except (Resolver404, UnicodeError):
        return None
    known: frozenset[str] | None = getattr(found.func, "page_parameters", None)
    return known


def _taken(query: str, wanted: frozenset[str]) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    return urlencode(sorted(pair for pair in pairs if pair[0] in wanted), encoding="latin-1")


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


@lru_cache(maxsize=256)
def _packing(accepts: str) -> str:
    """`br`, `gzip` or nothing: what this reader can unpack (RFC 9110, 12.5.3)."""
    offered: dict[str, str] = {}
    for part in accepts.lower().split(","):
        name, _semicolon, weight = part.partition(";")
        offered[name.strip()] = weight.replace(" ", "")
    for name in ("br", "gzip"):
        if offered.get(name, "q=0") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            return name
    return ""


def _pack(page: Page, packing: str) -> tuple[Headers, bytes]:
    body = page.body
    if len(body) < _TOO_SHORT_TO_PACK:
        packing = ""
    if packing == "br":
        body = brotli.compress(body, quality=5)
    elif packing == "gzip":
        body = gzip.compress(body, 6, mtime=0)
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
