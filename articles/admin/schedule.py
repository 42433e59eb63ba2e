"""The schedule: what appears when, how late it was the last times, and what went wrong after."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from articles.admin.article_access import person
from articles.admin.article_status import short_time, zone_name
from articles.admin.article_tabs import scheduled
from articles.desk import rights
from articles.models import Appearance, Article, ChoreRun, SideEffect

_UPCOMING, _PAST, _ALARMS = 200, 30, 50
_MEASURED = timedelta(days=30)
# A worker gives a sign of life twice a minute.
_SILENT = timedelta(minutes=3)


@dataclass
class Row:
    """`lateness` in words; `headline` is empty for whoever may not open the piece."""

    time: str
    article: Article
    by: str = ""
    lateness: str = ""
    watched: bool = True


def worker_is_silent() -> bool:
    return not ChoreRun.objects.filter(
        name="pulse", error="", ran_at__gt=timezone.now() - _SILENT
    ).exists()


def worker_is_missed(user: object) -> bool:
    """Whether whoever looks after the house is to be told that no worker runs. A house that tries
    the program out and has never had one is not."""
    looks_after = isinstance(user, User) and user.has_perm("articles.view_delivery")
    if not looks_after or not worker_is_silent():
        return False
    return settings.PRODUCTION or ChoreRun.objects.filter(name="pulse").exists()


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not rights.may_see_schedule(user):
        raise PermissionDenied(_("The schedule is for editors."))
    worst, middle, count = _lateness()
    context = {
        **admin.site.each_context(request),
        "title": _("Schedule"),
        "zone": zone_name(),
        "upcoming": _upcoming(user),
        "past": _past(user),
        "alarms": _alarms(user),
        "worst": worst,
        "median": middle,
        "count": count,
        "silent": worker_is_silent(),
    }
    return TemplateResponse(request, "admin/articles/schedule.html", context)


def _pieces(user: User, ids: list[int]) -> dict[int, Article]:
    found = rights.viewable(user).filter(pk__in=ids).select_related("section")
    return {piece.pk: piece for piece in found.only("headline", "section__name")}


def _upcoming(user: User) -> list[Row]:
    due = dict(scheduled().order_by("visible_from", "pk").values_list("pk", "visible_from"))
    ids = list(due)[:_UPCOMING]
    pieces = _pieces(user, ids)
    expected = Appearance.objects.filter(article__in=ids, seen_at=None)
    by = dict(expected.values_list("article", "published_by__full_name"))
    return [Row(short_time(due[pk]), pieces[pk], by.get(pk) or "") for pk in ids if pk in pieces]


def _past(user: User) -> list[Row]:
    seen = Appearance.objects.filter(scheduled=True, seen_at__isnull=False)
    rows = list(seen.select_related("published_by").order_by("-due_at", "-pk")[:_PAST])
    pieces = _pieces(user, [row.article_id for row in rows])
    return [
        Row(
            timezone.localtime(row.due_at).strftime("%Y-%m-%d %H:%M:%S"),
            pieces[row.article_id],
            str(row.published_by or ""),
            in_words(row.lateness or 0),
            row.watched,
        )
        for row in rows
        if row.article_id in pieces
    ]


def _lateness() -> tuple[str, str, int]:
    """Worst and median of the last 30 days, where a worker was looking when the time came."""
    measured = Appearance.objects.filter(
        scheduled=True, watched=True, due_at__gt=timezone.now() - _MEASURED
    ).order_by("-due_at")
    late = [row.lateness or 0 for row in measured.only("due_at", "seen_at")[:2000]]
    if not late:
        return "", "", 0
    return in_words(max(late)), in_words(median(late)), len(late)


def in_words(seconds: float) -> str:
    if seconds < 60:
        return _("%(seconds).2f s") % {"seconds": seconds}
    minutes = int(seconds // 60)
    if minutes < 120:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(hours)s h") % {"hours": minutes // 60}


def _alarms(user: User) -> list[dict[str, Any]]:
    failing = SideEffect.objects.filter(done_at=None, tries__gt=0)
    effects = list(failing.select_related("appearance").order_by("-pk")[:_ALARMS])
    pieces = _pieces(user, [effect.appearance.article_id for effect in effects])
    return [
        {
            "article": pieces[effect.appearance.article_id],
            "effect": effect,
            "next": short_time(effect.next_try_at),
        }
        for effect in effects
        if effect.appearance.article_id in pieces
    ]


_site: Any = admin.site
_site.add_screen("schedule/", schedule, "schedule")
