"""Topics as lists show them: by day, with the piece that was made of each.

However many topics, this takes two queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from articles.desk import rights
from articles.models import Article, Assignment

LOOKS = {
    Assignment.Status.PROPOSED: "quiet",
    Assignment.Status.ASSIGNED: "ready",
    Assignment.Status.WORKING: "work",
    Assignment.Status.FILED: "live",
    Assignment.Status.DROPPED: "quiet",
}


@dataclass(frozen=True)
class Row:
    """`piece` is None where there is none, or where this person may not open it."""

    topic: Assignment
    piece: Article | None

    @property
    def look(self) -> str:
        return LOOKS[Assignment.Status(self.topic.status)]

    @property
    def people(self) -> list[str]:
        sent = (self.topic.reporter, self.topic.photographer)
        return list(dict.fromkeys(str(person) for person in sent if person))

    @property
    def time(self) -> str:
        if self.topic.due_at is None:
            return ""
        return date_format(timezone.localtime(self.topic.due_at), "H:i")


@dataclass
class Day:
    """`date` is None for topics without a time."""

    date: date | None
    rows: list[Row] = field(default_factory=list)

    @property
    def label(self) -> str | Promise:
        if self.date is None:
            return _("No time set")
        label = f"{date_format(self.date, 'm-d')} {date_format(self.date, 'l')}"
        today = timezone.localdate()
        if self.date == today:
            return _("Today, %(day)s") % {"day": label}
        return label if self.date.year == today.year else date_format(self.date, "DATE_FORMAT")


def rows(topics: Iterable[Assignment], user: User) -> list[Row]:
    topics = list(topics)
    ids = [topic.article_id for topic in topics if topic.article_id]
    pieces = rights.viewable(user).only("headline", "state").in_bulk(ids) if ids else {}
    return [Row(topic, pieces.get(topic.article_id or 0)) for topic in topics]


def by_day(found: list[Row]) -> list[Day]:
    """In the order of the rows; a day that comes again is the same day."""
    days: dict[date | None, Day] = {}
    for row in found:
        due = row.topic.due_at
        day = timezone.localtime(due).date() if due else None
        days.setdefault(day, Day(day)).rows.append(row)
    return list(days.values())
