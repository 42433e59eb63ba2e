"""The whole ledger, to read: newest first. The chain itself is checked by `verify_ledger`."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Max, Min, QuerySet
from django.db.models.functions import Left
from django.http import HttpRequest
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display

from articles.admin import assignment_page, specials
from articles.admin.article_timeline import Moment, act_label, state_label
from articles.admin.policy import policy_label
from articles.desk import (
    audit_export,
    frontpage,
    guarded,
    ledger,
    mourning,
    people,
    settings_ledger,
)
from articles.desk.workflow import TABLE
from articles.models import Assignment, LedgerEntry

# Of what a filter leaves: whoever looks further back narrows it more.
_MOST = 20_000
_LONGEST_NOTE = 20_000

ACTIONS: dict[str, str | Promise] = {
    "set_policy": __("Review policy changed"),
    "grant_duty": __("Duty given"),
    "revoke_duty": __("Duty revoked"),
    "outlet_cleared": __("Outlet cleared"),
    "outlet_open_again": __("Outlet open again"),
    "style_rule": __("Style rule changed"),
    "style_remove": __("Style rule removed"),
    "style_grade": __("Built-in style rules graded"),
    "style_import": __("Style rules imported"),
    "share_preview": __("Preview link made"),
    "revoke_preview": __("Preview link revoked"),
    "edit_page": __("Page about the paper changed"),
    "seal": __("Daily seal"),
    audit_export.EXPORT: __("Records exported"),
    **frontpage.LABELS,
    **mourning.LABELS,
    **guarded.LABELS,
    **settings_ledger.LABELS,
    **people.LABELS,
    **assignment_page.ACT_LABELS,
    **specials.ACT_LABELS,
}
SUBJECTS: dict[str, str | Promise] = {
    "article": __("piece"),
    "policy": __("review policy"),
    "section": __("section"),
    "duty": __("duty"),
    "withdrawal": __("withdrawal"),
    "stylebook": __("house style"),
    "preview": __("preview link"),
    "assignment": __("assignment"),
    "page": __("page about the paper"),
    frontpage.PAGE: __("front page"),
    frontpage.BLOCK: __("block of the front page"),
    "mourning": __("day of mourning"),
    "guarded": __("guarded days"),
    "special": pgettext_lazy("for readers", "topic"),
    "seal": __("ledger"),
    "audit": __("records"),
    people.KIND: people.KIND_LABEL,
}
SUBJECTS = settings_ledger.KINDS | SUBJECTS


def label(action: str) -> str | Promise:
    return ACTIONS.get(action) or act_label(action)


def _standing(state: str) -> str:
    """A state of a piece or a topic, or numbers of the review policy, in words."""
    if state in Assignment.Status.values:
        return str(Assignment.Status(state).label)
    return policy_label(state) if "+" in state else str(state_label(state)) or "—"


def _note(entry: LedgerEntry) -> str:
    """The note in words; a daily seal's is long and for machines."""
    if entry.action == "seal":
        return entry.content_hash
    # As much of it as the list has asked for.
    vars(entry).setdefault("note", vars(entry).get("beginning", ""))
    if entry.action in settings_ledger.LABELS:
        return settings_ledger.words(entry)
    return Moment(entry).note


class ActionFilter(admin.SimpleListFilter):
    title = __("act")
    parameter_name = "act"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (name, label(name))
            for name in ("create", "edit", "restore", "import", *TABLE, *ACTIONS)
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(action=self.value()) if self.value() else queryset


class SubjectFilter(admin.SimpleListFilter):
    title = __("subject")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(SUBJECTS.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(subject_kind=self.value()) if self.value() else queryset


class NumberedPaginator(Paginator):
    """Entries are numbered through and none is ever removed: first and last number say how many
    there are, but for the few that were taken back before they stood. Counting millions takes
    seconds."""

    @cached_property
    def count(self) -> int:
        entries: Any = self.object_list
        if entries.query.where:
            return int(entries.order_by()[:_MOST].count())
        ends = entries.order_by().aggregate(first=Min("pk"), last=Max("pk"))
        return ends["last"] - ends["first"] + 1 if ends["last"] else 0


@admin.register(LedgerEntry)
class LedgerAdmin(ModelAdmin):
    list_display = ("at", "who", "act", "subject", "moved", "short_note")
    list_filter = (SubjectFilter, ActionFilter, ("at", admin.DateFieldListFilter))
    search_fields = ("actor_name", "note")
    search_help_text = __("Name or note")
    ordering = ("-at", "-pk")
    list_per_page = 100
    paginator = NumberedPaginator
    show_full_result_count = False
    actions = None
    list_before_template = "admin/audit/to_export.html"

    class Media:
        css: ClassVar = {"all": ["newsroom/screens.css", "newsroom/audit.css"]}

    fields = (
        "at", "who_in_words", "act", "subject", "seq", "moved", "note_in_words", "revision",
        "content_hash", "previous_hash", "hash",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> "QuerySet[LedgerEntry]":
        """A seal's note may be megabytes: of none more is read than anybody looks at."""
        entries: QuerySet[LedgerEntry] = super().get_queryset(request)
        return entries.defer("note").annotate(beginning=Left("note", _LONGEST_NOTE))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LedgerEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LedgerEntry | None = None) -> bool:
        return False

    def get_readonly_fields(
        self, request: HttpRequest, obj: LedgerEntry | None = None
    ) -> tuple[str, ...]:
        return self.fields

    @display(description=__("who"), header=True)
    def who(self, entry: LedgerEntry) -> list[str]:
        return [entry.actor_name or _("the system"), ledger.role_label(entry.actor_role)]

    @admin.display(description=__("who"))
    def who_in_words(self, entry: LedgerEntry) -> str:
        return " · ".join(filter(None, self.who(entry)))

    @display(description=__("act"))
    def act(self, entry: LedgerEntry) -> str:
        return str(ACTIONS.get(entry.action) or Moment(entry).act)

    @display(description=__("subject"))
    def subject(self, entry: LedgerEntry) -> str:
        kind = SUBJECTS.get(entry.subject_kind, entry.subject_kind)
        return f"{kind} {entry.subject_id}"

    @display(description=__("from → to"))
    def moved(self, entry: LedgerEntry) -> str:
        if entry.from_state == entry.to_state:
            return "—"
        return f"{_standing(entry.from_state)} → {_standing(entry.to_state)}"

    @display(description=__("note"))
    def short_note(self, entry: LedgerEntry) -> str:
        note = _note(entry)
        return note if len(note) <= 80 else f"{note[:80]}…"

    @admin.display(description=__("note"))
    def note_in_words(self, entry: LedgerEntry) -> str:
        return _note(entry) or "—"
