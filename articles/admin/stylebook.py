"""The paper's own rules of house style: the list, the form, and a box to try them in.

Everybody of the newsroom sees them; desk heads and the chief change them, through
`articles.desk.stylebook`, which keeps every change in the ledger.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.models import User
from articles.admin import stylebook_builtin, stylebook_files
from articles.admin.article_access import person
from articles.admin.article_style import panel
from articles.desk import housestyle, stylebook
from articles.models import StyleRule
from articles.text.housestyle import Copy, Line

_LONGEST_TRIED = 20_000


class StyleRuleForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        """What makes no rule is said here, beside its field."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            rule = StyleRule(**{name: cleaned[name] for name in stylebook.FIELDS})
            try:
                stylebook.tidy(rule)
            except ValidationError as problem:
                self.add_error(None, problem)
            else:
                cleaned |= {name: getattr(rule, name) for name in stylebook.FIELDS}
        return cleaned


class TopicFilter(admin.SimpleListFilter):
    title = __("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        topics = StyleRule.objects.exclude(topic="").order_by("topic")
        return [(topic, topic) for topic in topics.values_list("topic", flat=True).distinct()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(topic=self.value()) if self.value() else queryset


@admin.register(StyleRule)
class StyleRuleAdmin(ModelAdmin):
    form = StyleRuleForm
    fields = (
        "kind", "term", "replacement", "exceptions", "note", "severity", "topic", "match_case",
        "enabled",
    )  # fmt: skip
    list_display = ("term", "replacement", "kind", "weight", "topic", "enabled", "updated_at")
    list_filter = ("kind", "severity", TopicFilter, "enabled")
    search_fields = ("term", "replacement", "exceptions", "note", "topic")
    search_help_text = __("Term, replacement, reason or topic")
    list_per_page = 100
    show_full_result_count = False
    actions = None
    change_list_template = "admin/articles/stylerule/change_list.html"

    class Media:
        css: ClassVar = {"all": ["newsroom/screens.css"]}

    # --- Who ------------------------------------------------------------------------------------

    def _may_edit(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and stylebook.may_edit(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may_edit(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_edit(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_edit(request)

    # --- Writing --------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: StyleRule, form: Any, change: bool) -> None:
        stylebook.save(person(request), obj)

    def delete_model(self, request: HttpRequest, obj: StyleRule) -> None:
        stylebook.remove(person(request), obj)

    # --- The list -------------------------------------------------------------------------------

    @display(
        description=__("severity"),
        label={"hint": "default", "warning": "warning", "publish": "danger", "submit": "danger"},
    )
    def weight(self, rule: StyleRule) -> tuple[str, Any]:
        return rule.severity, rule.get_severity_display()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        extra = {"may_edit": self._may_edit(request), "none_yet": not StyleRule.objects.exists()}
        return super().changelist_view(request, extra | (extra_context or {}))

    # --- Screens beside the list ----------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        screens = (
            ("try/", try_view, "try"),
            ("built-in/", stylebook_builtin.grades, "builtin"),
            ("import/", stylebook_files.import_view, "import"),
            ("export/", stylebook_files.export, "export"),
        )
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=f"articles_stylerule_{name}")
                for route, view, name in screens
            ),
            *super().get_urls(),
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def try_view(request: HttpRequest) -> HttpResponse:
    """Any text against the book in force; nothing of it is kept."""
    if not person(request).has_perm("articles.view_stylerule"):
        raise PermissionDenied
    text = request.POST.get("text", "").replace("\r\n", "\n")
    context = {
        **admin.site.each_context(request),
        "title": _("Try the house style"),
        "text": text,
        "longest": _LONGEST_TRIED,
        "too_long": len(text) > _LONGEST_TRIED,
    }
    if text.strip() and not context["too_long"]:
        lines = [line for line in text.split("\n") if line.strip()]
        copy = Copy(
            tuple(Line("body", number, "paragraph", line) for number, line in enumerate(lines)),
            bylines=("-",),
        )
        report = housestyle.told(copy, {})
        context["style"] = panel(report, {"body": "", "figures": []}, None, request.user)
    return TemplateResponse(request, "admin/articles/stylerule/try.html", context)
