"""The duty roster: a week of day and night shifts, who has them, what is missing.

Everybody in the newsroom reads it; the chief fills it. Every grant goes through
`articles.desk.duties`, which keeps it in the ledger.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Duty, User
from accounts.roles import RANK_LABELS, ROLES, Rank
from articles.admin.article_access import person
from articles.admin.article_status import zone_name
from articles.admin.duties import ask_reason
from articles.admin.navigation import paper_name, sees_roster
from articles.desk import duties, roster
from articles.desk.roster import Cell, Line, Shift


def people() -> "QuerySet[User]":
    """Whoever can be put on duty: they have a role and sign in."""
    found = User.objects.filter(is_active=True, is_staff=True, groups__name__in=ROLES)
    return found.distinct().order_by("full_name", "pk")


class PutForm(forms.Form):
    user = forms.ModelChoiceField(User.objects.none(), label=__("person"), empty_label="—")
    rank = forms.TypedChoiceField(label=__("rank"), coerce=int)
    reason = forms.CharField(label=__("reason"), max_length=200, required=False)

    def __init__(self, line: Line, data: Any = None) -> None:
        super().__init__(data)
        self.fields["user"].queryset = people()  # type: ignore[attr-defined]  # a form's fields are typed as plain ones
        ranks = [Rank.CHIEF] if line.rank == Rank.CHIEF else [Rank.EDITOR, Rank.DESK_HEAD]
        choices = [(int(rank), RANK_LABELS[rank]) for rank in ranks]
        self.fields["rank"].choices = choices  # type: ignore[attr-defined]  # a form's fields are typed as plain ones

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        ask_reason(self, cleaned.get("user"), Rank(cleaned.get("rank") or Rank.NONE))
        return cleaned


@dataclass
class Place:
    """A shift of a line, as the chief pressed its plus."""

    shift: Shift
    line: Line


@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not sees_roster(user):
        raise PermissionDenied
    monday = _monday(request)
    place = _place(request)
    form = PutForm(place.line) if place else None
    status = 200
    if request.method == "POST":
        if not duties.may_grant(user):
            raise PermissionDenied(_("Only the chief editor puts people on duty."))
        if "fill" in request.POST:
            return _fill(request, user, monday)
        form = PutForm(place.line, request.POST) if place else None
        if place and form and form.is_valid():
            return _put(request, user, place, form, monday)
        status = 400
    return _page(request, user, monday, place, form, status)


def _monday(request: HttpRequest) -> date:
    """The Monday of the week that is asked for, else of this one."""
    asked = roster.parse_day(request.GET.get("week", ""))
    return roster.monday_of(asked or timezone.localdate())


def _place(request: HttpRequest) -> Place | None:
    asked = request.POST if request.method == "POST" else request.GET
    shift = roster.shift_of(asked.get("at", ""))
    line = next((each for each in roster.lines() if each.key == asked.get("line", "")), None)
    return Place(shift, line) if shift and line else None


def _here(monday: date) -> str:
    return f"{reverse('admin:roster')}?week={monday.isoformat()}"


def _fill(request: HttpRequest, user: User, monday: date) -> HttpResponse:
    """The shifts of the week before, seven days later."""
    before = Shift(monday - timedelta(days=7), night=False).starts_at
    given = duties.repeat(user, before, Shift(monday, night=False).starts_at)
    if given:
        said = ngettext("%(given)s shift was filled.", "%(given)s shifts were filled.", given)
        messages.success(request, said % {"given": given})
    else:
        messages.info(request, _("Last week has no shift that is not here already."))
    return HttpResponseRedirect(_here(monday))


def _put(
    request: HttpRequest, user: User, place: Place, form: PutForm, monday: date
) -> HttpResponse:
    now = timezone.now()
    if place.shift.ends_at <= now:
        messages.error(request, _("This shift is over. Choose a later one."))
        return HttpResponseRedirect(_here(monday))
    colleague = form.cleaned_data["user"]
    duty = duties.grant_once(
        user,
        colleague,
        Rank(form.cleaned_data["rank"]),
        starts_at=max(place.shift.starts_at, now),
        ends_at=place.shift.ends_at,
        desks=[place.line.desk] if place.line.desk else [],
        reason=form.cleaned_data["reason"],
    )
    if duty:
        where = {"shift": shift_words(place.shift), "line": line_words(place.line)}
        said = _("%(who)s is on duty: %(shift)s, %(line)s.") % ({"who": colleague} | where)
        messages.success(request, said)
    else:
        messages.info(request, _("%(who)s has this duty already.") % {"who": colleague})
    return HttpResponseRedirect(_here(monday))


def line_words(line: Line) -> str:
    if line.rank == Rank.CHIEF:
        return _("Chief on duty")
    return line.desk.name if line.desk else _("Every section")


def shift_words(shift: Shift) -> str:
    part = _("night shift") if shift.night else _("day shift")
    return f"{date_format(shift.day, 'm-d l')} {part}"


@dataclass
class Entry:
    """One person in one cell; `hours` where they have not the whole shift."""

    duty: Duty
    hours: str
    may_end: bool

    @property
    def rank(self) -> str:
        """Said where it is more than the line says."""
        return str(RANK_LABELS[Rank.DESK_HEAD]) if self.duty.rank == Rank.DESK_HEAD else ""


def _entries(cell: Cell, may_grant: bool) -> list[Entry]:
    now = timezone.now()
    found = []
    for duty in cell.duties:
        since = max(duty.starts_at, cell.shift.starts_at)
        until = min(duty.over_at, cell.shift.ends_at)
        whole = since == cell.shift.starts_at and until == cell.shift.ends_at
        clock = (timezone.localtime(each).strftime("%H:%M") for each in (since, until))
        found.append(
            Entry(duty, "" if whole else "–".join(clock), may_grant and duty.over_at > now)
        )
    return found


def _page(
    request: HttpRequest,
    user: User,
    monday: date,
    place: Place | None,
    form: PutForm | None,
    status: int,
) -> TemplateResponse:
    now = timezone.now()
    may_grant = duties.may_grant(user)
    first, last = (f"{clock:%H:%M}" for clock in settings.DAY_SHIFT)
    days = [
        {
            "day": monday + timedelta(days=number),
            "today": monday + timedelta(days=number) == timezone.localdate(),
        }
        for number in range(7)
    ]
    grid = [
        {
            "line": line,
            "name": line_words(line),
            "cells": [
                {
                    "cell": cell,
                    "entries": _entries(cell, may_grant),
                    "words": shift_words(cell.shift),
                    "may_put": may_grant and cell.shift.ends_at > now,
                    "past": cell.shift.ends_at <= now,
                    "running": cell.shift.starts_at <= now < cell.shift.ends_at,
                }
                for cell in cells
            ],
        }
        for line, cells in roster.week(monday, now)
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("Duty roster"),
        "paper": paper_name(request),
        "grid": grid,
        "days": days,
        "gaps": sum(each["cell"].is_gap for row in grid for each in row["cells"]),  # type: ignore[attr-defined]  # a cell is one of the values of a row, which are of many kinds
        "day_hours": f"{first}–{last}",
        "night_hours": f"{last}–{first}",
        "zone": zone_name(),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "this_week": roster.monday_of(timezone.localdate()),
        "earlier": _here(monday - timedelta(days=7)),
        "later": _here(monday + timedelta(days=7)),
        "here": _here(monday),
        "may_grant": may_grant,
        "may_fill": may_grant and Shift(monday + timedelta(days=6), night=True).ends_at > now,
        "place": place if may_grant else None,
        "place_words": f"{shift_words(place.shift)} · {line_words(place.line)}" if place else "",
        "form": form,
        "mine": user.on_duty_until(now),
    }
    return TemplateResponse(request, "admin/accounts/duty/roster.html", context, status=status)


_site: Any = admin.site
_site.add_screen("roster/", screen, "roster")
