"""Whose sign-in needs a second factor, and whether this one has had it."""

from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from accounts.roles import Rank


def needs_second_factor(user: User) -> bool:
    if settings.SECOND_FACTOR == "editors":
        powerful = user.is_superuser or any(role.administers or role.rank for role in user.roles)
        # A duty counts before it begins: nobody sets up a telephone at night, in a hurry.
        return powerful or any(grant.rank >= Rank.EDITOR for grant in user.grants)
    return bool(settings.SECOND_FACTOR == "everybody")


def proved(request: HttpRequest, user: User) -> bool:
    """Whether this session began, or went on, with a second factor. A passkey is one by itself:
    it is a thing and asks for a finger, a face or a number."""
    from allauth.account.authentication import get_authentication_records

    return any(
        record.get("method") == "mfa" or (record.get("method") == "socialaccount" and _house())
        for record in get_authentication_records(request, user)
    )


def _house() -> bool:
    return bool(settings.OIDC and settings.OIDC.asks_second_factor)


def missing(request: HttpRequest) -> bool:
    """Whether somebody has to prove themselves once more before the newsroom opens."""
    user = request.user
    if settings.SECOND_FACTOR == "nobody" or not isinstance(user, User):
        return False
    return not proved(request, user) and needs_second_factor(user)
