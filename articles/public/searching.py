"""The search page: a form that works by its address alone, and what it found."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import search as index
from articles.public import heads
from articles.public.http import page, readers_view
from articles.public.paging import SIZE
from articles.rendering import Site, load_site

# What `articles.search` says about a query that it does not answer.
PROBLEMS = {
    "empty": _("Write what you are looking for: letters, characters or digits."),
    "too_long": _("That is too much at once. Write 30 characters or fewer."),
}


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
    section = forms.ChoiceField(label=_("Section"), required=False)
    since = forms.DateField(
        label=_("From the day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To the day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any, site: Site) -> None:
        super().__init__(data, auto_id="search-%s")
        self.site = site
        choices: list[tuple[str, object]] = [("", _("All sections"))]
        for channel in site.channels:
            choices.append((channel.section.slug, channel.section.name))
            choices += [(child.slug, f"· {child.name}") for child in channel.children]
        self.fields["section"].choices = choices  # type: ignore[attr-defined]


@readers_view
def search(request: HttpRequest) -> HttpResponse:
    site = load_site()
    asked = "q" in request.GET
    form = SearchForm(request.GET if asked else None, site)
    context: dict[str, Any] = {"form": form, "asked": asked, "path": request.path}
    if asked and form.is_valid():
        wanted = form.cleaned_data
        by_slug = {section.slug: section for section in site.sections.values()}
        before = request.GET.get("before")
        found = index.find(
            wanted["q"],
            section=by_slug.get(wanted["section"]),
            since=wanted["since"],
            until=wanted["until"],
            before=before,
            limit=SIZE,
            at=timezone.now(),
        )
        if found.problem in PROBLEMS:
            form.add_error("q", PROBLEMS[found.problem])
        else:
            kept = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
            context |= {"found": found, "before": before, "query": urlencode(kept)}
    pieces = [hit.article for hit in context["found"].hits] if "found" in context else []
    context["head"] = heads.of_search(request, site, pieces, form.data.get("q", ""))
    return page(request, "search.html", context, site=site)
