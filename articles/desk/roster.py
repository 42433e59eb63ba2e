"""The duty roster of a week: shifts, who has them, and where nobody has."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import Desk, Duty
from accounts.roles import Rank


@dataclass(frozen=True)
class Shift:
    day: date
    night: bool

    @property
    def key(self) -> str:
        return f"{self.day.isoformat()}.{'night' if self.night else 'day'}"

    @property
    def starts_at(self) -> datetime:
        first, last = settings.DAY_SHIFT
        return _at(self.day, last if self.night else first)

    @property
    def ends_at(self) -> datetime:
        first, last = settings.DAY_SHIFT
        return _at(self.day + timedelta(days=1), first) if self.night else _at(self.day, last)


def _at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def parse_day(text: str) -> date | None:
    """A day that calendars can work with, or None."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 9000 else None


def shift_of(key: str) -> Shift | None:
    """The shift that `key` names, or None."""
    text, _dot, part = key.partition(".")
    day = parse_day(text)
    return Shift(day, part == "night") if day and part in ("day", "night") else None


@dataclass(frozen=True)
class Line:
    """A row of the roster: the chief on duty, every section, or the sections of one desk."""

    rank: Rank
    desk: Desk | None = None

    @property
    def key(self) -> str:
        if self.rank == Rank.CHIEF:
            return "chief"
        return f"desk-{self.desk.pk}" if self.desk else "all"

    def shows(self, duty: Duty) -> bool:
        desks = {desk.pk for desk in duty.desks.all()}
        if self.desk:
            return self.desk.pk in desks
        return not desks and (duty.rank == Rank.CHIEF) is (self.rank == Rank.CHIEF)

    def is_covered_by(self, duty: Duty) -> bool:
        """Whether that duty looks after what this line is about."""
        desks = {desk.pk for desk in duty.desks.all()}
        if self.rank == Rank.CHIEF:
            return not desks and duty.rank == Rank.CHIEF
        return not desks or (self.desk is not None and self.desk.pk in desks)


def lines() -> list[Line]:
    return [
        Line(Rank.CHIEF),
        Line(Rank.EDITOR),
        *(Line(Rank.EDITOR, desk) for desk in Desk.objects.order_by("name")),
    ]


@dataclass
class Cell:
    shift: Shift
    line: Line
    duties: list[Duty] = field(default_factory=list)
    is_gap: bool = False
    """Somebody is missing for some of the time that is still to come."""


def week(monday: date, now: datetime) -> list[tuple[Line, list[Cell]]]:
    """Every line with its fourteen shifts; two queries for the duties, one for the desks."""
    shifts = [
        Shift(monday + timedelta(days=number), night) for number in range(7)
        for night in (False, True)
    ]  # fmt: skip
    duties = [
        duty
        for duty in Duty.objects.filter(
            starts_at__lt=shifts[-1].ends_at, ends_at__gt=shifts[0].starts_at
        )
        .select_related("user")
        .prefetch_related("desks")
        .order_by("starts_at", "pk")
        if duty.over_at > duty.starts_at
    ]
    return [(line, [_cell(line, shift, duties, now) for shift in shifts]) for line in lines()]


def _cell(line: Line, shift: Shift, duties: list[Duty], now: datetime) -> Cell:
    here = [
        duty for duty in duties if duty.starts_at < shift.ends_at and duty.over_at > shift.starts_at
    ]
    since = max(shift.starts_at, now)
    # The line of every section is there for whoever wants it; the desks below show what is missing.
    asked = line.rank == Rank.CHIEF or line.desk is not None
    covering = [duty for duty in here if line.is_covered_by(duty)]
    gap = asked and since < shift.ends_at and not _covers(covering, since, shift.ends_at)
    return Cell(shift, line, [duty for duty in here if line.shows(duty)], gap)


def _covers(duties: Iterable[Duty], since: datetime, until: datetime) -> bool:
    for duty in sorted(duties, key=lambda each: each.starts_at):
        if duty.starts_at <= since < duty.over_at:
            since = duty.over_at
    return since >= until


def leaves_alone(duty: Duty, now: datetime) -> bool:
    """Whether somebody would be missing for some of what is left of a duty that ended now."""
    since = max(duty.starts_at, now)
    others = [
        (other, {desk.pk for desk in other.desks.all()})
        for other in Duty.objects.filter(
            rank__gte=duty.rank, starts_at__lt=duty.ends_at, ends_at__gt=since, revoked_at=None,
            user__is_active=True,
        ).exclude(pk=duty.pk).prefetch_related("desks")
    ]  # fmt: skip
    # A duty for every section is made up for by another for every section.
    asked: list[int | None] = [desk.pk for desk in duty.desks.all()] or [None]
    return not all(
        _covers(
            [other for other, desks in others if not desks or desk in desks], since, duty.ends_at
        )
        for desk in asked
    )


def on_duty_now(now: datetime) -> list[Duty]:
    running = Duty.objects.filter(
        starts_at__lte=now, ends_at__gt=now, revoked_at=None, user__is_active=True
    )
    return list(running.select_related("user").prefetch_related("desks").order_by("-rank", "pk"))
