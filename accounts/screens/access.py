"""How one person gets in, for those who keep the accounts: the link to a password of their own,
the second factor, where they are signed in, and who tried."""

import smtplib
from collections.abc import Callable
from typing import Any

import segno
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import invitations, sessions
from accounts.models import Invitation, SignIn, User
from accounts.signals import account_changed

_LINK = "made_invitation"
_SHOWN = 20


def may_change(by: User, user: User) -> bool:
    """An operator's account is for operators only."""
    return by.has_perm("accounts.change_user") and (by.is_superuser or not user.is_superuser)


@require_http_methods(["GET", "HEAD", "POST"])
def access(request: HttpRequest, user_id: int) -> HttpResponse:
    by = request.user
    assert isinstance(by, User)
    if not (by.has_perm("accounts.view_user") or by.has_perm("accounts.change_user")):
        raise PermissionDenied
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise Http404
    if request.method == "POST":
        if not may_change(by, user):
            raise PermissionDenied
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            return HttpResponseBadRequest(_("Nothing was chosen. Go back and press a button."))
        with transaction.atomic():
            act(request, user, by)
        return HttpResponseRedirect(request.path)
    return TemplateResponse(request, "admin/accounts/user/access.html", _context(request, user, by))


def _context(request: HttpRequest, user: User, by: User) -> dict[str, Any]:
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    link = request.session.pop(_LINK, None)
    if not link or link.get("user") != user.pk:
        link = None
    return {
        **admin.site.each_context(request),
        "title": _("How %(name)s gets in") % {"name": user},
        "opts": User._meta,
        "person": user,
        "may_change": may_change(by, user),
        "is_me": user == by,
        "has_password": user.has_usable_password(),
        "kinds": [Authenticator.Type(kind).value for kind in kinds],
        "open": invitations.open_for(user),
        "used": Invitation.objects.filter(user=user).exclude(used_at=None).first(),
        "link": link["address"] if link else "",
        "picture": _qr(link["address"]) if link else "",
        "ends_at": link["ends_at"] if link else "",
        "sends_email": settings.SENDS_EMAIL and bool(user.email),
        "hours": settings.INVITATION_HOURS,
        "sessions": sessions.of(user, request),
        "sign_ins": SignIn.objects.filter(user=user)[:_SHOWN]
        if by.has_perm("accounts.view_signin")
        else None,
    }


def _qr(link: str) -> str:
    return segno.make(link, error="m").svg_data_uri(scale=5, border=4, light="#fff")


def _invite(request: HttpRequest, user: User, by: User) -> None:
    if not user.is_active:
        messages.error(request, _("This account is deactivated. Activate it first."))
        return
    if user == by:
        # Whoever sits down at an open screen would have a password of their own with it.
        messages.error(request, _("Change your own password under “My account”."))
        return
    made, token = invitations.make(user, by)
    path = reverse("admin:invitation-link", args=[token])
    address = (
        f"{settings.DESK_URL}{path}" if settings.DESK_URL else request.build_absolute_uri(path)
    )
    until = date_format(timezone.localtime(made.ends_at), "Y-m-d H:i")
    # Shown once, on the page that follows.
    request.session[_LINK] = {"user": user.pk, "address": address, "ends_at": until}
    if "mail" in request.POST and settings.SENDS_EMAIL and user.email:
        transaction.on_commit(lambda: _mail(request, user, address, until))


def _mail(request: HttpRequest, user: User, address: str, until: str) -> None:
    paper = str(import_string(settings.UNFOLD["SITE_TITLE"])(request))
    body = _(
        "%(name)s,\n\nwith this link you set your own password for the newsroom. It works once,"
        " until %(until)s:\n\n%(address)s\n\nIf you did not expect it, tell an administrator."
    ) % {"name": user, "until": until, "address": address}
    message = EmailMessage(f"[{paper}] " + _("Your way into the newsroom"), body, to=[user.email])
    try:
        message.send()
    except (OSError, smtplib.SMTPException):
        messages.error(
            request, _("The message could not be sent. Give the link to the person yourself.")
        )
    else:
        messages.success(request, _("The link was sent to %(to)s.") % {"to": user.email})


def _revoke(request: HttpRequest, user: User, by: User) -> None:
    if invitations.revoke(user, by):
        messages.success(request, _("The link does not work any more."))
    else:
        messages.info(request, _("There was no link that worked."))


def _remove_factor(request: HttpRequest, user: User, by: User) -> None:
    """For somebody who lost their telephone and the codes. Not for oneself: that asks first."""
    if user == by:
        messages.error(request, _("Change your own second factor under “My account”."))
        return
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    if not removed:
        messages.info(request, _("There was no second factor."))
        return
    sessions.end_all(user)
    account_changed.send(User, user=user, by=by, what="second_factor_reset", note="")
    messages.success(
        request,
        _("The second factor is removed and the person signed out everywhere. Make sure by"
          " telephone or face to face that it was they who asked."),
    )  # fmt: skip


def _sign_out(request: HttpRequest, user: User, by: User) -> None:
    if user == by:
        messages.error(request, _("Sign yourself out under “My account”."))
        return
    sessions.end_all(user)
    account_changed.send(User, user=user, by=by, what="signed_out", note="")
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": user})


ACTS: dict[str, Callable[[HttpRequest, User, User], None]] = {
    "invite": _invite,
    "revoke": _revoke,
    "remove_factor": _remove_factor,
    "sign_out": _sign_out,
}
