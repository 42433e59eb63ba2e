"""The search page: a form that works by its address alone, and what it found."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models.author import Author
from articles import search as index
from articles.models.published import PublishedArticle
from articles.public import heads
from articles.public.http import page, readers_view
from articles.public.paging import SIZE
from articles.rendering import Site, load_site

# What `articles.search` says about a query that it does not answer.
PROBLEMS = {
    "empty": _("Write what you are looking for: letters, characters or digits."),
    "too_long": _("That is too much at once. Write 30 characters or fewer."),
}


# As people write days; a browser's own field sends the first.
DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
# Stretches of time that one press narrows a search to, in days.
SPANS = ((7, _("Past week")), (30, _("Past month")), (365, _("Past year")))

_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


def read_day(text: str) -> date | None:
    for written in DAY_FORMATS:
        with suppress(ValueError):
            return datetime.strptime(text.strip(), written).date()
    return None


def read_author(number: str, at: datetime) -> Author | None:
    """Somebody whose byline readers have seen: nobody else is named here."""
    if not _NUMBER.fullmatch(number):
        return None
    theirs = PublishedArticle.objects.visible(at).filter(credit_rows__author=OuterRef("pk"))
    return Author.objects.filter(Exists(theirs), pk=number).first()


class DayInput(forms.DateInput):
    """A browser's field for days. It would drop what is no day: that stays as it was typed."""

    input_type = "date"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        day = read_day(str(value)) if value else None
        if day:
            context["widget"]["value"] = day.isoformat()
        elif value:
            context["widget"]["type"] = "text"
        return context


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=DayInput,
        input_formats=DAY_FORMATS,
        error_messages={"invalid": _("This is no day. Write it like 2026-03-08.")},
    )


@dataclass(frozen=True)
class Span:
    label: str | Promise
    url: str
    is_current: bool


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Words to look for"),
        min_length=2,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search"}),
        error_messages={
            "required": PROBLEMS["empty"],
            "min_length": _("Write 2 characters or more."),
            "max_length": PROBLEMS["too_long"],
        },
    )
    section = forms.ChoiceField(
        label=_("Section"),
        required=False,
        error_messages={"invalid_choice": _("There is no such section. Choose one of the list.")},
    )
    since = day_field(_("From the day"))
    until = day_field(_("To the day"))

    def __init__(self, data: Any, site: Site, author: Author | None = None) -> None:
        super().__init__(data, auto_id="search-%s")
        self.site = site
        self.author = author
        choices: list[tuple[str, object]] = [("", _("All sections"))]
        for channel in site.channels:
            choices.append((channel.section.slug, channel.section.name))
            choices += [(child.slug, f"· {child.name}") for child in channel.children]
        self.fields["section"].choices = choices  # type: ignore[attr-defined]  # a form's fields are typed as plain ones

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first. Change one of them."))
        return cleaned

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in ("section", "since", "until"))

    def kept(self, *without: str) -> dict[str, str]:
        """What was asked, for the next address."""
        asked: dict[str, str] = {name: self.data.get(name, "") for name in self.fields}
        if self.author:
            asked["author"] = str(self.author.pk)
        return {name: asked[name] for name in asked if name not in without and asked[name]}

    def spans(self, today: date) -> list[Span]:
        """The same search at any time and in the stretches up to today."""
        asked = self.cleaned_data
        kept = self.kept("since", "until")
        ends = asked["until"] is not None
        spans = [Span(_("At any time"), urlencode(kept), not ends and asked["since"] is None)]
        for days, label in SPANS:
            since = today - timedelta(days=days)
            url = urlencode(kept | {"since": since.isoformat()})
            spans.append(Span(label, url, not ends and asked["since"] == since))
        return spans


@readers_view
def search(request: HttpRequest) -> HttpResponse:
    site = load_site()
    now = timezone.now()
    asked, number = "q" in request.GET, request.GET.get("author", "")
    author = read_author(number, now) if number else None
    form = SearchForm(request.GET if asked else None, site, author)
    context: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "path": request.path,
        "author": author,
        "is_author_unknown": bool(number) and author is None,
        "everybody": urlencode(form.kept("author")),
    }
    if asked and form.is_valid():
        wanted = form.cleaned_data
        by_slug = {section.slug: section for section in site.sections.values()}
        before = request.GET.get("before")
        found = index.find(
            wanted["q"],
            section=by_slug.get(wanted["section"]),
            author=author,
            since=wanted["since"],
            until=wanted["until"],
            before=before,
            limit=SIZE,
            at=now,
        )
        if found.problem in PROBLEMS:
            form.add_error("q", PROBLEMS[found.problem])
        else:
            context |= {
                "found": found,
                "before": before,
                "query": urlencode(form.kept()),
                "everywhere": urlencode(form.kept("section", "since", "until")),
                "spans": form.spans(timezone.localdate()),
            }
    pieces = [hit.article for hit in context["found"].hits] if "found" in context else []
    context["limits"] = [form[name] for name in ("section", "since", "until")]
    context["head"] = heads.of_search(request, site, pieces, form.data.get("q", ""))
    return page(request, "search.html", context, site=site)
