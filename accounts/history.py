"""The only writer of the sign-in history: who tried, from where, how, and how it ended."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import address, devices, limits
from accounts.models import SignIn, User

_SESSION = "sign_in"
_REFUSALS_APART = timedelta(minutes=1)


class TooMany(Exception):
    """Too many failures before; `until` says when the next try is allowed."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def begin(
    request: HttpRequest,
    username: str,
    *,
    how: str,
    outcome: SignIn.Outcome = SignIn.Outcome.WRONG,
) -> SignIn:
    """Note a try as failed until it has succeeded. Raises TooMany."""
    user = User.objects.filter(username=username).first()
    attempt = _row(request, user, username, how, outcome)
    attempt.save()
    until = limits.wait_until(attempt)
    if until is None:
        return attempt
    _refuse(attempt)
    raise TooMany(until)


def _refuse(attempt: SignIn) -> None:
    """A flood of refused tries is one row a minute."""
    lately = SignIn.objects.filter(
        account_key=attempt.account_key,
        place=attempt.place,
        outcome=SignIn.Outcome.REFUSED,
        at__gt=timezone.now() - _REFUSALS_APART,
    )
    if lately.exists():
        attempt.delete()
    else:
        attempt.outcome = SignIn.Outcome.REFUSED
        attempt.save(update_fields=["outcome"])


def end(attempt: SignIn, outcome: SignIn.Outcome) -> None:
    attempt.outcome = outcome
    attempt.save(update_fields=["outcome"])


def half(request: HttpRequest, attempt: SignIn) -> None:
    """The password was right; who they are is noted when the second factor was."""
    end(attempt, SignIn.Outcome.HALF)
    request.session[_SESSION] = attempt.pk


def note(request: HttpRequest, user: User | None, how: str, outcome: SignIn.Outcome) -> None:
    _row(request, user, user.username if user else "", how, outcome).save()


def entered(request: HttpRequest, user: User, ways: list[str], attempt: SignIn | None) -> None:
    """Somebody is in: the try that began it is completed, or a row of its own written."""
    pk = request.session.pop(_SESSION, None)
    row = attempt or SignIn.objects.filter(pk=pk, user=user, outcome=SignIn.Outcome.HALF).first()
    if row is None:
        row = _row(request, user, user.username, "", SignIn.Outcome.IN)
    row.at, row.how, row.outcome = timezone.now(), ",".join(ways)[:80], SignIn.Outcome.IN
    row.save()


def _row(
    request: HttpRequest, user: User | None, username: str, how: str, outcome: SignIn.Outcome
) -> SignIn:
    here = address.of(request)
    key = salted_hmac("accounts.account", username.strip().casefold(), algorithm="sha256")
    return SignIn(
        user=user,
        account_key=key.hexdigest()[:32],
        address=here,
        place=address.neighbourhood(here),
        device_key=devices.known(request, user),
        agent=request.headers.get("User-Agent", "")[:200].replace("\0", ""),
        how=how,
        outcome=outcome,
    )


def prune() -> None:
    """Older than the installation keeps; half a year is the least that can be set."""
    oldest = timezone.now() - timedelta(days=settings.SIGN_INS_KEPT_DAYS)
    SignIn.objects.filter(at__lt=oldest).delete()
