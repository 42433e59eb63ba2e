"""The calendar: a month, a week or a day of topics due, pieces scheduled and pieces out."""

from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.admin.article_access import person
from articles.admin.article_status import zone_name
from articles.admin.assignments import local_day, section_asked
from articles.admin.calendar_days import LABELS, days
from articles.admin.navigation import enters_newsroom
from articles.models import Section

# How much of a day each view shows before it says how much more there is.
MOST = {"month": 4, "week": 12, "day": 300}


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """`?view=month|week|day`, around `?day=` (today if there is none), `?section=`."""
    user = person(request)
    if not enters_newsroom(user):
        raise PermissionDenied
    view = request.GET.get("view", "month")
    view = view if view in MOST else "month"
    day = local_day(request.GET.get("day", "")) or timezone.localdate()
    first, count = _range(view, day)
    section = section_asked(request)
    found = days(user, first, count, most=MOST[view], section=section)
    before, after = _neighbours(view, day)
    context = {
        **admin.site.each_context(request),
        "title": _("Calendar"),
        "view": view,
        "views": [("month", _("Month")), ("week", _("Week")), ("day", _("Day"))],
        "day": day,
        "heading": _heading(view, day, first),
        "days": found,
        "weekdays": [date_format(each.date, "D") for each in found[:7]],
        "is_empty": not any(each.total for each in found),
        "before": before,
        "after": after,
        "sections": Section.objects.all(),
        "section": section,
        "labels": LABELS.items(),
        "zone": zone_name(),
    }
    return TemplateResponse(request, "admin/plan/calendar.html", context)


def _range(view: str, day: date) -> tuple[date, int]:
    """The first day shown, a Monday but for a single day, and how many days."""
    if view == "day":
        return day, 1
    if view == "week":
        return day - timedelta(days=day.weekday()), 7
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    first -= timedelta(days=first.weekday())
    weeks = (last - first).days // 7 + 1
    return first, weeks * 7


def _neighbours(view: str, day: date) -> tuple[date, date]:
    if view == "month":
        first = day.replace(day=1)
        return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(
            day=1
        )
    step = timedelta(days=7 if view == "week" else 1)
    return day - step, day + step


def _heading(view: str, day: date, first: date) -> str:
    if view == "month":
        return date_format(day, "YEAR_MONTH_FORMAT")
    if view == "week":
        return f"{date_format(first, 'm-d')} – {date_format(first + timedelta(days=6), 'm-d')}"
    return f"{date_format(day, 'DATE_FORMAT')} {date_format(day, 'l')}"


_site: Any = admin.site
_site.add_screen("calendar/", calendar, "calendar")
