"""“My account”: second factor, passkeys, where one is signed in, and who tried."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import devices, entrance, policy, sessions
from accounts.models import SignIn, User

View = Callable[..., HttpResponseBase]
_SHOWN = 20


def signed_in(view: View) -> View:
    """For people of the house, also before they have the second factor that the rest needs."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not (isinstance(user, User) and user.is_active and user.is_staff):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(request, *args, **kwargs)

    return inner


def proved_lately(view: View) -> View:
    """What changes how somebody gets in asks who is there, unless they have just said so."""
    asking = reauthentication_required(app="allauth.mfa")(view)

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = asking(request, *args, **kwargs)
            return response
        except ReauthenticationRequired:
            ways = get_adapter().get_reauthentication_methods(request.user)
        if ways:
            suspended: HttpResponse = suspend_request(request, ways[0]["url"])
            return suspended
        messages.info(
            request, _("Sign out and in again; within five minutes after that you can do this.")
        )
        return HttpResponseRedirect(reverse("admin:account"))

    return inner


def around(request: HttpRequest, title: str) -> dict[str, Any]:
    """The frame of a page; without the menu while the newsroom is not open to them yet."""
    return {
        **admin.site.each_context(request),
        "title": title,
        "needs_factor": policy.missing(request),
        "is_popup": policy.missing(request),
    }


def me(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user = me(request)
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    context = around(request, _("My account")) | {
        "person": user,
        "roles": [role.label for role in user.roles],
        "has_password": user.has_usable_password(),
        "app": next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        "passkeys": [row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "required": policy.needs_second_factor(user),
        "sessions": sessions.of(user, request),
        "hours": settings.SESSION_COOKIE_AGE // 3600,
        "sign_ins": SignIn.objects.filter(user=user)[:_SHOWN],
        "by_address": entrance.by_address(request),
    }
    return TemplateResponse(request, "admin/account/account.html", context)


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """One other session. One's own ends with “sign out”."""
    wanted = request.POST.get("session", "")
    pk = int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0
    if any(each.pk == pk and each.is_this for each in sessions.of(me(request), request)):
        logout(request)
    elif sessions.end_one(me(request), pk):
        messages.success(request, _("That session is over."))
    else:
        messages.info(request, _("That session was over already."))
    return HttpResponseRedirect(reverse("admin:account"))


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    user = me(request)
    with transaction.atomic():
        sessions.end_others(request, user)
    messages.success(request, _("You are signed out everywhere else."))
    response = HttpResponseRedirect(reverse("admin:account"))
    devices.remember(request, response, user)
    return response
