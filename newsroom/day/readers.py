"""Readers: they ask a real server over HTTP, most of all around the second of a publication."""

import http.client
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, PriorityQueue
from urllib.parse import urlsplit

from django.db import connections
from django.utils import timezone

from articles.models import PublishedArticle

_PAUSE = 0.02
# How likely somebody who has nothing to wait for looks at the paper, five times a second.
_READS_ALONG = 0.02
_GIVES_UP = 5.0
# Seconds that a question before a piece's time may take on a machine that is full of work.
_ANSWERED_WITHIN = 2.5


class Reader:
    """One connection that stays open, as browsers keep theirs."""

    def __init__(self, site: str) -> None:
        self.host = urlsplit(site).netloc
        self._connection = http.client.HTTPConnection(self.host, timeout=20)

    def get(self, path: str) -> tuple[int, str]:
        for last_try in (False, True):
            try:
                self._connection.request("GET", path)
                answer = self._connection.getresponse()
                return answer.status, answer.read().decode(errors="replace")
            except (http.client.HTTPException, OSError):
                self._connection.close()
                if last_try:
                    raise
        raise AssertionError

    def close(self) -> None:
        self._connection.close()


@dataclass(order=True)
class Appointment:
    """A piece and the second at which it is to appear. `early` is an answer before it."""

    at: float
    article_id: int
    path: str = field(compare=False)
    early: bool = field(default=False, compare=False)
    seen_after: float | None = field(default=None, compare=False)
    """Seconds from the set time to the asking of the first question that was answered with the
    piece: whoever asked then was shown it. They ask again as soon as they are refused."""
    complete_after: float | None = field(default=None, compare=False)
    """Seconds from the set time to the end of that answer: a busy server takes its time."""
    cancelled: bool = field(default=False, compare=False)


class Watch:
    """Threads that find out what is scheduled and ask for it around its second."""

    def __init__(self, site: str, readers: int) -> None:
        self.site = site
        self.kept: dict[tuple[int, float], Appointment] = {}
        self._due: PriorityQueue[Appointment] = PriorityQueue()
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=self._look_ahead)]
        self._threads += [threading.Thread(target=self._ask) for _reader in range(readers)]
        self.errors: list[str] = []

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self) -> list[Appointment]:
        """Wait for what is still scheduled, then for the readers."""
        self._closing.set()
        for thread in self._threads:
            thread.join()
        return sorted(self.kept.values())

    def _look_ahead(self) -> None:
        try:
            while True:
                closing = self._closing.is_set()
                ahead = PublishedArticle.objects.filter(
                    visible_from__gt=timezone.now(), withdrawn_at=None
                )
                for piece in ahead.only("id", "date", "visible_from"):
                    key = (piece.pk, piece.visible_from.timestamp())
                    if key not in self.kept:
                        path = piece.get_absolute_url()
                        self.kept[key] = Appointment(key[1], piece.pk, path)
                        self._due.put(self.kept[key])
                if closing and not ahead.exists():
                    return
                time.sleep(0.3)
        finally:
            connections.close_all()

    def _ask(self) -> None:
        reader = Reader(self.site)
        try:
            while self._threads[0].is_alive() or not self._due.empty():
                try:
                    appointment = self._due.get(timeout=0.2)
                except Empty:
                    if random.random() < _READS_ALONG:
                        self._read_along(reader)
                    continue
                self._meet(reader, appointment)
        except Exception as error:
            self.errors.append(f"a reader: {type(error).__name__}: {error}")
        finally:
            reader.close()
            connections.close_all()

    def _read_along(self, reader: Reader) -> None:
        """The front page and what it leads to, as anybody does who waits for news."""
        _status, page = reader.get("/")
        paths = article_links(page)
        if paths:
            reader.get(random.choice(paths))

    def _meet(self, reader: Reader, appointment: Appointment) -> None:
        """Once before its second, then again and again until it is there. A piece whose schedule
        was cancelled, or that was withdrawn, is not waited for.

        The question before comes so early that a busy server has answered it in time: else the
        first question after would be late, and not the piece.
        """
        if (spare := appointment.at - time.time() - _ANSWERED_WITHIN) > 0:
            time.sleep(random.uniform(0, spare))
            status, _page = reader.get(appointment.path)
            if status == 200 and time.time() < appointment.at:
                appointment.cancelled = not _stands(appointment)
                appointment.early = not appointment.cancelled
                return
        while (ahead := appointment.at - time.time()) > 0:
            time.sleep(min(ahead, 0.05))
        while (asked := time.time() - appointment.at) < _GIVES_UP:
            status, _page = reader.get(appointment.path)
            if status == 200:
                appointment.seen_after = asked
                appointment.complete_after = time.time() - appointment.at
                return
            if not _stands(appointment):
                appointment.cancelled = True
                return
            time.sleep(_PAUSE)


def _stands(appointment: Appointment) -> bool:
    at = datetime.fromtimestamp(appointment.at, timezone.get_current_timezone())
    return PublishedArticle.objects.filter(
        pk=appointment.article_id, visible_from=at, withdrawn_at=None
    ).exists()


def lateness(appointments: list[Appointment]) -> list[float]:
    return sorted(each.seen_after for each in appointments if each.seen_after is not None)


def completion(appointments: list[Appointment]) -> list[float]:
    return sorted(each.complete_after for each in appointments if each.complete_after is not None)


def article_links(page: str) -> list[str]:
    return re.findall(r'href="(/\d{4}/\d{2}/\d{2}/\d+/)"', page)


Get = Callable[[str], tuple[int, str]]
