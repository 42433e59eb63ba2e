"""The sessions of one person: which there are, and their end."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import HASH_SESSION_KEY, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User


@dataclass(frozen=True)
class Open:
    """One browser in which somebody is signed in."""

    pk: int
    agent: str
    address: str
    since: datetime
    seen: datetime
    is_this: bool


def of(user: User, request: HttpRequest) -> list[Open]:
    """Those that would still be let in, this one first, then the one used last."""
    from allauth.usersessions.models import UserSession

    rows = {row.session_key: row for row in UserSession.objects.filter(user=user)}
    here = request.session.session_key
    living = Session.objects.filter(session_key__in=rows, expire_date__gt=timezone.now())
    right = user.get_session_auth_hash()
    keys = {each.pk for each in living if each.get_decoded().get(HASH_SESSION_KEY) == right}
    found = [
        Open(row.pk, row.user_agent, row.ip, row.created_at, row.last_seen_at, key == here)
        for key, row in rows.items()
        if key in keys
    ]
    return sorted(found, key=lambda each: (not each.is_this, -each.seen.timestamp()))


def seen(request: HttpRequest) -> None:
    """Somebody did something in this session; called once in a while, not at every request."""
    from allauth.usersessions.models import UserSession

    key = request.session.session_key
    UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())


def end_one(user: User, pk: int) -> bool:
    from allauth.usersessions.models import UserSession

    row = UserSession.objects.filter(user=user, pk=pk).first()
    if row:
        row.end()
    return row is not None


def end_all(user: User) -> None:
    """Every session of this person, wherever it began, is over at its next request."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    from allauth.usersessions.models import UserSession

    rows = UserSession.objects.filter(user=user)
    Session.objects.filter(pk__in=rows.values("session_key")).delete()
    rows.delete()


def end_others(request: HttpRequest, user: User) -> None:
    """All but this one, which gets a new key."""
    from allauth.usersessions.models import UserSession

    kept = dict(request.session.items())
    end_all(user)
    request.session.update(kept)
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request, user=user)


def prune() -> None:
    """Rows of sessions that are over."""
    from allauth.usersessions.models import UserSession

    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
