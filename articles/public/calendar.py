"""A month of the archive as weeks of days, from what readers may read."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min

from articles.models.published import PublishedQuerySet


@dataclass(frozen=True)
class Day:
    date: date
    has_pieces: bool
    is_shown: bool


@dataclass(frozen=True)
class Month:
    """`weeks` begin on Monday; a place of another month is None."""

    first: date
    weeks: list[list[Day | None]]
    # The nearest days with pieces, outside the month and around the day that is shown.
    month_before: date | None
    month_after: date | None
    earlier: date | None
    later: date | None

    @property
    def weekdays(self) -> list[date]:
        """Any week, for the names of its days."""
        monday = self.first - timedelta(days=self.first.weekday())
        return [monday + timedelta(days=number) for number in range(7)]


def month_around(visible: PublishedQuerySet, shown: date) -> Month:
    """Three queries, each a walk of the index by day, however large the archive is."""
    first = shown.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    days = set(
        visible.order_by()
        .filter(date__range=(first, last))
        .values_list("date", flat=True)
        .distinct()
    )
    month_before = visible.filter(date__lt=first).aggregate(day=Max("date"))["day"]
    month_after = visible.filter(date__gt=last).aggregate(day=Min("date"))["day"]
    return Month(
        first,
        _weeks(first, last, days, shown),
        month_before,
        month_after,
        max((day for day in days if day < shown), default=month_before),
        min((day for day in days if day > shown), default=month_after),
    )


def _weeks(first: date, last: date, days: set[date], shown: date) -> list[list[Day | None]]:
    places: list[Day | None] = [None] * first.weekday()
    day = first
    while day <= last:
        places.append(Day(day, day in days, day == shown))
        day += timedelta(days=1)
    places += [None] * (-len(places) % 7)
    return [places[start : start + 7] for start in range(0, len(places), 7)]
