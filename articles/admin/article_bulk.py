"""One step with many pieces of the list: a page that says what will happen to each, then what did.

The page is asked for with GET and changes nothing; the press is a POST with the versions that
the list showed. Rules are `workflow.perform`'s, piece by piece.
"""

from collections import Counter
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from articles.admin.article_access import person
from articles.admin.article_status import chips, short_time, zone_name
from articles.admin.article_steps import StepForm
from articles.desk import bulk
from articles.desk.bulk import Answer, Chosen, Outcome
from articles.desk.workflow import Note, Transition
from articles.models import Article, PublishedArticle


class BulkForm(StepForm):
    """One note and one time for all of them. Where to a return leads is always the draft."""

    def __init__(self, step: Transition, data: Any) -> None:
        super().__init__(step, Article(), None, data)
        for name in ("version", "to"):
            self.fields.pop(name, None)
        if step.note is Note.REQUIRED:
            note = self.fields["note"]
            note.required = True
            note.label = _("note, the same for all")
            note.error_messages["required"] = _("Say why: a note is needed for “%(step)s”.") % {
                "step": step.label
            }


def offered(request: HttpRequest, articles: list[Article]) -> list[Transition]:
    """The buttons under a list: steps that some of its pieces stand ready for."""
    states = {article.state for article in articles}
    return [step for step in bulk.offered_to(person(request)) if states & step.sources]


@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    offers = {step.name: step for step in bulk.offered_to(person(request))}
    if not offers:
        raise PermissionDenied
    step = offers.get(given.get("step", ""))
    if step is None:
        raise Http404
    chosen = _chosen(given)
    form = BulkForm(step, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not chosen:
        return _ask(request, step, form, chosen, given)
    if not form.is_valid():
        return _ask(request, step, form, chosen, given, status=400)
    note = form.cleaned_data.get("note", "")
    outcomes = bulk.perform_each(chosen, step.name, person(request), note, **form.options())
    return _tell(request, step, outcomes, given)


def _chosen(given: QueryDict) -> list[Chosen]:
    """`piece=ID.VERSION`, as often as there are pieces; what is written otherwise is nobody's."""
    chosen = []
    for text in given.getlist("piece"):
        number, _dot, version = text.partition(".")
        if all(part.isdecimal() and len(part) < 10 for part in (number, version)):
            chosen.append(Chosen(int(number), int(version)))
    return chosen


def _page(
    request: HttpRequest,
    template: str,
    step: Transition,
    outcomes: list[Outcome],
    given: QueryDict,
    **more: Any,
) -> TemplateResponse:
    status = more.pop("status", 200)
    publications = PublishedArticle.objects.only(
        "id", "date", "visible_from", "updated_at", "withdrawn_at"
    ).in_bulk([outcome.chosen.article_id for outcome in outcomes])
    rows = [
        {
            "outcome": outcome,
            "piece": outcome.article,
            "possible": outcome.answer is Answer.POSSIBLE,
            "refused": outcome.answer is Answer.REFUSED,
            "already": outcome.answer is Answer.ALREADY,
            "chips": chips(outcome.article, publications.get(outcome.article.pk))
            if outcome.article
            else [],
            "changed": short_time(outcome.article.updated_at) if outcome.article else "",
        }
        for outcome in outcomes
    ]
    context = {
        **admin.site.each_context(request),
        "title": step.label,
        "step": step,
        "rows": rows,
        "back": given.get("back", ""),
        "back_url": f"{reverse('admin:articles_article_changelist')}?{_query(given)}",
        **more,
    }
    return TemplateResponse(request, template, context, status=status)


def _query(given: QueryDict) -> str:
    """The list's own query, to go back to where the person was."""
    return QueryDict(given.get("back", "")).urlencode()


def _ask(
    request: HttpRequest,
    step: Transition,
    form: BulkForm,
    chosen: list[Chosen],
    given: QueryDict,
    status: int = 200,
) -> TemplateResponse:
    outcomes = bulk.foresee(chosen, step.name, person(request))
    possible = sum(outcome.answer is Answer.POSSIBLE for outcome in outcomes)
    refused = sum(outcome.answer is Answer.REFUSED for outcome in outcomes)
    return _page(
        request,
        "admin/articles/bulk.html",
        step,
        outcomes,
        given,
        form=form,
        possible=possible,
        refused=refused,
        too_many=len(chosen) > bulk.MOST,
        most=bulk.MOST,
        note_needed=step.note is Note.REQUIRED,
        zone=zone_name(),
        now=timezone.localtime(),
        status=status,
    )


def _tell(
    request: HttpRequest, step: Transition, outcomes: list[Outcome], given: QueryDict
) -> TemplateResponse:
    counts = Counter(outcome.answer for outcome in outcomes)
    done, already = counts[Answer.DONE], counts[Answer.ALREADY]
    refused = counts[Answer.REFUSED]
    said = [ngettext("%(count)s done", "%(count)s done", done) % {"count": done}]
    if already:
        said.append(
            ngettext("%(count)s done already", "%(count)s done already", already)
            % {"count": already}
        )
    if refused:
        said.append(
            ngettext("%(count)s refused", "%(count)s refused", refused) % {"count": refused}
        )
    return _page(
        request, "admin/articles/bulk_done.html", step, outcomes, given, said=said, refused=refused
    )
