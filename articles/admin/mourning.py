"""Days of mourning: when the site has no colours, and how much of it."""

from typing import Any

from django import forms
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
from articles.admin.navigation import readers_site
from articles.desk import ledger, mourning, rights
from articles.desk.errors import WorkflowError
from articles.models import Mourning, SiteIdentity

_CHANGES = 10


class MourningForm(forms.Form):
    scope = forms.ChoiceField(
        label=__("what goes grey"),
        choices=Mourning,
        initial=Mourning.SITE,
        widget=forms.RadioSelect(),
    )
    starts_at = clock_field(__("from"), __("Empty: at once."))
    ends_at = clock_field(
        __("until"), __("The colours come back by themselves at this hour."), required=True
    )


@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not rights.may_turn_grey(user):
        raise PermissionDenied(
            _("Only the chief editor and administrators take the colours off the site.")
        )
    if request.method != "POST":
        return _page(request, _as_set())
    seen = posted_number(request, "seen")
    form = _as_set() if "end" in request.POST else MourningForm(request.POST)
    if form.is_bound and not form.is_valid():
        return _page(request, form, status=400)
    try:
        if form.is_bound:
            given = dict(form.cleaned_data)
            given["scope"] = Mourning(given["scope"])
            entry = mourning.set_grey(user, seen=seen, **given)
            said = _("Set. Readers see it from that hour on.")
        else:
            entry = mourning.end_grey(user, seen=seen)
            said = _("The site has its colours.")
    except WorkflowError as problem:
        return _page(request, form, problem=problem, status=409)
    if entry:
        messages.success(request, said)
    else:
        messages.info(request, _("Nothing was changed."))
    return HttpResponseRedirect(reverse("admin:mourning"))


def _as_set() -> MourningForm:
    """What is set and not over; else an empty form."""
    identity = SiteIdentity.current()
    until = identity.mourning_until
    if until is None or until <= timezone.now():
        return MourningForm()
    initial = {
        "scope": identity.mourning_scope,
        "starts_at": identity.mourning_from,
        "ends_at": until,
    }
    return MourningForm(initial=initial)


def _page(
    request: HttpRequest,
    form: MourningForm,
    *,
    problem: WorkflowError | None = None,
    status: int = 200,
) -> TemplateResponse:
    identity = SiteIdentity.current()
    now = timezone.now()
    until = identity.mourning_until
    history = ledger.history(*mourning.CHAIN)[-_CHANGES:]
    context = {
        **admin.site.each_context(request),
        "title": _("Days of mourning"),
        "form": form,
        "problem": problem,
        "identity": identity,
        "is_set": until is not None and until > now,
        "is_grey": identity.is_grey(now, home=True),
        "scope": Mourning(identity.mourning_scope).label if identity.mourning_scope else "",
        "seen": mourning.seen_now(),
        "site_url": readers_site(request),
        "zone": zone_name(),
        "changes": [
            {
                "entry": entry,
                "act": mourning.LABELS[entry.action],
                "role": ledger.role_label(entry.actor_role),
            }
            for entry in reversed(history)
        ],
    }
    return TemplateResponse(request, "admin/front/mourning.html", context, status=status)


_site: Any = admin.site
_site.add_screen("mourning/", screen, "mourning")
