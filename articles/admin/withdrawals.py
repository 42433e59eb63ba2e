"""Withdrawals that somebody still has to look after: the chief's yes, and the other places."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import Rank
from articles.admin.article_access import person
from articles.admin.article_withdrawal import withdrawals_of
from articles.desk import rights, withdrawals
from articles.models import Outlet, PublishedArticle

_SHOWN = 50


def may_open(user: User) -> bool:
    """Editors and whoever is on duty: those who can withdraw."""
    return user.highest_rank >= Rank.EDITOR or user.on_duty()


@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not may_open(user):
        raise PermissionDenied
    pieces = withdrawals.unfinished(
        rights.viewable(user).select_related("section", "owner").defer("body")
    ).order_by("-gone_at", "-pk")
    articles = list(pieces[: _SHOWN + 1])
    publications = PublishedArticle.objects.only("id", "withdrawn_at", "withdrawal_notice").in_bulk(
        [article.pk for article in articles]
    )
    context = {
        **admin.site.each_context(request),
        "title": _("Withdrawals"),
        "withdrawals": withdrawals_of(user, articles[:_SHOWN], publications),
        "more": len(articles) > _SHOWN,
        "no_outlets": not Outlet.objects.filter(active=True).exists(),
        "in_list": True,
    }
    return TemplateResponse(request, "admin/articles/withdrawals.html", context)


_site: Any = admin.site
_site.add_screen("withdrawals/", screen, "withdrawals")
