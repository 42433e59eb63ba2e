"""What somebody typed and sent after their session had ended, or with a token that a newer sign-in
has replaced: it is given back, to copy and to send again, never dropped.

Who comes here proved to be a page of our own: either the token was right, or the browser says that
the form stands on this site. The answer posts to the address that was asked for and to no other.
"""

import re
from itertools import chain
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.cache import never_cache
from django.views.defaults import permission_denied

from articles.models import Article, Assignment, Clip, Comment, Credit, Figure
from articles.text import markup

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of a field)
_WORDS = {"note": __("note"), "reason": __("reason"), "notice": __("public notice")}
# Told apart from what a form carries by itself: words have blanks or are not ASCII.
_LIKE_WORDS = re.compile(r"\S\s+\S|[^\x00-\x7f]")


class Typed(NamedTuple):
    label: str
    text: str
    rows: int


def has_body(request: HttpRequest) -> bool:
    return request.method == "POST" and bool(carried(request) or request.FILES)


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields to send again. A password is neither shown nor kept in a page."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != _TOKEN and "password" not in name.lower()
        for value in values
    ]


def _label(name: str) -> str:
    for model in (Article, Assignment, Comment, Figure, Clip, Credit):
        try:
            return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a field of ours, no relation back
        except (FieldDoesNotExist, AttributeError):
            continue
    return _("Text")


def typed(fields: list[tuple[str, str]]) -> list[Typed]:
    found = []
    for name, value in fields:
        plain = name.rpartition("-")[2]
        text = value.strip()
        if not text or name.startswith("_") or not (plain in _WORDS or _LIKE_WORDS.search(text)):
            continue
        if plain == "body":
            text = markup.to_text(text)
        label = str(_WORDS[plain]) if plain in _WORDS else _label(plain)
        rows = sum(1 + len(line) // 40 for line in text.split("\n"))
        found.append(Typed(capfirst(label), text, min(max(rows, 1), 14)))
    return found


def page(request: HttpRequest, status: int) -> TemplateResponse:
    """Everything that was sent, with a way to sign in and to send it again."""
    fields = carried(request)
    files = [upload.name for upload in chain(*(each for _name, each in request.FILES.lists()))]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Not sent yet"),
        # Without the menu, which is for those who are in.
        "is_popup": True,
        "signed_in": admin.site.has_permission(request),
        "person": request.user,
        "fields": fields,
        "files": files,
        "typed": typed(fields),
        "again": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/unsent.html", context, status=status)


@never_cache
def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form without the right token (CSRF_FAILURE_VIEW)."""
    match = request.resolver_match
    if match is None or match.app_name != "admin" or not _is_ours(request):
        return permission_denied(request, PermissionDenied())
    if match.url_name in ("login", "second-factor", "invitation"):
        messages.info(request, _("This page was too old. Please sign in now."))
        return HttpResponseRedirect(request.get_full_path())
    if match.url_name == "logout":
        return HttpResponseRedirect(reverse("admin:index"))
    response = page(request, 403)
    response._csp_config = settings.DESK_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]  # django-csp's mark on an answer
    return response


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that the form stands on this site; no script can say so for it."""
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in (here, *settings.CSRF_TRUSTED_ORIGINS)
