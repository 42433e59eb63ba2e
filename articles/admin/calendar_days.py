"""What a calendar shows of each day: topics due, pieces scheduled and out.

A fixed number of queries, whatever the range: the first few of every day, and how many there are.
What a person may not open is neither named nor counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.desk import assignments, rights
from articles.models import Article, Assignment, PublishedArticle, Section

LABELS: dict[str, str | Promise] = {
    "due": _("assignment due"),
    "overdue": _("assignment overdue"),
    "done": _("assignment filed"),
    "scheduled": _("piece scheduled"),
    "live": _("piece published"),
}
_DONE = ("done", "live")


@dataclass(frozen=True)
class Entry:
    """`kind` is a key of `LABELS`."""

    kind: str
    at: datetime
    title: str
    link: str

    @property
    def label(self) -> str | Promise:
        return LABELS[self.kind]

    @property
    def time(self) -> str:
        return date_format(timezone.localtime(self.at), "H:i")


@dataclass
class Day:
    date: date
    entries: list[Entry] = field(default_factory=list)
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.entries)

    @property
    def is_today(self) -> bool:
        return self.date == timezone.localdate()

    @property
    def weekday(self) -> str:
        return date_format(self.date, "D")


def days(
    user: User, first: date, count: int, *, most: int, section: Section | None = None
) -> list[Day]:
    """`count` days from `first`, each with at most `most` entries in the order of their time."""
    found = {first + timedelta(days=number): Day(first + timedelta(days=number))
             for number in range(count)}  # fmt: skip
    topics = _topics(user, first, count, section)
    pieces = _pieces(user, first, count, section)
    for entry, day in (*_topic_entries(topics, most), *_piece_entries(pieces, most)):
        if day in found:
            found[day].entries.append(entry)
    for day, number in (*_counts(topics), *_counts(pieces)):
        if day in found:
            found[day].total += number
    for each in found.values():
        # Where there is no room for all, what still has to be done goes before what is done.
        each.entries.sort(key=lambda entry: (entry.kind in _DONE, entry.at))
        each.entries = sorted(each.entries[:most], key=lambda entry: entry.at)
    return list(found.values())


def _topics(user: User, first: date, count: int, section: Section | None) -> "QuerySet[Assignment]":
    begin, end = _midnight(first), _midnight(first + timedelta(days=count))
    topics = assignments.viewable(user).filter(due_at__gte=begin, due_at__lt=end)
    topics = topics.exclude(status=Assignment.Status.DROPPED)
    if section:
        topics = topics.filter(section=section)
    return topics.annotate(day=TruncDate("due_at"))


def _pieces(
    user: User, first: date, count: int, section: Section | None
) -> "QuerySet[PublishedArticle]":
    """By the day that stands in a piece's address; it is that of `visible_from`."""
    pieces = PublishedArticle.objects.filter(
        date__gte=first, date__lt=first + timedelta(days=count), withdrawn_at=None
    )
    if section:
        pieces = pieces.filter(section=section)
    theirs = Exists(rights.viewable(user).filter(pk=OuterRef("pk")))
    return pieces.filter(theirs).annotate(day=F("date"))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _counts(rows: "QuerySet[Any]") -> list[tuple[date, int]]:
    return list(rows.order_by().values_list("day").annotate(Count("pk")))


def _first_of_each_day(moment: str) -> Window:
    return Window(RowNumber(), partition_by=F("day"), order_by=[F(moment).asc(), F("pk").asc()])


def _topic_entries(topics: "QuerySet[Assignment]", most: int) -> Iterable[tuple[Entry, date]]:
    rows = topics.annotate(place=_first_of_each_day("due_at")).filter(place__lte=most)
    for topic in rows.only("title", "due_at", "status").order_by("due_at", "pk"):
        kind = "overdue" if topic.is_overdue else "due" if topic.is_open else "done"
        assert topic.due_at is not None
        yield (
            Entry(kind, topic.due_at, topic.title, topic.get_absolute_url()),
            (timezone.localtime(topic.due_at).date()),
        )


def _piece_entries(pieces: "QuerySet[PublishedArticle]", most: int) -> Iterable[tuple[Entry, date]]:
    now = timezone.now()
    rows = pieces.annotate(place=_first_of_each_day("visible_from")).filter(place__lte=most)
    for piece in rows.only("headline", "visible_from", "date").order_by("visible_from", "pk"):
        kind = "scheduled" if piece.visible_from > now else "live"
        link = Article(pk=piece.pk).get_absolute_url()
        yield Entry(kind, piece.visible_from, piece.headline, link), piece.date
