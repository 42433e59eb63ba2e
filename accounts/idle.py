"""A session that nobody uses ends by itself, long before its age would end it; and however busy
somebody is, they sign in again when it has lasted as long as a sign-in may.

The screens that stay open ask the server things by themselves (who else is here, keep what was
typed). Such a view is marked with `in_background` and does not count as activity; one that has
seen real typing says so with `touch`.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import sessions

View = TypeVar("View", bound=Callable[..., Any])
_KEY = "active_at"
_BEGUN = "signed_in_at"
# The session is not written again for every picture of a page.
_GRAIN = 30  # seconds


def in_background(view: View) -> View:
    """Requests to this view do not prolong a session."""
    view.in_background = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def begun(sender: Any, request: HttpRequest, **_signal: Any) -> None:
    """Listens to Django: somebody has signed in."""
    request.session[_BEGUN] = int(time.time())


def touch(request: HttpRequest) -> None:
    """Count this request as activity."""
    now = int(time.time())
    if now - request.session.get(_KEY, 0) >= _GRAIN:
        request.session[_KEY] = now
        # One from before there was an absolute limit begins here.
        request.session.setdefault(_BEGUN, now)
        sessions.seen(request)


def is_over(request: HttpRequest) -> bool:
    limit = settings.IDLE_MINUTES * 60
    last = request.session.get(_KEY)
    return bool(limit) and last is not None and time.time() - last > limit


def is_too_old(request: HttpRequest) -> bool:
    began = request.session.get(_BEGUN)
    return began is not None and time.time() - began > settings.SESSION_COOKIE_AGE


class IdleLimit:
    """Middleware, after those that know who is signed in. Readers' pages are left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> None:
        match = request.resolver_match
        if match is None or match.app_name != "admin" or not request.user.is_authenticated:
            return
        too_old = is_too_old(request)
        if too_old or is_over(request):
            logout(request)
            if "text/html" in request.headers.get("Accept", ""):
                messages.info(request, _said(request, too_old))
        elif not getattr(view, "in_background", False):
            touch(request)


def _said(request: HttpRequest, too_old: bool) -> str:
    """A form that was sent says itself what becomes of it: its page gives everything back."""
    minutes, hours = settings.IDLE_MINUTES, settings.SESSION_COOKIE_AGE // 3600
    if too_old:
        said = ngettext(
            "You were signed out: a sign-in lasts %(hours)s hour.",
            "You were signed out: a sign-in lasts %(hours)s hours.",
            hours,
        ) % {"hours": hours}
    else:
        said = ngettext(
            "You were signed out after %(minutes)s minute without activity.",
            "You were signed out after %(minutes)s minutes without activity.",
            minutes,
        ) % {"minutes": minutes}
    if request.method == "POST":
        return said
    kept = _("What you had typed is kept and offered to you when you open the piece again.")
    return f"{said} {kept}"
