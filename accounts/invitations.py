"""Links with which somebody sets their own password: when they are new, or have lost it. Nobody
sets a password for somebody else. A link works once, for some days, and a newer one ends it."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import sessions
from accounts.models import Invitation, User
from accounts.signals import account_changed


class Useless(Exception):
    """A link that does not work, with the reason in words."""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_for(user: User) -> Invitation | None:
    return Invitation.objects.filter(
        user=user, used_at=None, revoked_at=None, ends_at__gt=timezone.now()
    ).first()


@transaction.atomic
def make(user: User, by: User | None) -> tuple[Invitation, str]:
    """A new link's secret, which nobody can look up again; links made before end."""
    now = timezone.now()
    Invitation.objects.filter(user=user, used_at=None, revoked_at=None).update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        user=user,
        made_by=by,
        token_hash=_hash(token),
        ends_at=now + timedelta(hours=settings.INVITATION_HOURS),
    )
    until = date_format(timezone.localtime(made.ends_at), "Y-m-d H:i")
    account_changed.send(
        User, user=user, by=by, what="invited", note=_("Until %(time)s") % {"time": until}
    )
    return made, token


@transaction.atomic
def revoke(user: User, by: User | None) -> bool:
    open_ones = Invitation.objects.filter(user=user, used_at=None, revoked_at=None)
    if not open_ones.update(revoked_at=timezone.now()):
        return False
    account_changed.send(User, user=user, by=by, what="invitation_revoked", note="")
    return True


def find(token: str) -> Invitation:
    """Raises Useless, which says why and what to do."""
    made = Invitation.objects.select_related("user").filter(token_hash=_hash(token)).first()
    if made is None:
        raise Useless(_("This is not a link that we made. Copy it whole, or ask for a new one."))
    if made.used_at:
        raise Useless(
            _(
                "This link has been used: the password is set. If it was not you who set it, tell"
                " an administrator at once."
            )
        )
    if made.revoked_at:
        raise Useless(_("This link was revoked or replaced by a newer one. Use the newer one."))
    if made.ends_at <= timezone.now():
        raise Useless(_("This link is too old. Ask an administrator for a new one."))
    if not made.user.is_active:
        raise Useless(_("This account is deactivated. Ask an administrator."))
    return made


@transaction.atomic
def use(made: Invitation, password: str) -> User:
    """Set the password, once: of two who press at the same time one is too late (Useless)."""
    now = timezone.now()
    taken = Invitation.objects.filter(
        pk=made.pk, used_at=None, revoked_at=None, ends_at__gt=now
    ).update(used_at=now)
    if not taken:
        raise Useless(_("This link has been used or revoked in the meantime."))
    user = made.user
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_all(user)
    account_changed.send(User, user=user, by=user, what="invitation_used", note="")
    return user
