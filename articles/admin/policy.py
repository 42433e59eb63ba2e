"""How many people read a piece before readers do: the site's numbers and the sections' own.

Everybody who may see the screen sees it; the chief editor changes it, through
`articles.desk.policy`, which keeps every change in the ledger.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from unfold.admin import ModelAdmin

from accounts.models import User
from articles.admin.article_access import person
from articles.desk import ledger, policy
from articles.models import LedgerEntry, Policy, Section

_REVIEWS = [(number, str(number)) for number in (1, 2, 3)]
_PROOFREADS = [(number, str(number)) for number in (0, 1, 2, 3)]


class PolicyForm(forms.Form):
    reviews = forms.TypedChoiceField(label=__("reviews"), choices=_REVIEWS, coerce=int)
    proofreads = forms.TypedChoiceField(label=__("proofreads"), choices=_PROOFREADS, coerce=int)


class SectionPolicyForm(forms.Form):
    reviews = forms.TypedChoiceField(
        label=__("reviews"),
        choices=[("", __("as the site")), *_REVIEWS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    proofreads = forms.TypedChoiceField(
        label=__("proofreads"),
        choices=[("", __("as the site")), *_PROOFREADS],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, section: Section, data: Any = None) -> None:
        self.section = section
        super().__init__(
            data,
            prefix=f"section-{section.pk}",
            initial={
                "reviews": section.reviews_required,
                "proofreads": section.proofreads_required,
            },
        )


@admin.register(Policy)
class PolicyAdmin(ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return isinstance(request.user, User) and policy.may_set(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_policy_changelist"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            if not self.has_change_permission(request):
                raise PermissionDenied
            return self._save(request)
        current = Policy.current()
        form = PolicyForm(
            initial={
                "reviews": current.reviews_required,
                "proofreads": current.proofreads_required,
            }
        )
        return self._page(request, form, [SectionPolicyForm(each) for each in _sections()])

    def _save(self, request: HttpRequest) -> HttpResponse:
        user = person(request)
        if "preset" in request.POST:
            changes = [policy.set_policy(user, *policy.THREE_AND_THREE)]
        else:
            form = PolicyForm(request.POST)
            own = [SectionPolicyForm(each, request.POST) for each in _sections()]
            if not all([form.is_valid(), *(each.is_valid() for each in own)]):
                return self._page(request, form, own, status=400)
            changes = [policy.set_policy(user, **form.cleaned_data)]
            changes += [
                policy.set_section_policy(user, each.section, **each.cleaned_data) for each in own
            ]
        if any(changes):
            messages.success(
                request, _("Saved. It holds for pieces that are submitted from now on.")
            )
        else:
            messages.info(request, _("Nothing was changed."))
        return HttpResponseRedirect(reverse("admin:articles_policy_changelist"))

    def _page(
        self,
        request: HttpRequest,
        form: PolicyForm,
        own: list[SectionPolicyForm],
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Review policy"),
            "form": form,
            "sections": own,
            "may_change": self.has_change_permission(request),
            "is_three_and_three": _numbers(Policy.current()) == policy.THREE_AND_THREE,
            "changes": [
                {
                    "entry": entry,
                    "role": ledger.role_label(entry.actor_role),
                    "before": policy_label(entry.from_state),
                    "after": policy_label(entry.to_state),
                }
                for entry in _changes()
            ],
        }
        return TemplateResponse(
            request, "admin/articles/policy/policy.html", context, status=status
        )


def policy_label(written: str) -> str:
    """Words for "3+1" as the ledger writes it; a star is the site's number."""
    reviews, _plus, proofreads = written.partition("+")
    as_site = _("as the site")
    if reviews == proofreads == "*":
        return as_site
    return _("reviews: %(reviews)s, proofreads: %(proofreads)s") % {
        "reviews": as_site if reviews == "*" else reviews,
        "proofreads": as_site if proofreads == "*" else proofreads,
    }


def _numbers(current: Policy) -> tuple[int, int]:
    return current.reviews_required, current.proofreads_required


def _sections() -> list[Section]:
    return list(Section.objects.all())


def _changes() -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(action="set_policy").order_by("-at")[:10])
