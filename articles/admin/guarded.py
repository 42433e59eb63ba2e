"""Guarded days: when the desk is closed, and why."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods

from articles.admin.article_access import person, posted_number
from articles.admin.article_status import zone_name
from articles.admin.front import clock_field
from articles.desk import guarded, ledger
from articles.desk.errors import WorkflowError
from articles.models import GuardedDays

_CHANGES = 10


class GuardedForm(forms.Form):
    starts_at = clock_field(__("from"), __("Empty: at once."))
    ends_at = clock_field(
        __("until"), __("The desk opens by itself at this hour."), required=True
    )  # fmt: skip
    reason = forms.CharField(
        label=__("reason"),
        max_length=200,
        help_text=__("Whoever comes to the closed desk reads it."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not guarded.may_set(user):
        raise PermissionDenied(_("Only the chief editor and administrators close the desk."))
    if request.method != "POST":
        return _page(request, _as_set())
    seen = posted_number(request, "seen")
    form = _as_set() if "end" in request.POST else GuardedForm(request.POST)
    if form.is_bound and not form.is_valid():
        return _page(request, form, status=400)
    try:
        if form.is_bound:
            entry = guarded.guard(user, seen=seen, **form.cleaned_data)
            said = _("Set. Between these hours the desk is closed to everybody.")
        else:
            entry = guarded.unguard(user, seen=seen)
            said = _("The desk is open.")
    except WorkflowError as problem:
        return _page(request, form, problem=problem, status=409)
    if entry:
        messages.success(request, said)
    else:
        messages.info(request, _("Nothing was changed."))
    return HttpResponseRedirect(reverse("admin:guarded"))


def _as_set() -> GuardedForm:
    days = GuardedDays.current()
    if days.ends_at is None or days.ends_at <= timezone.now():
        return GuardedForm()
    initial = {"starts_at": days.starts_at, "ends_at": days.ends_at, "reason": days.reason}
    return GuardedForm(initial=initial)


def _page(
    request: HttpRequest,
    form: GuardedForm,
    *,
    problem: WorkflowError | None = None,
    status: int = 200,
) -> TemplateResponse:
    days = GuardedDays.current()
    now = timezone.now()
    history = ledger.history(*guarded.CHAIN)[-_CHANGES:]
    context = {
        **admin.site.each_context(request),
        "title": _("Guarded days"),
        "form": form,
        "problem": problem,
        "days": days,
        "is_set": days.ends_at is not None and days.ends_at > now,
        "is_closed": days.holds(now),
        "by_operator": settings.GUARDED,
        "seen": guarded.seen_now(),
        "zone": zone_name(),
        "changes": [
            {
                "entry": entry,
                "act": guarded.LABELS[entry.action],
                "role": ledger.role_label(entry.actor_role),
            }
            for entry in reversed(history)
        ],
    }
    return TemplateResponse(request, "admin/audit/guarded.html", context, status=status)


_site: Any = admin.site
_site.add_screen("guarded/", screen, "guarded")
