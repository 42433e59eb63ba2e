"""How often somebody may fail before they have to wait, and that nobody can make others wait.

On a device where the account's owner has signed in before, only what fails on that device counts.
Elsewhere three things are counted: failures of one account from one place, of one place for any
account, and of one account from anywhere. A passkey cannot be guessed and waits for nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import SignIn

FAILED = (SignIn.Outcome.WRONG, SignIn.Outcome.WRONG_FACTOR)


@dataclass(frozen=True)
class Limit:
    failures: int
    window: timedelta


KNOWN_DEVICE = Limit(10, timedelta(minutes=15))
ACCOUNT_AND_PLACE = Limit(5, timedelta(minutes=15))
PLACE = Limit(40, timedelta(minutes=15))
ACCOUNT = Limit(30, timedelta(hours=1))


def wait_until(attempt: SignIn) -> datetime | None:
    """When the next try is allowed; None: this one is. The attempt counts as failed so far, so
    that many at once do not slip through together."""
    account = SignIn.objects.filter(account_key=attempt.account_key)
    if attempt.device_key:
        on_device = account.filter(device_key=attempt.device_key)
        return _until(on_device, KNOWN_DEVICE, _last_success(on_device))
    elsewhere = account.filter(device_key="")
    here = elsewhere.filter(place=attempt.place)
    found = (
        _until(here, ACCOUNT_AND_PLACE, _last_success(here)),
        _until(SignIn.objects.filter(place=attempt.place, device_key=""), PLACE),
        _until(elsewhere, ACCOUNT),
    )
    return max((until for until in found if until), default=None)


def _last_success(rows: "QuerySet[SignIn]") -> datetime | None:
    """Only the owner can end a row of failures."""
    return (
        rows.filter(outcome=SignIn.Outcome.IN).order_by("-at").values_list("at", flat=True).first()
    )


def _until(
    rows: "QuerySet[SignIn]", limit: Limit, since: datetime | None = None
) -> datetime | None:
    begins = timezone.now() - limit.window
    failed = rows.filter(outcome__in=FAILED, at__gt=max(begins, since or begins)).order_by("-at")
    times = list(failed.values_list("at", flat=True)[: limit.failures + 1])
    return times[limit.failures] + limit.window if len(times) > limit.failures else None
