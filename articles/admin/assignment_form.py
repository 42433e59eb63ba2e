"""The form of a topic: what, by whom, until when. It asks `articles.desk.assignments` who may."""

from typing import Any

from django import forms

from accounts.models import User
from articles.desk import assignments
from articles.models import Assignment, Section

_LOCAL = "%Y-%m-%dT%H:%M"


def _field(name: str) -> Any:
    return Assignment._meta.get_field(name)


class AssignmentForm(forms.Form):
    """`version` is what the person saw; the page prints it. A new topic has none."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput())
    title = forms.CharField(
        label=_field("title").verbose_name,
        max_length=120,
        help_text=_field("title").help_text,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    brief = forms.CharField(
        label=_field("brief").verbose_name,
        max_length=2000,
        required=False,
        help_text=_field("brief").help_text,
        widget=forms.Textarea({"rows": 5}),
    )
    section = forms.ModelChoiceField(
        Section.objects.all(), label=_field("section").verbose_name, empty_label=None
    )
    reporter = forms.ModelChoiceField(
        User.objects.none(),
        label=_field("reporter").verbose_name,
        required=False,
        help_text=_field("reporter").help_text,
    )
    photographer = forms.ModelChoiceField(
        User.objects.none(), label=_field("photographer").verbose_name, required=False
    )
    due_at = forms.DateTimeField(
        label=_field("due_at").verbose_name,
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=_LOCAL),
        input_formats=[_LOCAL, f"{_LOCAL}:%S", "%Y-%m-%d %H:%M"],
    )
    words = forms.IntegerField(
        label=_field("words").verbose_name,
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )

    def __init__(self, user: User, data: Any = None, topic: Assignment | None = None) -> None:
        initial: dict[str, Any] = {}
        if topic is not None:
            initial = {name: getattr(topic, name) for name in assignments.FIELDS}
        else:
            own = Section.objects.filter(desk__in=user.desk_ids).order_by("position", "pk")
            initial["section"] = own.first()
        super().__init__(data, initial=initial)
        # Whoever edits no desk can name themselves only, and is meant when nobody is named.
        sends = user.highest_rank > 0
        kept = [getattr(topic, f"{name}_id", None) for name in ("reporter", "photographer")]
        if not sends and not (set(kept) - {None, user.pk}):
            del self.fields["reporter"], self.fields["photographer"]
            return
        chosen = assignments.people()
        known = User.objects.filter(pk__in=[pk for pk in kept if pk])
        for name in ("reporter", "photographer"):
            self.fields[name].queryset = (  # type: ignore[attr-defined]  # a form's fields are typed as plain ones
                User.objects.filter(pk__in=chosen.values("pk")) | known
            ).order_by("full_name", "pk")

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of `assignments.FIELDS`."""
        return {name: self.cleaned_data[name] for name in assignments.FIELDS if name in self.fields}

    def clean_brief(self) -> str:
        return str(self.cleaned_data["brief"]).replace("\r\n", "\n")
