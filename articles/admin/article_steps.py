"""One step of the workflow: a page that says what will happen, and the press that does it.

The rules are `workflow.perform`'s; this module reads the form and words the answers.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.admin.article_access import open_piece, person, posted_number
from articles.admin.article_conflict import Conflict
from articles.admin.article_screen import piece_context, with_address
from articles.admin.article_status import zone_name
from articles.desk import housestyle, lanes, queue, workflow
from articles.desk.effects import MOST_ERRORS
from articles.desk.errors import NotAllowed, NoteRequired, Refused, Stale, WorkflowError
from articles.desk.rules import Case, is_past
from articles.desk.workflow import EVERYWHERE, Note, Transition
from articles.models import REVIEWS, Article, PublishedArticle, State

_LONGEST_NOTE = 2000
# Reasons that one press gives. What is said beside them is kept with them.
REASONS: dict[str, dict[str, Any]] = {
    "withdraw": {
        "facts": gettext_lazy("Facts are in doubt"),
        "early": gettext_lazy("Went out by mistake or too early"),
        "request": gettext_lazy("Asked for by the source or a person named"),
        "order": gettext_lazy("Required by law or by the authorities"),
        "rights": gettext_lazy("Rights in text or picture"),
        "harm": gettext_lazy("Could harm somebody"),
    },
}


class StepForm(forms.Form):
    """`version` is what the person saw. Which other fields there are depends on the step."""

    version = forms.IntegerField(widget=forms.HiddenInput())
    reason = forms.ChoiceField(
        label=gettext_lazy("reason"), required=False, widget=forms.RadioSelect()
    )
    note = forms.CharField(
        label=gettext_lazy("note"),
        required=False,
        max_length=_LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
    )
    to = forms.ChoiceField(
        label=gettext_lazy("back to"), required=False, widget=forms.RadioSelect()
    )
    when = forms.ChoiceField(
        label=gettext_lazy("when"),
        choices=[("now", gettext_lazy("now")), ("at", gettext_lazy("at a set time"))],
        initial="now",
        required=False,
        widget=forms.RadioSelect(),
    )
    visible_from = forms.DateTimeField(
        label=gettext_lazy("time"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    # Not `errors`, which a form has of its own.
    found = forms.IntegerField(
        label=gettext_lazy("errors found"),
        min_value=0,
        max_value=MOST_ERRORS,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        help_text=gettext_lazy("How many errors this reading found, mended ones too. None: 0."),
        error_messages={
            "required": gettext_lazy("Say how many errors you found; write 0 if there were none.")
        },
    )
    findings = forms.MultipleChoiceField(
        label=gettext_lazy("what is to stand"),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": gettext_lazy("Choose what is to stand.")},
    )
    notice = forms.CharField(
        label=gettext_lazy("public notice"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "Shown at the piece's address in place of it. Empty: readers only see that it is gone."
        ),
    )

    def __init__(
        self, step: Transition, article: Article, publication: PublishedArticle | None, data: Any
    ) -> None:
        super().__init__(data, initial={"version": article.version}, prefix=None)
        if step.note is Note.NONE:
            del self.fields["note"]
        elif step.note is Note.REQUIRED:
            self.fields["note"].label = _("reason") if step.grave else _("note")
            if step.name == "return":
                self.fields["note"].widget.attrs["autofocus"] = True
            if step.name == "correct":
                self.fields["note"].label = _("public correction note")
        if step.name in REASONS:
            self.fields["reason"].choices = list(REASONS[step.name].items())  # type: ignore[attr-defined]  # a form's fields are typed as plain ones
            self.fields["note"].label = _("in your own words")
        else:
            del self.fields["reason"]
        if "to" in step.options:
            choices = targets(article)
            self.fields["to"].choices = choices  # type: ignore[attr-defined]  # a form's fields are typed as plain ones
            self.fields["to"].initial = choices[0][0]
        else:
            del self.fields["to"]
        if "visible_from" not in step.options or publication is not None:
            del self.fields["when"], self.fields["visible_from"]
        if "findings" in step.options:
            stopping = {told.key: told for told in housestyle.report(article).stopping}
            self.fields["findings"].choices = [  # type: ignore[attr-defined]  # a form's fields are typed as plain ones
                (key, told.sentence) for key, told in stopping.items()
            ]
            self.fields["findings"].initial = list(stopping) if len(stopping) == 1 else []
        else:
            del self.fields["findings"]
        if "notice" not in step.options:
            del self.fields["notice"]
        if "errors" not in step.options:
            del self.fields["found"]

    def clean(self) -> dict[str, Any]:
        """A time that was typed and a “now” that was chosen contradict each other: nobody but
        the person at the desk knows which of them was meant."""
        cleaned = self.cleaned_data
        moment, when = cleaned.get("visible_from"), cleaned.get("when")
        if when == "at" and not moment and "visible_from" not in self.errors:
            self.add_error("visible_from", _("Say at what time, or choose “now”."))
        if moment and (problem := is_past(moment, timezone.now())):
            self.add_error("visible_from", str(problem))
        if when == "now" and moment:
            self.add_error("when", _("You set a time and chose “now”. Choose one of them."))
        return cleaned

    def reason_and_note(self) -> str:
        """The prepared reason and what was typed beside it."""
        typed = self.cleaned_data.get("note", "").strip()
        chosen = self.cleaned_data.get("reason")
        if not chosen:
            return typed
        reason = str(dict(self.fields["reason"].choices)[chosen])  # type: ignore[attr-defined]  # a form's fields are typed as plain ones
        return _("%(reason)s: %(note)s") % {"reason": reason, "note": typed} if typed else reason

    def options(self) -> dict[str, Any]:
        names = {"errors": "found"}
        names |= {name: name for name in ("to", "visible_from", "notice", "findings")}
        given = {option: self.cleaned_data.get(name) for option, name in names.items()}
        return {option: value for option, value in given.items() if value not in (None, "")}


def targets(article: Article) -> list[tuple[str, Any]]:
    """Where a piece can be returned to: draft, or a review before the one it stands in."""
    waiting_for = article.review_number or article.reviews_required + 1
    states = [State.DRAFT, *REVIEWS[: waiting_for - 1]]
    return [(state.value, state.label) for state in states]


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, article_id: int, name: str) -> HttpResponse:
    article = open_piece(request, article_id)
    transition = workflow.TABLE.get(name)
    if transition is None:
        raise Http404
    case = Case(article, person(request))
    data = request.POST if request.method == "POST" else None
    form = StepForm(transition, article, case.publication, data)
    if request.method == "POST":
        return _press(request, case, transition, form)
    problem = workflow.why_not(transition, case)
    if not transition.who(case):
        raise PermissionDenied(_not_yours(transition))
    if problem:
        return _page(request, case, transition, None, problem=problem, status=409)
    return _page(request, case, transition, form)


def _not_yours(transition: Transition) -> str:
    return _("You may not do “%(step)s” with this piece, or not now.") % {"step": transition.label}


def _press(
    request: HttpRequest, case: Case, transition: Transition, form: StepForm
) -> HttpResponse:
    article = case.article
    version = posted_number(request, "version")
    twice = _pressed_twice(request, case, transition, version)
    if twice:
        messages.info(request, _("“%(step)s” was done already.") % {"step": transition.label})
        return HttpResponseRedirect(article.get_absolute_url())
    if not transition.who(case):
        if not 0 < version < article.version:
            raise PermissionDenied(_not_yours(transition))
        return _stale(request, case, transition, form, version)
    if not form.is_valid():
        # Nobody mends a form for a step that is not possible anyhow.
        problem = workflow.why_not(transition, case)
        status = 409 if problem else 400
        return _page(request, case, transition, form, problem=problem, status=status)
    label = workflow.label_of(article, transition) if article.review_number else transition.label
    onward = queue.after(case.user, article) if _goes_on(request) else None
    article.version = version
    at_once = request.POST.get("and") == "publish" and lanes.releases(article, transition.name)
    note = form.reason_and_note()
    try:
        if at_once:
            lanes.release(article, transition.name, case.user, note)
        else:
            workflow.perform(article, transition.name, case.user, note, **form.options())
    except NoteRequired as problem:
        form.add_error("note", str(problem))
        return _page(request, case, transition, form, status=400)
    except Stale:
        return _stale(request, case, transition, form, version)
    except NotAllowed as problem:
        raise PermissionDenied(_not_yours(transition)) from problem
    except Refused as problem:
        return _page(request, case, transition, form, problem=problem, status=409)
    if at_once:
        said = _("Signed off and published. Readers see the piece now.")
    else:
        said = _said(article, transition, str(label), form)
    messages.success(request, with_address(said, article))
    return HttpResponseRedirect(_onward(request, case, onward))


def _goes_on(request: HttpRequest) -> bool:
    """Whether the step was opened in the review screen, which goes on with what waits next."""
    return "next" in (request.POST.get("then"), request.GET.get("then"))


def _onward(request: HttpRequest, case: Case, onward: Article | None) -> str:
    """Back to the piece; from the review screen to the next one, once this one waits no more."""
    article = case.article
    if not _goes_on(request):
        return article.get_absolute_url()
    if queue.waits_for(case.user, article):
        return reverse("admin:articles_article_review", args=[article.pk])
    if onward is None:
        messages.info(request, _("Nothing else waits for you."))
        return reverse("admin:articles_article_changelist") + "?tab=waiting"
    messages.info(request, _("This is the next piece: “%(piece)s”.") % {"piece": onward})
    return reverse("admin:articles_article_review", args=[onward.pk])


def _pressed_twice(request: HttpRequest, case: Case, transition: Transition, version: int) -> bool:
    return version != case.article.version and Conflict(case.article, version).first_unseen_is(
        case.user.pk, transition.name
    )


def _stale(
    request: HttpRequest, case: Case, transition: Transition, form: StepForm, version: int
) -> HttpResponse:
    """Say what happened meanwhile. Whoever presses again has been told and acts on what is now."""
    article = open_piece(request, case.article.pk)
    fresh = Case(article, case.user)
    conflict = Conflict(article, version)
    if _pressed_twice(request, fresh, transition, version):
        messages.info(request, _("“%(step)s” was done already.") % {"step": transition.label})
        return HttpResponseRedirect(article.get_absolute_url())
    problem = workflow.why_not(transition, fresh)
    status = 409
    if not transition.who(fresh):
        problem, status = NotAllowed(_not_yours(transition)), 403
    data = request.POST.copy()
    data["version"] = str(article.version)
    if "to" in transition.options:
        # Meanwhile there may be more places to go back to than the page offered.
        data.setdefault("to", State.DRAFT)
    again = StepForm(transition, article, fresh.publication, data)
    return _page(
        request, fresh, transition, again, problem=problem, conflict=conflict, status=status
    )


def _page(
    request: HttpRequest,
    case: Case,
    transition: Transition,
    form: StepForm | None,
    *,
    problem: WorkflowError | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> TemplateResponse:
    article = case.article
    context = piece_context(request, article)
    context |= {
        "step": transition,
        "label": workflow.label_of(article, transition)
        if article.review_number
        else transition.label,
        "form": form,
        "problem": problem,
        "conflict": conflict,
        "note_needed": transition.note is Note.REQUIRED,
        "releases": lanes.releases(article, transition.name),
        "sending": ("publish", *lanes.SIGNING),
        "zone": zone_name(),
        "now": timezone.localtime(),
        "goes_on": _goes_on(request),
        "back_url": reverse("admin:articles_article_review", args=[article.pk])
        if _goes_on(request)
        else article.get_absolute_url(),
    }
    return TemplateResponse(request, "admin/articles/step.html", context, status=status)


def _said(article: Article, transition: Transition, label: str, form: StepForm) -> str:
    moment: datetime | None = form.cleaned_data.get("visible_from")
    if moment:
        return _("Scheduled: readers see the piece from %(time)s (%(zone)s) on.") % {
            "time": timezone.localtime(moment).strftime("%Y-%m-%d %H:%M"),
            "zone": zone_name(),
        }
    if transition.sources == EVERYWHERE:
        # Whatever was done, the working copy stands where it stood.
        return _("Done: %(step)s.") % {"step": label}
    return _("Done: %(step)s. The piece is now: %(state)s.") % {
        "step": label,
        "state": article.get_state_display(),
    }
