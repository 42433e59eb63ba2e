"""Who is on duty, and who will be. A duty is given and revoked, never edited or deleted."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.models import Desk, Duty, User
from accounts.roles import Rank
from articles.admin.article_access import person
from articles.desk import duties, roster
from articles.desk.errors import NotAllowed, NoteRequired, WorkflowError
from articles.desk.roster import parse_day

_WORDS = {
    "running": __("on duty now"),
    "coming": __("coming"),
    "past": __("past"),
    "revoked": __("revoked"),
}


def standing(duty: Duty) -> str:
    """One of the keys of `_WORDS`."""
    now = timezone.now()
    if duty.revoked_at:
        return "revoked"
    if duty.starts_at > now:
        return "coming"
    return "running" if duty.ends_at > now else "past"


class StandingFilter(admin.SimpleListFilter):
    title = __("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(_WORDS.items())

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Duty]") -> "QuerySet[Duty]":
        now = timezone.now()
        kept = {
            "running": Q(revoked_at=None, starts_at__lte=now, ends_at__gt=now),
            "coming": Q(revoked_at=None, starts_at__gt=now),
            "past": Q(revoked_at=None, ends_at__lte=now),
            "revoked": Q(revoked_at__isnull=False),
        }
        return queryset.filter(kept.get(self.value() or "", Q()))


def ask_reason(form: forms.Form | forms.ModelForm, user: User | None, rank: Rank) -> None:
    """Say at the reason's own field what `duties.grant` would refuse."""
    if user is None or form.data.get("reason", "").strip():
        return
    try:
        duties.check_reason(user, rank)
    except NoteRequired as problem:
        form.add_error("reason", str(problem))


class DutyForm(forms.ModelForm):
    desks = forms.ModelMultipleChoiceField(
        Desk.objects.all(),
        label=capfirst(__("desks")),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=__("Only for the sections of these desks; empty means every section."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "user" in self.fields:
            users = User.objects.filter(is_active=True, is_staff=True)
            self.fields["user"].queryset = users.order_by("full_name")  # type: ignore[attr-defined]  # a form's fields are typed as plain ones

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        ask_reason(self, cleaned.get("user"), Rank(cleaned.get("rank") or Rank.NONE))
        return cleaned


class EndForm(forms.Form):
    note = forms.CharField(label=__("reason"), required=False, max_length=200)


class HandOverForm(forms.Form):
    user = forms.ModelChoiceField(
        User.objects.none(), label=__("hand over to"), empty_label="—", widget=forms.Select()
    )
    reason = forms.CharField(label=__("reason"), required=False, max_length=200)

    def __init__(self, duty: Duty, data: Any = None) -> None:
        super().__init__(data)
        self.duty = duty
        users = User.objects.filter(is_active=True, is_staff=True).exclude(pk=duty.user_id)
        self.fields["user"].queryset = users.order_by("full_name")  # type: ignore[attr-defined]  # a form's fields are typed as plain ones

    def clean(self) -> dict[str, Any]:
        ask_reason(self, self.cleaned_data.get("user"), Rank(self.duty.rank))
        return self.cleaned_data


@admin.register(Duty)
class DutyAdmin(ModelAdmin):
    form = DutyForm
    fields = ("user", "rank", "desks", "starts_at", "ends_at", "reason")
    list_display = ("user", "rank", "for_desks", "starts_at", "ends_at", "when", "act")
    list_filter = (StandingFilter,)
    list_select_related = ("user",)
    search_fields = ("user__full_name", "user__username", "reason")
    actions = None

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Duty]":
        return super().get_queryset(request).prefetch_related("desks")

    # --- Who ------------------------------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: Duty | None = None) -> bool:
        return super().has_view_permission(request, obj) or self.has_add_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and duties.may_grant(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Duty | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Duty | None = None) -> bool:
        return False

    # --- Giving ---------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Duty, form: Any, change: bool) -> None:
        data = form.cleaned_data
        granted = duties.grant(
            person(request),
            data["user"],
            Rank(data["rank"]),
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            desks=data["desks"],
            reason=data["reason"],
        )
        obj.pk = granted.pk

    # --- The list -------------------------------------------------------------------------------

    @display(description=__("desks"))
    def for_desks(self, duty: Duty) -> str:
        return duties.desks_in_words(duty)

    @display(
        description=__("state"),
        label={"running": "success", "coming": "info", "past": "default", "revoked": "danger"},
    )
    def when(self, duty: Duty) -> tuple[str, Any]:
        return standing(duty), _WORDS[standing(duty)]

    @display(description="")
    def act(self, duty: Duty) -> SafeString | str:
        if standing(duty) not in ("running", "coming"):
            return ""
        return format_html(
            '<a class="nr-button nr-small nr-grave" href="{}">{}</a>',
            reverse("admin:accounts_duty_revoke", args=[duty.pk]),
            _("Revoke"),
        )

    # --- Revoking -------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        revoke = self.admin_site.admin_view(revoke_view)
        return [
            path("<int:duty_id>/revoke/", revoke, name="accounts_duty_revoke"),
            *super().get_urls(),
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_view(request: HttpRequest, duty_id: int) -> HttpResponse:
    if not duties.may_grant(person(request)):
        raise PermissionDenied
    duty = get_object_or_404(Duty.objects.select_related("user"), pk=duty_id)
    handing = HandOverForm(duty, request.POST if "hand_over" in request.POST else None)
    ending = EndForm(request.POST if request.method == "POST" and not handing.is_bound else None)
    alone = roster.leaves_alone(duty, timezone.now())
    if request.method == "POST" and (handing if handing.is_bound else ending).is_valid():
        try:
            said = _end(person(request), duty, handing, ending)
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from None
        except WorkflowError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said)
            if alone and not handing.is_bound:
                messages.warning(request, _alone(duty))
        return HttpResponseRedirect(_back(request))
    context = {
        **admin.site.each_context(request),
        "title": _("End a duty or hand it over"),
        "duty": duty,
        "standing": _WORDS[standing(duty)],
        "may_end": standing(duty) in ("running", "coming"),
        "form": handing,
        "ending": ending,
        "desks": duties.desks_in_words(duty),
        "alone": _alone(duty) if alone else "",
        "back": _back(request),
        "week": request.POST.get("week", request.GET.get("week", "")),
    }
    status = 400 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/accounts/duty/revoke.html", context, status=status)


def _alone(duty: Duty) -> str:
    return _("Without it nobody is on duty as %(rank)s for %(desks)s until %(time)s.") % {
        "rank": duty.get_rank_display(),
        "desks": duties.desks_in_words(duty),
        "time": timezone.localtime(duty.ends_at).strftime("%Y-%m-%d %H:%M"),
    }


def _end(by: User, duty: Duty, handing: HandOverForm, ending: EndForm) -> str:
    if not handing.is_bound:
        duties.revoke(by, duty, ending.cleaned_data["note"])
        return _("The duty is over.")
    to, reason = handing.cleaned_data["user"], handing.cleaned_data["reason"]
    given = duties.hand_over(by, duty, to, reason)
    until = timezone.localtime(given.ends_at).strftime("%Y-%m-%d %H:%M")
    return _("%(who)s is on duty now, until %(time)s.") % {"who": given.user, "time": until}


def _back(request: HttpRequest) -> str:
    """The week of the roster that led here; else the list of all duties."""
    week = request.POST.get("week", request.GET.get("week", ""))
    if parse_day(week) is None:
        return reverse("admin:accounts_duty_changelist")
    return f"{reverse('admin:roster')}?week={week}"
