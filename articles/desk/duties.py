"""Duty grants: somebody has a rank for a while, and the ledger says who gave it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Desk, Duty, User
from accounts.roles import Rank
from articles.desk import ledger
from articles.desk.errors import NotAllowed, Refused


def may_grant(by: User) -> bool:
    """A chief by role: whoever is chief for a night could otherwise make it last for years."""
    return by.is_chief


def _check(by: User) -> None:
    if not may_grant(by):
        raise NotAllowed(_("Only the chief editor puts people on duty."))


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
    duty = Duty.objects.create(
        user=user, rank=int(rank), starts_at=starts_at, ends_at=ends_at, reason=reason
    )
    duty.desks.set(desks)
    scope = ", ".join(desk.name for desk in duty.desks.all()) or "*"
    ledger.append(
        "duty", duty.pk, "grant_duty", by, rank=by.rank_on(None),
        note=(
            f"{user.username}: {rank.name.lower()} [{scope}] "
            f"{starts_at.isoformat()} – {ends_at.isoformat()} {reason}"
        ).strip(),
    )  # fmt: skip
    user.forget_standing()
    return duty


@transaction.atomic
def revoke(by: User, duty: Duty) -> None:
    """End a duty now. The grant stays on record."""
    _check(by)
    if not Duty.objects.filter(pk=duty.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise Refused(_("This duty has been revoked already."))
    ledger.append("duty", duty.pk, "revoke_duty", by, rank=by.rank_on(None))
