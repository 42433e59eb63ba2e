"""Duty grants: somebody has a rank for a while, and the ledger says who gave it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Desk, Duty, User
from accounts.roles import RANK_LABELS, Rank
from articles.desk import ledger
from articles.desk.errors import NotAllowed, NoteRequired, Refused

_LONGEST_SHIFT = timedelta(hours=36)
# So many rungs above what somebody's own role decides, a duty is given only with a word why.
_LEAP = 2


def may_grant(by: User) -> bool:
    """A chief by role: whoever is chief for a night could otherwise make it last for years."""
    return by.is_chief


def _check(by: User) -> None:
    if not may_grant(by):
        raise NotAllowed(_("Only the chief editor puts people on duty."))


def asks_reason(user: User, rank: Rank) -> bool:
    """Whether the duty lifts this person far: a reporter to desk head, an editor to chief."""
    own = max((role.rank for role in user.roles), default=Rank.NONE)
    return rank - own >= _LEAP


def check_reason(user: User, rank: Rank, reason: str = "") -> None:
    """Raises NoteRequired where the duty wants a word why and has none."""
    if reason.strip() or not asks_reason(user, rank):
        return
    roles = "、".join(str(role.label) for role in user.roles)
    raise NoteRequired(
        _("%(who)s is %(role)s, and would decide like a %(rank)s. Say why it is to be so.")
        % {"who": user, "role": roles or RANK_LABELS[Rank.NONE], "rank": RANK_LABELS[rank]}
    )


@transaction.atomic
def grant(
    by: User,
    user: User,
    rank: Rank,
    *,
    starts_at: datetime,
    ends_at: datetime,
    desks: Iterable[Desk] = (),
    reason: str = "",
) -> Duty:
    """Give `rank` for the desks (none named: all) between two moments."""
    _check(by)
    if ends_at <= starts_at:
        raise Refused(_("A duty ends after it has begun."))
    check_reason(user, rank, reason)
    duty = Duty.objects.create(
        user=user, rank=int(rank), starts_at=starts_at, ends_at=ends_at, reason=reason
    )
    duty.desks.set(desks)
    ledger.append("duty", duty.pk, "grant_duty", by, rank=by.rank_on(None), note=_in_words(duty))
    user.forget_standing()
    return duty


def _in_words(duty: Duty) -> str:
    """The grant as a sentence for the ledger; two people may share a name, so both are told."""
    first, last = (
        timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
        for moment in (duty.starts_at, duty.ends_at)
    )
    said = _("%(who)s (%(username)s) is on duty as %(rank)s for %(desks)s, %(first)s – %(last)s.")
    words = said % {
        "who": duty.user,
        "username": duty.user.username,
        "rank": RANK_LABELS[Rank(duty.rank)],
        "desks": desks_in_words(duty),
        "first": first,
        "last": last,
    }
    return f"{words} {duty.reason}".strip()


def desks_in_words(duty: Duty) -> str:
    return "、".join(desk.name for desk in duty.desks.all()) or _("every section")


@transaction.atomic
def revoke(by: User, duty: Duty, note: str = "") -> None:
    """End a duty now. The grant stays on record."""
    _check(by)
    if not Duty.objects.filter(pk=duty.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise Refused(_("This duty has been revoked already."))
    ledger.append("duty", duty.pk, "revoke_duty", by, rank=by.rank_on(None), note=note)


@transaction.atomic
def hand_over(by: User, duty: Duty, to: User, reason: str = "") -> Duty:
    """End a duty now and give what is left of it to somebody else: both, or neither.

    What was said when it was given goes along; for somebody whom it lifts far that is no reason.
    """
    _check(by)
    now = timezone.now()
    if duty.ends_at <= now:
        raise Refused(_("This duty is over: there is nothing left to hand over."))
    if to.pk == duty.user_id or not to.is_active:
        raise Refused(_("Choose another colleague to take this duty over."))
    check_reason(to, Rank(duty.rank), reason)
    revoke(
        by, duty, _("Handed over to %(who)s (%(username)s).") % {"who": to, "username": to.username}
    )
    return grant(
        by,
        to,
        Rank(duty.rank),
        starts_at=max(now, duty.starts_at),
        ends_at=duty.ends_at,
        desks=duty.desks.all(),
        reason=reason.strip() or duty.reason,
    )


def standing_grant(user: User, rank: Rank, ends_at: datetime, desks: Iterable[Desk]) -> Duty | None:
    """The duty that gives exactly this already."""
    wanted = {desk.pk for desk in desks}
    same = Duty.objects.filter(user=user, rank=int(rank), ends_at=ends_at, revoked_at=None)
    return next(
        (
            duty
            for duty in same.prefetch_related("desks")
            if {desk.pk for desk in duty.desks.all()} == wanted
        ),
        None,
    )


@transaction.atomic
def grant_once(
    by: User,
    user: User,
    rank: Rank,
    *,
    starts_at: datetime,
    ends_at: datetime,
    desks: Iterable[Desk] = (),
    reason: str = "",
) -> Duty | None:
    """Like `grant`; None when the person has this very duty, as after a button pressed twice."""
    desks = list(desks)
    User.objects.select_for_update().get(pk=user.pk)
    if standing_grant(user, rank, ends_at, desks):
        return None
    return grant(by, user, rank, starts_at=starts_at, ends_at=ends_at, desks=desks, reason=reason)


@transaction.atomic
def repeat(by: User, since: datetime, until: datetime, days: int = 7) -> int:
    """Give the shifts that began in a span again, as many days later; how many were new.

    A duty longer than a day and a half is no shift and is not repeated, nor is one that was
    revoked, one whose person has left, or one that would be over by now.
    """
    _check(by)
    given = 0
    shifts = Duty.objects.filter(
        starts_at__gte=since, starts_at__lt=until, revoked_at=None, user__is_active=True
    )
    for duty in shifts.select_related("user").prefetch_related("desks").order_by("starts_at", "pk"):
        starts_at, ends_at = _later(duty.starts_at, days), _later(duty.ends_at, days)
        if duty.ends_at - duty.starts_at > _LONGEST_SHIFT or ends_at <= timezone.now():
            continue
        given += bool(
            grant_once(
                by, duty.user, Rank(duty.rank), starts_at=starts_at, ends_at=ends_at,
                desks=duty.desks.all(), reason=duty.reason or _("as seven days before"),
            )
        )  # fmt: skip
    return given


def _later(moment: datetime, days: int) -> datetime:
    """The same clock time in the newsroom, days later, whatever the clocks did meanwhile."""
    local = timezone.localtime(moment)
    return timezone.make_aware(local.replace(tzinfo=None) + timedelta(days=days))
