"""What a person types into a piece: one form, the credits, the figures and the clips in their
order.

Typed things are plain data here. They become `desk.content` and are written by
`desk.editing`; no form of this module saves anything.
"""

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.admin import ModelAdmin
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from accounts.models import Author
from articles.admin.article_compare import field_of
from articles.admin.clip_form import ClipFormSet
from articles.admin.editor import BodyWidget
from articles.admin.formrows import ROWS, Rows
from articles.admin.navigation import address_of
from articles.desk.content import (
    FIGURE_FIELDS,
    LONGEST_BODY,
    SWITCHES,
    TEXT_FIELDS,
    Content,
    clips_of,
    with_clips,
)
from articles.models import Article, Credit, Figure, Image
from articles.text.markup import clean

HEADLINES = ("kicker", "headline", "deck")
FILING = ("section", "tags", "responsible_editor", "ai_label", "without_related")
ORIGIN = ("origin", "source", "source_author", "source_url", "original_headline")
FOR_LISTS = ("web_title", "short_title", "summary")
CORRECTION = ("correction_note",)
# What a piece says about a picture, in the order of the screen.
_SAID = ("caption", "alt", "credit", "rights_holder", "licence")


class HeadlineWidget(UnfoldAdminTextareaWidget):
    """As high as its words: headline.js keeps them in one line."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 1, "data-one-line": "", **(attrs or {})})


def in_one_line(text: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", text)


class ArticleForm(forms.ModelForm):
    class Meta:
        model = Article
        fields = (*HEADLINES, "body", *FILING, *ORIGIN, *FOR_LISTS, *CORRECTION)
        widgets: ClassVar = {"headline": HeadlineWidget(), "body": BodyWidget()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.correction_open:
            self.fields.pop("correction_note", None)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"] or ""
        if len(body) > LONGEST_BODY:
            raise forms.ValidationError(
                _("This text has %(count)s characters; %(most)s are the most. Split the piece.")
                % {"count": len(body), "most": LONGEST_BODY}
            )
        return body

    def clean_headline(self) -> str:
        return in_one_line(self.cleaned_data["headline"])

    def clean_summary(self) -> str:
        return _one_kind_of_newline(self.cleaned_data["summary"])

    def clean_correction_note(self) -> str:
        return _one_kind_of_newline(self.cleaned_data["correction_note"])


def _one_kind_of_newline(text: str) -> str:
    """Browsers send CRLF; a save that changes nothing must not look like a change."""
    return text.replace("\r\n", "\n")


class CreditForm(forms.Form):
    name = forms.CharField(
        label=_("printed name"),
        max_length=60,
        required=False,
        show_hidden_initial=True,
        widget=UnfoldAdminTextInputWidget({"autocomplete": "off", "aria-label": _("printed name")}),
    )
    role = forms.ChoiceField(
        label=pgettext_lazy("credit", "role"),
        choices=Credit.Role.choices,
        initial=Credit.Role.REPORTER.value,
        widget=UnfoldAdminSelectWidget({"aria-label": pgettext_lazy("credit", "role")}),
    )
    author = forms.ModelChoiceField(
        Author.objects.all(),
        label=_("author page"),
        required=False,
        show_hidden_initial=True,
        widget=AutocompleteSelect(
            Credit._meta.get_field("author"),
            admin.site,
            attrs={"data-placeholder": _("found by the name"), "aria-label": _("author page")},
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("author") and not cleaned.get("name"):
            cleaned["name"] = cleaned["author"].name
        elif "name" in self.changed_data and "author" not in self.changed_data:
            # Another person's name was typed over: the link went with the old one.
            cleaned["author"] = None
        return cleaned

    def content(self) -> dict[str, Any]:
        author = self.cleaned_data.get("author")
        return {
            "name": self.cleaned_data["name"],
            "role": self.cleaned_data["role"],
            "author": author.pk if author else None,
        }


class FigureForm(forms.Form):
    image = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput())
    is_cover = forms.BooleanField(label=_("cover"), required=False, widget=UnfoldBooleanWidget())
    focal_x = forms.FloatField(
        min_value=0, max_value=1, required=False, widget=forms.HiddenInput(), initial=0.5
    )
    focal_y = forms.FloatField(
        min_value=0, max_value=1, required=False, widget=forms.HiddenInput(), initial=0.5
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _SAID:
            of_figure = field_of(Figure, name)
            self.fields[name] = forms.CharField(
                label=of_figure.verbose_name,
                max_length=of_figure.max_length,
                required=False,
                help_text=of_figure.help_text,
                widget=UnfoldAdminTextInputWidget(),
            )

    def content(self) -> dict[str, Any]:
        content = {name: self.cleaned_data[name] for name in ("image", *FIGURE_FIELDS)}
        for name in ("focal_x", "focal_y"):
            if content[name] is None:
                content[name] = 0.5
        return content

    @property
    def said(self) -> list[forms.BoundField]:
        return [self[name] for name in _SAID]

    @property
    def thumbnail(self) -> str:
        image = self["image"].value()
        return address_of("image-file", image) if image else ""


class CreditRows(Rows):
    key = "name"


class FigureRows(Rows):
    key = "image"

    def clean(self) -> None:
        if any(self.errors) or not self.management_form.is_valid():
            return
        figures = self.content()
        images = [figure["image"] for figure in figures]
        if len(set(images)) < len(images):
            raise forms.ValidationError(_("The same picture is here twice. Remove one of them."))
        if len(images) != Image.objects.filter(content_hash__in=images).count():
            raise forms.ValidationError(
                _("A picture is no longer in the archive. Upload it again.")
            )
        if sum(figure["is_cover"] for figure in figures) > 1:
            raise forms.ValidationError(_("Only one picture can be the cover."))


CreditFormSet = forms.formset_factory(CreditForm, formset=CreditRows, **ROWS)
FigureFormSet = forms.formset_factory(FigureForm, formset=FigureRows, **ROWS)


@dataclass
class Typed:
    """What stands on the screen, right or wrong."""

    form: ArticleForm
    credits: Any
    figures: Any
    # None where the page that was sent has no such part: what is stored stays.
    clips: Any = None
    data: QueryDict = field(default_factory=QueryDict)
    """What came in, name by name; empty for forms that show what is stored."""

    def is_valid(self) -> bool:
        rows = [self.credits, self.figures, *([self.clips] if self.clips else [])]
        return all([self.form.is_valid(), *(each.is_valid() for each in rows)])

    def content(self, stored: Content) -> Content:
        """As `desk.content`, once valid; what the form does not show stays as `stored` has it."""
        data = self.form.cleaned_data
        content = {name: data.get(name, stored[name]) for name in TEXT_FIELDS}
        content |= {name: True for name in SWITCHES if data.get(name)}
        section, source = data["section"], data["source"]
        content["body"] = clean(content["body"] or "")
        content["section"] = {"id": section.pk, "name": section.name}
        content["source"] = {"id": source.pk, "name": source.name} if source else None
        content["tags"] = [
            {"id": tag.pk, "name": tag.name} for tag in data["tags"].order_by("name", "pk")
        ]
        content["credits"] = self.credits.content()
        content["figures"] = self.figures.content()
        return with_clips(content, self.clips.content() if self.clips else clips_of(stored))

    def as_far_as_it_goes(self, stored: Content) -> Content:
        """Like `content`, of forms that need not be valid: for comparing, never for saving. What
        no field could make sense of stands as it was typed, or as `stored` has it."""
        if self.is_valid():
            return self.content(stored)
        form = self.form
        data = getattr(form, "cleaned_data", {})
        content = {name: value for name, value in stored.items() if name not in SWITCHES}
        content |= {name: True for name in SWITCHES if form.data.get(name)}
        for name in TEXT_FIELDS:
            if name in form.fields:
                content[name] = data.get(name, form.data.get(name, ""))
        content["body"] = clean(content["body"] or "")
        if section := data.get("section"):
            content["section"] = {"id": section.pk, "name": section.name}
        if "source" in data:
            source = data["source"]
            content["source"] = {"id": source.pk, "name": source.name} if source else None
        if "tags" in data:
            content["tags"] = [
                {"id": tag.pk, "name": tag.name} for tag in data["tags"].order_by("name", "pk")
            ]
        content["credits"] = (
            self.credits.content()
            if self.credits.is_valid()
            else _readable(self.credits, stored["credits"])
        )
        content["figures"] = (
            self.figures.content()
            if self.figures.is_valid()
            else _readable(self.figures, stored["figures"])
        )
        clips = clips_of(stored)
        if self.clips:
            valid = self.clips.is_valid()
            clips = self.clips.content() if valid else _readable(self.clips, clips)
        return with_clips(content, clips)


def _readable(rows: Any, stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a formset that are right by themselves, in the order of the screen."""
    if not rows.management_form.is_valid():
        return stored
    good = [
        form
        for form in rows.forms
        if form.is_valid()
        and form.cleaned_data.get(rows.key)
        and not form.cleaned_data.get("DELETE")
    ]
    good.sort(key=lambda form: form.cleaned_data.get("ORDER") or 0)
    return [form.content() for form in good]


