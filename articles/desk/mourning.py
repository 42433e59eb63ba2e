"""Days of mourning: the site loses its colours between two moments, and the ledger says who
took them."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.models import User
from articles.desk import ledger, rights
from articles.desk.errors import NotAllowed, Refused, Stale
from articles.models import LedgerEntry, Mourning, SiteIdentity

CHAIN = ("mourning", 1)
LABELS: dict[str, str | Promise] = {
    "set_grey": __("Greyscale set"),
    "end_grey": __("Greyscale ended"),
}


def seen_now() -> int:
    last = ledger.last_entry(*CHAIN)
    return last.seq if last else 0


@transaction.atomic
def set_grey(
    user: User, *, seen: int, starts_at: datetime | None, ends_at: datetime, scope: Mourning
) -> LedgerEntry | None:
    """From `starts_at` (None: now) on; None when it is set so already."""
    identity = _locked(user)
    now = timezone.now()
    if _is_set(identity, starts_at, ends_at, scope, now):
        return None
    _not_overtaken(seen)
    starts_at = starts_at or now
    if ends_at <= now:
        raise Refused(_("That end is past. Choose a later hour."))
    if ends_at <= starts_at:
        raise Refused(_("It would end before it begins. Choose a later end."))
    identity.mourning_from, identity.mourning_until = starts_at, ends_at
    identity.mourning_scope = scope
    span = f"{_written(starts_at)} – {_written(ends_at)}"
    return _keep(user, identity, "set_grey", f"{scope.label}; {span}")


@transaction.atomic
def end_grey(user: User, *, seen: int) -> LedgerEntry | None:
    """The colours come back now, or do not go. None when nothing was set."""
    identity = _locked(user)
    if identity.mourning_until is None:
        return None
    _not_overtaken(seen)
    identity.mourning_from = identity.mourning_until = None
    identity.mourning_scope = ""
    return _keep(user, identity, "end_grey", "")


def _locked(user: User) -> SiteIdentity:
    if not rights.may_turn_grey(user):
        raise NotAllowed(
            _("Only the chief editor and administrators take the colours off the site.")
        )
    found = SiteIdentity.objects.select_for_update().filter(pk=1).first()
    return found or SiteIdentity.unnamed()


def _is_set(
    identity: SiteIdentity,
    starts_at: datetime | None,
    ends_at: datetime,
    scope: Mourning,
    now: datetime,
) -> bool:
    if identity.mourning_from is None or identity.mourning_until != ends_at:
        return False
    same_start = (
        identity.mourning_from <= now if starts_at is None else identity.mourning_from == starts_at
    )
    return same_start and identity.mourning_scope == scope


def _not_overtaken(seen: int) -> None:
    if seen != seen_now():
        raise Stale(
            _(
                "Somebody else changed this after the page was loaded. Nothing was done: see what "
                "is set now, then decide."
            )
        )


def _keep(user: User, identity: SiteIdentity, action: str, note: str) -> LedgerEntry:
    identity.save()
    entry = ledger.append(*CHAIN, action, user, rank=user.rank_on(None), note=note)
    return entry


def _written(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
