"""One topic: its brief, who does it, what can be done with it now, and its ledger."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.article_access import person, posted_number
from articles.admin.assignment_form import AssignmentForm
from articles.admin.assignment_rows import rows
from articles.admin.finder import number_in
from articles.desk import assignment_pieces, assignments, ledger
from articles.desk.assignments import ACTS, FIELDS
from articles.desk.errors import NotAllowed, Refused, Stale, WorkflowError
from articles.models import Article, Assignment

# What the ledger calls an act, in words.
ACT_LABELS: dict[str, Any] = {
    "topic_propose": __("Assignment proposed"),
    "topic_give": __("Assignment given"),
    "topic_change": __("Assignment changed"),
    "topic_accept": __("Assignment accepted"),
    "topic_begin": __("Draft made for an assignment"),
    "topic_file": pgettext_lazy("ledger", "Assignment filed"),
    "topic_drop": pgettext_lazy("ledger", "Assignment dropped"),
    "topic_reopen": pgettext_lazy("ledger", "Assignment taken up again"),
    "topic_link": __("Piece linked to the assignment"),
    "topic_unlink": __("Piece unlinked from the assignment"),
}


def open_topic(request: HttpRequest, topic_id: int) -> Assignment:
    """The topic, if this person sees it. Raises Http404 or PermissionDenied."""
    found = (
        Assignment.objects.select_related("section", "reporter", "photographer", "proposed_by")
        .filter(pk=topic_id)
        .first()
    )
    if found is None:
        raise Http404
    if not assignments.may_view(person(request), found):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    found = open_topic(request, topic_id)
    user = person(request)
    may_change = assignments.may_change(user, found)
    if request.method != "POST":
        return _page(request, found, AssignmentForm(user, topic=found) if may_change else None)
    form = AssignmentForm(user, request.POST, topic=found)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    seen = open_topic(request, topic_id)
    seen.version = form.cleaned_data["version"] or 0
    try:
        changed = assignments.change(seen, user, form.values())
    except Stale as problem:
        return _stale(request, found, form, problem)
    except WorkflowError as problem:
        form.add_error(None, str(problem))
        return _page(request, found, form, status=403 if isinstance(problem, NotAllowed) else 409)
    if changed:
        messages.success(request, _("Saved."))
    else:
        messages.info(request, _("Nothing had changed; nothing was saved."))
    return HttpResponseRedirect(found.get_absolute_url())


def _stale(
    request: HttpRequest, found: Assignment, form: AssignmentForm, problem: Stale
) -> HttpResponse:
    """What was typed stays; what the other one saved stands beside it; the next save decides."""
    found.refresh_from_db()
    mine = form.values()
    theirs = [
        (Assignment._meta.get_field(name).verbose_name, getattr(found, name))  # type: ignore[union-attr]  # a field of ours, no relation back
        for name in FIELDS
        if name in mine and getattr(found, name) != mine[name]
    ]
    if not theirs:
        messages.info(request, _("This was saved already."))
        return HttpResponseRedirect(found.get_absolute_url())
    said = {"problem": str(problem), "theirs": theirs, "version": found.version}
    return _page(request, found, form, status=409, **said)


@require_POST
def act(request: HttpRequest, topic_id: int, name: str) -> HttpResponse:
    found = open_topic(request, topic_id)
    if name in ("link", "unlink"):
        return _link(request, found, name)
    if name not in ACTS:
        raise Http404
    if name == "begin" and found.article_id:
        # Pressed twice, or by two people: there is one draft, and this is it.
        return _to_draft(request, found, is_new=False)
    seen = _as_seen(request, topic_id)
    note = request.POST.get("note", "")
    user = person(request)
    try:
        done = assignments.perform(seen, name, user, note)
    except NotAllowed:
        raise
    except WorkflowError as problem:
        found.refresh_from_db()
        if name == "begin" and found.article_id:
            return _to_draft(request, found, is_new=False)
        form = AssignmentForm(user, topic=found) if assignments.may_change(user, found) else None
        context = {
            "problem": str(problem), "note": note, "noted": name, "version": found.version,
        }  # fmt: skip
        return _page(request, found, form, status=409, **context)
    if name == "begin":
        return _to_draft(request, done, is_new=True)
    messages.success(
        request,
        _("“%(topic)s” is now: %(status)s.")
        % {"topic": done.title, "status": done.get_status_display()},
    )
    return HttpResponseRedirect(found.get_absolute_url())


def _as_seen(request: HttpRequest, topic_id: int) -> Assignment:
    seen = open_topic(request, topic_id)
    seen.version = posted_number(request, "version")
    return seen


def _link(request: HttpRequest, found: Assignment, name: str) -> HttpResponse:
    """Name a piece by its number or address, or take it off; from the piece back to the piece."""
    user = person(request)
    typed = request.POST.get("piece", "").strip()
    number = number_in(typed) or 0
    piece = Article.objects.select_related("section").filter(pk=number).first()
    if name == "link" and piece and found.article_id == piece.pk:
        messages.info(request, _("The piece is linked already."))
        return HttpResponseRedirect(found.get_absolute_url())
    try:
        if name == "unlink":
            assignment_pieces.unlink(_as_seen(request, found.pk), user)
        elif piece is None:
            raise Refused(_("There is no such piece that you may open."))
        else:
            assignment_pieces.link(_as_seen(request, found.pk), user, piece)
    except NotAllowed:
        raise
    except WorkflowError as problem:
        found.refresh_from_db()
        form = AssignmentForm(user, topic=found) if assignments.may_change(user, found) else None
        context = {"problem": str(problem), "piece_typed": typed, "version": found.version}
        return _page(request, found, form, status=409, **context)
    if name == "unlink":
        messages.success(request, _("The piece is unlinked; it stays as it is."))
    else:
        messages.success(request, _("The piece is linked; the brief stands beside it."))
    if piece is not None and request.POST.get("then") == "piece":
        return HttpResponseRedirect(piece.get_absolute_url())
    return HttpResponseRedirect(found.get_absolute_url())


def _to_draft(request: HttpRequest, found: Assignment, *, is_new: bool) -> HttpResponse:
    assert found.article is not None
    if is_new:
        messages.success(request, _("The draft is made; the brief stands beside it."))
    else:
        messages.info(request, _("The draft was made already; here it is."))
    return HttpResponseRedirect(found.article.get_absolute_url())


def _page(
    request: HttpRequest,
    found: Assignment,
    form: AssignmentForm | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    user = person(request)
    context = {
        **admin.site.each_context(request),
        "title": _("Assignment"),
        "topic": found,
        "row": rows([found], user)[0],
        "form": form,
        "version": request.POST.get("version", found.version),
        "may_change": assignments.may_change(user, found),
        "acts": assignments.available(found, user),
        "may_link": assignment_pieces.may_link(user, found),
        "may_unlink": assignment_pieces.may_unlink(user, found),
        "history": [
            {
                "entry": entry,
                "act": ACT_LABELS.get(entry.action, entry.action),
                "role": ledger.role_label(entry.actor_role),
            }
            for entry in ledger.history(assignments.KIND, found.pk)
        ],
        **more,
    }
    return TemplateResponse(request, "admin/plan/topic.html", context, status=status)
