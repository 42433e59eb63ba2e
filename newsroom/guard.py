"""Keeps the desk closed on guarded days: every address of it but the few that stay open."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from accounts.models import User
from articles.admin.article_status import zone_name
from articles.desk import access, guarded
from newsroom import unsent

# To come in, to leave, and what the pages of both are made with.
_DOORS = frozenset({"login", "logout", "jsi18n"})
_DOOR_MODULES = ("accounts.screens", "accounts.entrance", "allauth.")
_TO_WITHDRAW = frozenset({"find", "withdrawals", "articles_article_outlets"})
_TO_READ = frozenset(
    {"access-log", "audit-export", "articles_ledgerentry_changelist", "articles_ledgerentry_change"}
)
_NOT_OF_THE_DESK = frozenset({"healthz", "readyz", "metrics", "newsroom-robots"})


class Guarded:
    """Middleware, after those that know who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        module = getattr(view, "__module__", "")
        if module.startswith("articles.public") or _is_open(request, module):
            return None
        if _of_admin(request) and not admin.site.has_permission(request):
            # Sent to sign in, as ever; then we shall see who it is.
            return None
        guard = guarded.now_guarded()
        if guard is None or _may(request, kwargs):
            return None
        response = _closed(request, guard, getattr(view, "in_background", False))
        response["Retry-After"] = _seconds(guard)
        add_never_cache_headers(response)
        return response


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.url_name or "") if match else ""


def _of_admin(request: HttpRequest) -> bool:
    return bool(request.resolver_match and request.resolver_match.app_name == "admin")


def _is_open(request: HttpRequest, module: str) -> bool:
    name = _name(request)
    return name in _DOORS or name in _NOT_OF_THE_DESK or module.startswith(_DOOR_MODULES)


def _may(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    user, name = request.user, _name(request)
    if not isinstance(user, User) or not user.is_active:
        return False
    if name == "guarded":
        return guarded.may_set(user)
    if name in _TO_READ:
        return access.may_read(user)
    withdraws = name == "articles_article_step" and kwargs.get("name") == "withdraw"
    return (withdraws or name in _TO_WITHDRAW) and guarded.may_withdraw(user)


def _closed(request: HttpRequest, guard: guarded.Guard, in_background: bool) -> HttpResponseBase:
    user = request.user
    if not _of_admin(request) or not isinstance(user, User):
        # Whoever comes by a preview link is told no more than that.
        return render(request, "503.html", status=503)
    if in_background:
        return JsonResponse({"error": _("The desk is closed")}, status=503)
    response: HttpResponse
    if unsent.has_body(request):
        # What somebody had typed when the hour came is given back.
        response = unsent.page(request, 503)
    else:
        context = {
            **admin.site.each_context(request),
            "title": _("The desk is closed"),
            "is_popup": True,
            "guard": guard,
            "zone": zone_name(),
            "may_withdraw": guarded.may_withdraw(user),
            "may_set": guarded.may_set(user),
            "may_read": access.may_read(user),
        }
        response = TemplateResponse(request, "admin/audit/closed.html", context, status=503)
        response.render()
    return csp(settings.DESK_CONTENT_SECURITY_POLICY)(lambda _request: response)(request)


def _seconds(guard: guarded.Guard) -> str:
    left = (guard.ends_at - timezone.now()).total_seconds() if guard.ends_at else 3600
    return str(int(min(max(left, 60), 3600)))
