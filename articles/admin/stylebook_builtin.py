"""The built-in rules as this paper grades them: how much each weighs, or that it is off."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods

from articles.admin.article_access import person
from articles.desk import ledger, stylebook
from articles.desk.housestyle import LABELS
from articles.models import LedgerEntry, StyleGrade, StyleSeverity
from articles.text.housestyle import BUILTINS
from articles.text.housestyle.builtin import Builtin

GROUPS: dict[str, str | Promise] = {
    "marks": __("Punctuation"),
    "numbers": __("Numbers"),
    "words": __("Words"),
    "headlines": __("Headlines"),
    "pictures": __("Pictures"),
    "recordings": __("Audio and video"),
    "sources": __("Byline and source"),
}


class GradeForm(forms.Form):
    severity = forms.ChoiceField(label=__("severity"), required=False)
    limit = forms.IntegerField(label=__("at most, characters"), min_value=1, max_value=500)

    def __init__(self, rule: Builtin, grade: StyleGrade | None, data: Any = None) -> None:
        self.rule, self.label = rule, LABELS[rule.name]
        current = "off" if grade and grade.off else (grade and grade.severity) or rule.severity.key
        limit = (grade and grade.limit) or rule.limit
        initial = {"severity": current, "limit": limit}
        super().__init__(data, prefix=rule.name, initial=initial)
        own = StyleSeverity(rule.severity.key).label
        self.fields["severity"].choices = [  # type: ignore[attr-defined]  # a form's fields are typed as plain ones
            *(
                (
                    key,
                    _("%(severity)s (as built in)") % {"severity": label}
                    if label == own
                    else label,
                )
                for key, label in StyleSeverity.choices
            ),
            ("off", _("off")),
        ]
        if rule.limit is None:
            del self.fields["limit"]


@require_http_methods(["GET", "HEAD", "POST"])
def grades(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not user.has_perm("articles.view_stylerule"):
        raise PermissionDenied
    may_edit = stylebook.may_edit(user)
    stored = stylebook.grades()
    data = request.POST if request.method == "POST" else None
    rows = [GradeForm(rule, stored.get(rule.name), data) for rule in BUILTINS.values()]
    status = 200
    if request.method == "POST":
        stylebook.check_right(user)
        if not [row for row in rows if not row.is_valid()]:
            if stylebook.set_grades(user, {row.rule.name: row.cleaned_data for row in rows}):
                messages.success(request, _("Saved. It holds from now on, for every piece."))
            else:
                messages.info(request, _("Nothing was changed."))
            return HttpResponseRedirect(reverse("admin:articles_stylerule_builtin"))
        status = 400
    context = {
        **admin.site.each_context(request),
        "title": _("Built-in rules"),
        "may_edit": may_edit,
        "groups": [
            {"label": label, "rows": [row for row in rows if row.rule.group == group]}
            for group, label in GROUPS.items()
        ],
        "changes": _changes(),
    }
    template = "admin/articles/stylerule/builtin.html"
    return TemplateResponse(request, template, context, status=status)


def _changes() -> list[dict[str, Any]]:
    entries = LedgerEntry.objects.filter(
        subject_kind=stylebook.CHAIN, action="style_grade"
    ).order_by("-seq")[:10]
    return [{"entry": entry, "role": ledger.role_label(entry.actor_role)} for entry in entries]
