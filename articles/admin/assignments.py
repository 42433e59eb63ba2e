"""The plan: topics by day, the form of a new one, and the morning meeting's list on paper."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.roles import Rank
from articles.admin import assignment_page
from articles.admin.article_access import person, whole_number
from articles.admin.assignment_form import AssignmentForm
from articles.admin.assignment_rows import Row, by_day, rows
from articles.admin.navigation import paper_name
from articles.desk import assignments
from articles.desk.errors import WorkflowError
from articles.models import Assignment, Section

Topics = QuerySet[Assignment]
Status = Assignment.Status
_PAGE = 100
# More topics than any morning meeting talks about.
_MEETING = 500
# A second press of the same button within this time makes no second topic.
_TWICE = timedelta(minutes=1)


@dataclass(frozen=True)
class Tab:
    name: str
    label: str | Promise
    nothing: str | Promise
    closed: bool = False


TABS = {
    tab.name: tab
    for tab in (
        Tab(
            "mine",
            pgettext_lazy("assignment", "Mine"),
            __("No assignment is yours now. Propose one."),
        ),
        Tab("plan", __("The plan"), __("Nothing is planned. Propose an assignment.")),
        Tab("proposed", __("Proposed"), __("No proposal waits for a decision.")),
        Tab(
            "closed", __("Filed and dropped"), __("No assignment has been filed yet."), closed=True
        ),
    )
}


def enter(request: HttpRequest) -> User:
    user = person(request)
    if not assignments.may_enter(user):
        raise PermissionDenied(_("The plan is for those who write and edit."))
    return user


def local_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year <= 9000 else None


def midnight(day: date) -> datetime:
    """The beginning of a day by the newsroom's clock."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _chosen(tab: Tab, user: User) -> Topics:
    topics = assignments.viewable(user).select_related("section", "reporter", "photographer")
    if tab.name == "mine":
        topics = topics.filter(assignments.mine_q(user))
    if tab.closed:
        return topics.filter(status__in=[Status.FILED, Status.DROPPED]).order_by(
            F("due_at").desc(nulls_last=True), "-pk"
        )
    wanted = [Status.PROPOSED] if tab.name == "proposed" else assignments.OPEN
    return topics.filter(status__in=wanted).order_by(F("due_at").asc(nulls_last=True), "pk")


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    user = enter(request)
    first = "plan" if user.highest_rank >= Rank.EDITOR else "mine"
    tab = TABS.get(request.GET.get("tab", ""), TABS[first])
    topics = _chosen(tab, user)
    section = section_asked(request)
    if section:
        topics = topics.filter(section=section)
    page = max(1, whole_number(request.GET.get("page", ""), digits=5))
    start = (page - 1) * _PAGE
    found = rows(topics[start : start + _PAGE + 1], user)
    context = {
        **admin.site.each_context(request),
        "title": _("Assignments"),
        "tab": tab,
        "tabs": TABS.values(),
        "days": by_day(found[:_PAGE]),
        "sections": Section.objects.all(),
        "section": section,
        "page": page,
        "before": page - 1,
        "after": page + 1 if len(found) > _PAGE else 0,
    }
    return TemplateResponse(request, "admin/plan/plan.html", context)


def section_asked(request: HttpRequest) -> Section | None:
    asked = request.GET.get("section", "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return Section.objects.filter(pk=int(asked)).first()


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    user = enter(request)
    if request.method != "POST":
        return _form(request, AssignmentForm(user))
    form = AssignmentForm(user, request.POST)
    if not form.is_valid():
        return _form(request, form, 400)
    values = form.values()
    give = "_give" in request.POST
    try:
        with transaction.atomic():
            # Two presses of one button at the same moment go one after the other.
            User.objects.select_for_update().get(pk=user.pk)
            if twin := _made_just_now(user, values):
                return HttpResponseRedirect(twin.get_absolute_url())
            topic = assignments.create(user, values, give=give)
    except WorkflowError as problem:
        form.add_error(None, str(problem))
        return _form(request, form, 409)
    said = _("The assignment is given.") if give else _("The assignment is proposed.")
    messages.success(request, said)
    return HttpResponseRedirect(topic.get_absolute_url())


def _made_just_now(user: User, values: dict[str, Any]) -> Assignment | None:
    return Assignment.objects.filter(
        proposed_by=user,
        title=values["title"],
        section=values["section"],
        created_at__gte=timezone.now() - _TWICE,
    ).first()


def _form(request: HttpRequest, form: AssignmentForm, status: int = 200) -> HttpResponse:
    user = person(request)
    context = {
        **admin.site.each_context(request),
        "title": _("New assignment"),
        "form": form,
        "may_give": user.highest_rank >= Rank.EDITOR,
        "may_propose": user.can("writes"),
    }
    return TemplateResponse(request, "admin/plan/add.html", context, status=status)


@require_safe
def meeting(request: HttpRequest) -> HttpResponse:
    """What the morning meeting (选题会) goes through for a day, section by section, on A4."""
    user = enter(request)
    day = local_day(request.GET.get("day", "")) or timezone.localdate()
    end = midnight(day + timedelta(days=1))
    topics = (
        assignments.viewable(user)
        .select_related("section", "reporter", "photographer")
        .filter(
            Q(status=Status.PROPOSED)
            | Q(status__in=assignments.OPEN, due_at__lt=end)
            | Q(status__in=assignments.OPEN, due_at=None)
            | Q(status=Status.FILED, due_at__gte=midnight(day), due_at__lt=end)
        )
        .order_by("section__position", "section", F("due_at").asc(nulls_last=True), "pk")
    )
    section = section_asked(request)
    if section:
        topics = topics.filter(section=section)
    found = rows(topics[: _MEETING + 1], user)
    sections: dict[int, list[Row]] = {}
    for row in found[:_MEETING]:
        sections.setdefault(row.topic.section_id, []).append(row)
    context = {
        **admin.site.each_context(request),
        "paper": paper_name(request),
        "day": day,
        "sections": list(sections.values()),
        "total": min(len(found), _MEETING),
        "is_cut": len(found) > _MEETING,
        "words": sum(row.topic.words or 0 for row in found[:_MEETING]),
        "printed_at": timezone.localtime(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
    }
    return TemplateResponse(request, "admin/plan/meeting.html", context)


_site: Any = admin.site
_site.add_screen("assignments/", plan, "assignments")
_site.add_screen("assignments/add/", add, "assignment-add")
_site.add_screen("assignments/meeting/", meeting, "assignment-meeting")
_site.add_screen("assignments/<int:topic_id>/", assignment_page.topic, "assignment")
_site.add_screen("assignments/<int:topic_id>/<slug:name>/", assignment_page.act, "assignment-act")
