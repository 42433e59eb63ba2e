"""The form of a topic (专题): its words, its cover, and its table of contents.

The contents are one list of rows in the order of the page: a row is the name of a group or a
piece, and pieces belong to the name above them.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from articles.admin.article_access import whole_number
from articles.admin.article_form import FigureFormSet
from articles.admin.editor import BodyWidget
from articles.admin.finder import number_in
from articles.admin.formrows import Rows
from articles.desk import shown_special
from articles.desk.specials import COVER, MOST_GROUPS, MOST_PIECES, Groups
from articles.models import Image, Special


class SpecialForm(forms.Form):
    """`body` is the introduction: the scripts of the pictures look for a text of that name."""

    title = forms.CharField(
        label=__("title"), max_length=60, widget=UnfoldAdminTextInputWidget({"autocomplete": "off"})
    )
    slug = forms.SlugField(
        label=__("address"),
        max_length=60,
        help_text=Special._meta.get_field("slug").help_text,
        error_messages={
            "invalid": __("Begin with a letter and use small Latin letters, digits and hyphens.")
        },
        widget=UnfoldAdminTextInputWidget(
            {"autocomplete": "off", "spellcheck": "false", "placeholder": "night-shift"}
        ),
    )
    body = forms.CharField(
        label=__("introduction"),
        required=False,
        help_text=Special._meta.get_field("introduction").help_text,
        widget=BodyWidget(config_name="short"),
    )
    more = forms.CharField(
        label=__("more pieces"),
        required=False,
        max_length=20_000,
        help_text=__("Numbers or addresses, one a line. They come at the end of the last group."),
        widget=UnfoldAdminTextareaWidget({"rows": 3, "spellcheck": "false"}),
    )

    def __init__(self, special: Special, data: Any = None) -> None:
        super().__init__(
            data,
            initial={
                "title": special.title,
                "slug": special.slug,
                "body": special.introduction,
            },
        )
        if special.was_public:
            self.fields["slug"].disabled = True

    def clean_more(self) -> list[int]:
        """The numbers of the pieces."""
        numbers = []
        for line in filter(str.strip, self.cleaned_data["more"].splitlines()):
            if (number := number_in(line)) is None:
                raise forms.ValidationError(
                    _("“%(line)s” is no number and no address of a piece."),
                    params={"line": line.strip()[:60]},
                )
            numbers.append(number)
        return numbers


class EntryForm(forms.Form):
    kind = forms.ChoiceField(
        choices=[("group", ""), ("piece", "")], widget=forms.HiddenInput(), required=False
    )
    piece = forms.RegexField(r"^[0-9]{1,18}$", required=False, widget=forms.HiddenInput())
    name = forms.CharField(
        label=__("name of the group"),
        max_length=40,
        required=False,
        widget=UnfoldAdminTextInputWidget(
            {"autocomplete": "off", "aria-label": __("name of the group")}
        ),
    )
    # What the row says about its piece; the screen fills it in.
    told: dict[str, Any] | None = None

    def content(self) -> dict[str, Any]:
        return self.cleaned_data

    @property
    def number(self) -> int:
        """The piece that the row names, as it came in; 0 for anything that is no number."""
        value = str(self["piece"].value() or "")
        return whole_number(value)


class EntryRows(Rows):
    key = "kind"


EntryFormSet = forms.formset_factory(
    EntryForm,
    formset=EntryRows,
    extra=0,
    can_order=True,
    can_delete=True,
    max_num=MOST_PIECES + MOST_GROUPS,
    absolute_max=2 * (MOST_PIECES + MOST_GROUPS),
)


@dataclass
class Typed:
    """What stands on the screen, right or wrong."""

    form: SpecialForm
    covers: Any
    entries: Any

    def is_valid(self) -> bool:
        valid = all([self.form.is_valid(), self.covers.is_valid(), self.entries.is_valid()])
        if valid and len(self.covers.content()) > 1:
            self.form.add_error(None, _("A topic has one cover. Remove the other pictures."))
            return False
        return valid

    def write_to(self, special: Special) -> None:
        data = self.form.cleaned_data
        special.title, special.slug = data["title"], data["slug"]
        special.introduction = data["body"]
        figure = next(iter(self.covers.content()), None)
        image = figure["image"] if figure else ""
        special.cover = Image.objects.filter(content_hash=image).first()
        for name in COVER:
            blank = 0.5 if name.startswith("focal") else ""
            setattr(special, f"cover_{name}", figure[name] if figure else blank)

    def groups(self) -> Groups:
        groups: Groups = [{"name": "", "pieces": []}]
        for entry in self.entries.content():
            if entry["kind"] == "group":
                groups.append({"name": entry["name"], "pieces": []})
            elif entry["piece"]:
                groups[-1]["pieces"].append(int(entry["piece"]))
        groups[-1]["pieces"] += self.form.cleaned_data["more"]
        return groups

    @property
    def named(self) -> set[int]:
        """The pieces that stand on the screen."""
        return {form.number for form in self.entries.forms} - {0}


def shown(special: Special) -> Typed:
    """The forms of a topic as it is stored."""
    cover = []
    if special.cover:
        said = {name: getattr(special, f"cover_{name}") for name in COVER}
        cover = [said | {"image": special.cover.content_hash}]
    entries: list[dict[str, Any]] = []
    for group in shown_special.groups_of(special) if special.pk else []:
        if group["name"] or entries:
            entries.append({"kind": "group", "name": group["name"]})
        entries += [{"kind": "piece", "piece": number} for number in group["pieces"]]
    return Typed(
        SpecialForm(special),
        FigureFormSet(initial=cover, prefix="figures"),
        EntryFormSet(initial=entries, prefix="entries"),
    )


def typed(special: Special, data: QueryDict) -> Typed:
    return Typed(
        SpecialForm(special, data),
        FigureFormSet(data, prefix="figures"),
        EntryFormSet(data, prefix="entries"),
    )