def form_class_of(model_admin: "ModelAdmin", request: HttpRequest) -> type[ArticleForm]:
    """The form with the admin theme's widgets, and all of its fields: for a piece that somebody
    may no longer edit the theme would leave them out, and with them what was typed."""
    return model_admin.get_form(request, None, change=False, fields=list(ArticleForm.Meta.fields))


def shown(form_class: type[ArticleForm], article: Article, content: Content) -> Typed:
    """The forms of a piece as it is stored, or of a new one with its first values."""
    return Typed(
        form_class(instance=article),
        CreditFormSet(initial=content["credits"], prefix="credits"),
        FigureFormSet(initial=content["figures"], prefix="figures"),
        ClipFormSet(initial=clips_of(content), prefix="clips"),
    )


def typed(form_class: type[ArticleForm], data: QueryDict, article: Article) -> Typed:
    """The forms as they came in. `article` is written over: give a copy."""
    data = _without_impossible_ids(data)
    if article.pk is None:
        # The small form of breaking news has no such part; the screen that takes it up has one.
        for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
            data.setdefault(f"clips-{name}", "0")
    return Typed(
        form_class(data, instance=article),
        CreditFormSet(data, prefix="credits"),
        FigureFormSet(data, prefix="figures"),
        ClipFormSet(data, prefix="clips") if "clips-TOTAL_FORMS" in data else None,
        data,
    )


def _without_impossible_ids(data: QueryDict) -> QueryDict:
    """The autocomplete widgets ask the database for whatever came in, before any field checks."""
    data = data.copy()
    for name in data:
        if name in ("tags", "source") or re.fullmatch(r"credits-\d+-author", name):
            values = data.getlist(name)
            data.setlist(name, [each for each in values if re.fullmatch(r"[0-9]{0,18}", each)])
    return data
