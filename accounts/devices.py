"""A browser in which somebody has signed in before is known to be theirs, by a signed cookie: what
strangers try elsewhere does not keep them out, and what is tried here is counted for itself.

The cookie opens nothing. It ends with the password and with “sign out everywhere”.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from accounts.models import User

COOKIE = "newsroom_device"
_SALT = "accounts.devices"
_AGE = 180 * 24 * 3600
_PEOPLE = 8


def _proof(device: str, user: User) -> str:
    of = f"{device}:{user.pk}:{user.get_session_auth_hash()}"
    return salted_hmac(_SALT, of, algorithm="sha256").hexdigest()[:32]


def _read(request: HttpRequest) -> tuple[str, dict[str, str]]:
    try:
        device, people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_AGE)
        return str(device), dict(people)
    except (signing.BadSignature, ValueError, TypeError):
        return "", {}


def known(request: HttpRequest, user: User | None) -> str:
    """The device's name where this person has signed in on it; else nothing."""
    device, people = _read(request)
    if user is None or not device:
        return ""
    return (
        device if constant_time_compare(people.get(str(user.pk), ""), _proof(device, user)) else ""
    )


def remember(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    device, people = _read(request)
    device = device or get_random_string(32)
    people.pop(str(user.pk), None)
    people = dict([*people.items(), (str(user.pk), _proof(device, user))][-_PEOPLE:])
    response.set_cookie(
        COOKIE,
        signing.dumps([device, people], salt=_SALT, compress=True),
        max_age=_AGE,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
