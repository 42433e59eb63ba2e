"""The access log: who opened which piece, on which screen, when and from where.

One insert for an opening, and none for what the same person opens again on the same screen from
the same place within a few minutes: a page that asks by itself, its pictures, a second look.

When the log cannot be written the page is shown all the same. The paper is made at night, and a
full disk or a database that has become read-only must not keep an editor from withdrawing a
piece. It is loud instead: an error goes to the audit log with everything that the row would have
said, so that the record leaves the machine by another way, and a counter that can be watched
goes up.
"""

import hashlib
import logging
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Rank
from articles import signals
from articles.desk import rights
from articles.models import (
    AccessEntry,
    Article,
    Clip,
    Figure,
    Image,
    PublishedArticle,
    PublishedImage,
    PublishedRecording,
    PublishedSpecial,
    Recording,
)
from articles.openings import Opening

log = logging.getLogger("newsroom.audit")
PIECE, COPY, TOPIC = "article", "copy", "special"
IMAGE, RECORDING = "image", "recording"
# Opened again within this time (seconds) is the same opening.
WINDOW = 300
_REMEMBERED = 20_000
_AT_ONCE = 2_000


class _Recent:
    """What this process has written lately: most requests need not ask the database at all."""

    def __init__(self) -> None:
        self._keys: dict[str, None] = {}
        self._lock = threading.Lock()

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def add(self, key: str) -> None:
        with self._lock:
            self._keys[key] = None
            if len(self._keys) > _REMEMBERED:
                for old in list(self._keys)[: _REMEMBERED // 2]:
                    del self._keys[old]

    def clear(self) -> None:
        self._keys.clear()


recent = _Recent()


def record(opening: Opening, user: User | None, address: str) -> bool:
    """Write an opening down, unless it is known; whether a row was written. Raises nothing."""
    who = f"u{user.pk}" if user else f"l{opening.link_id}"
    key = _key(who, opening.kind, opening.subject_id, opening.screen, address)
    if key in recent:
        return False
    try:
        with transaction.atomic():
            written = _write(opening, user, address, key)
    except DatabaseError as problem:
        log.error(
            "The access log cannot be written",
            exc_info=problem,
            extra={
                "event": "access_log_failed",
                "user": user.username if user else "",
                "user_id": user.pk if user else None,
                "link": opening.link_id,
                "address": address,
                "subject": f"{opening.kind}:{opening.subject_id}",
                "screen": opening.screen,
            },
        )
        signals.access_log_failed.send_robust(AccessEntry)
        return False
    recent.add(key)
    return written


def _key(who: str, kind: str, subject_id: int, screen: str, address: str) -> str:
    window = int(time.time()) // WINDOW
    made_of = f"{who}|{kind}|{subject_id}|{screen}|{address}|{window}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:40]


def _write(opening: Opening, user: User | None, address: str, key: str) -> bool:
    kind, subject_id = opening.kind, opening.subject_id
    if kind in (IMAGE, RECORDING):
        found = _piece_that_hides(kind, subject_id)
        if found is None:
            return False
        kind, subject_id = PIECE, found
    public = _readers_see(kind, subject_id)
    entry = AccessEntry(
        at=timezone.now(),
        user=user,
        name=(str(user) if user else opening.for_whom)[:100],
        link_id=opening.link_id,
        address=address or None,
        kind=kind,
        subject_id=subject_id,
        screen=opening.screen[:40],
        public=public,
        once=key,
    )
    # Another process may have written the same opening: then there is nothing to add.
    AccessEntry.objects.bulk_create([entry], ignore_conflicts=True)
    return True


def _readers_see(kind: str, subject_id: int) -> bool:
    if kind == TOPIC:
        return PublishedSpecial.objects.filter(pk=subject_id).exists()
    return kind == PIECE and PublishedArticle.objects.visible().filter(pk=subject_id).exists()


def _piece_that_hides(kind: str, pk: int) -> int | None:
    """The newest piece that a picture or recording belongs to, where no reader may have it."""
    file: Image | Recording | None
    shown: QuerySet[PublishedImage] | QuerySet[PublishedRecording]
    if kind == IMAGE:
        file = Image.objects.only("content_hash").filter(pk=pk).first()
        shown = PublishedImage.objects.all()
        rows: QuerySet[Figure] | QuerySet[Clip] = Figure.objects.filter(image=pk)
    else:
        file = Recording.objects.only("content_hash").filter(pk=pk).first()
        shown = PublishedRecording.objects.all()
        rows = Clip.objects.filter(recording=pk)
    if file is None:
        return None
    visible = PublishedArticle.objects.visible().of("article")
    if shown.filter(visible, content_hash=file.content_hash).exists():
        return None
    number: int | None = rows.order_by("-article_id").values_list("article_id", flat=True).first()
    return number


# --- Who reads it -----------------------------------------------------------------------------


def may_read(user: User) -> bool:
    """The whole log: whoever looks after the house's records."""
    return user.is_active and user.has_perm("articles.view_accessentry")


def may_see_readers(user: User, article: Article) -> bool:
    """Who has read a piece: its desk's head and above, who may open it anyway."""
    return rights.rank_for(user, article) >= Rank.DESK_HEAD and rights.may_view(user, article)


def of_piece(article: Article) -> "QuerySet[AccessEntry]":
    return newest(AccessEntry.objects.filter(kind=PIECE, subject_id=article.pk))


def newest(entries: "QuerySet[AccessEntry]", before: int | None = None) -> "QuerySet[AccessEntry]":
    """Newest first; older than the entry `before`, where it is still there."""
    last = AccessEntry.objects.filter(pk=before).first() if before else None
    if last:
        entries = entries.filter(at__lte=last.at).filter(Q(at__lt=last.at) | Q(pk__lt=last.pk))
    return entries.select_related("user").order_by("-at", "-pk")


def prune() -> int:
    """Remove what is older than the settings want it kept; how many rows that were. In small
    steps, so that nobody who opens a piece waits for it."""
    before = timezone.now() - timedelta(days=settings.ACCESS_LOG_DAYS)
    removed = 0
    while True:
        old = AccessEntry.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True)
        numbers = list(old[:_AT_ONCE])
        AccessEntry.objects.filter(pk__in=numbers).delete()
        removed += len(numbers)
        if len(numbers) < _AT_ONCE:
            return removed
