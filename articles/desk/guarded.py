"""Guarded days (重保): between two moments the desk is closed and readers are served as ever.

Nothing can be written, brought in or put out. What stays: a withdrawal, by the chief editor and
whoever is on duty, since a paper must always be able to take something down; reading the records;
and ending it, by the chief editor and administrators. The administrator withdraws nothing then,
either: powers over pieces come from a rank, also on such days. An operator can close the desk past
everybody with NEWSROOM_GUARDED=1, which nobody ends at a screen.

Pieces whose hour comes appear, as everywhere a time is a fact; whoever wants none of it
unschedules them before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.models import User
from accounts.roles import Rank
from articles.desk import ledger, rights
from articles.desk.errors import NotAllowed, NoteRequired, Refused, Stale
from articles.models import GuardedDays, LedgerEntry

CHAIN = ("guarded", 1)
LABELS: dict[str, str | Promise] = {
    "guard": __("Guarded days set"),
    "unguard": __("Guarded days ended"),
}
# Longer is a slip of the pen: a year in the wrong field.
LONGEST = timedelta(days=60)


@dataclass(frozen=True)
class Guard:
    """That the desk is closed. `ends_at` is None where the operator has closed it."""

    ends_at: datetime | None
    reason: str = ""


def now_guarded() -> Guard | None:
    """Asked with each request of the newsroom: one row."""
    if settings.GUARDED:
        return Guard(None)
    days = GuardedDays.current()
    return Guard(days.ends_at, days.reason) if days.holds(timezone.now()) else None


def may_set(user: User) -> bool:
    return rights.may_turn_grey(user)


def may_withdraw(user: User) -> bool:
    """The chief editor, by role or for tonight, and whoever else is on duty."""
    return user.is_active and (user.highest_rank >= Rank.CHIEF or user.on_duty())


def seen_now() -> int:
    last = ledger.last_entry(*CHAIN)
    return last.seq if last else 0


@transaction.atomic
def guard(
    user: User, *, seen: int, starts_at: datetime | None, ends_at: datetime, reason: str
) -> LedgerEntry | None:
    """Close the desk from `starts_at` (None: now) on; None when it is set so already."""
    days = _locked(user)
    now = timezone.now()
    reason = reason.strip()
    same_start = days.starts_at == starts_at or (
        starts_at is None and days.starts_at is not None and days.starts_at <= now
    )
    if same_start and days.ends_at == ends_at and days.reason == reason:
        return None
    _not_overtaken(seen)
    if not reason:
        raise NoteRequired(_("Say why the desk is closed: its people read it."))
    starts_at = starts_at or now
    if ends_at <= now:
        raise Refused(_("That end is past. Choose a later hour."))
    if ends_at <= starts_at:
        raise Refused(_("It would end before it begins. Choose a later end."))
    if ends_at - starts_at > LONGEST:
        raise Refused(
            _("That is longer than %(days)s days. Choose an earlier end; it can be put off later.")
            % {"days": LONGEST.days}
        )
    days.starts_at, days.ends_at, days.reason = starts_at, ends_at, reason[:200]
    days.save()
    span = " – ".join(
        timezone.localtime(each).strftime("%Y-%m-%d %H:%M") for each in (starts_at, ends_at)
    )
    return ledger.append(
        *CHAIN, "guard", user, rank=user.rank_on(None), note=f"{span}; {days.reason}"
    )  # fmt: skip


@transaction.atomic
def unguard(user: User, *, seen: int) -> LedgerEntry | None:
    """The desk opens now, or does not close. None when nothing was set."""
    days = _locked(user)
    if days.ends_at is None:
        return None
    _not_overtaken(seen)
    days.starts_at = days.ends_at = None
    days.reason = ""
    days.save()
    return ledger.append(*CHAIN, "unguard", user, rank=user.rank_on(None))


def _locked(user: User) -> GuardedDays:
    if not may_set(user):
        raise NotAllowed(_("Only the chief editor and administrators close the desk."))
    found = GuardedDays.objects.select_for_update().filter(pk=1).first()
    return found or GuardedDays(pk=1)


def _not_overtaken(seen: int) -> None:
    if seen != seen_now():
        raise Stale(
            _(
                "Somebody else changed this after the page was loaded. Nothing was done: see what "
                "is set now, then decide."
            )
        )
