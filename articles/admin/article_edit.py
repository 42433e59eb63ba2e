"""The edit screen: open a piece, save it, and when that is refused keep every typed letter."""

import copy
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from accounts.models import User
from articles.admin.article_access import person, posted_number
from articles.admin.article_conflict import Conflict
from articles.admin.article_fields import same
from articles.admin.article_form import Typed, form_class_of, shown, typed
from articles.admin.article_kept import to_take_up
from articles.admin.article_merge import merged_or_asked
from articles.admin.article_offers import blank_for, forms_of
from articles.admin.article_screen import AT_ONCE, edit_page, reading_page, with_address
from articles.admin.article_sitting import another_person, close_sittings
from articles.desk import autosave, editing, lanes, rights, workflow
from articles.desk.content import Content, content_of
from articles.desk.errors import NotAllowed, Stale, WorkflowError
from articles.models import Article, Revision
from articles.text.markup import figure_hashes

# A second press of the same button within this time makes no second piece.
_TWICE = timedelta(minutes=1)


def change(model_admin: "ModelAdmin", request: HttpRequest, article: Article) -> HttpResponse:
    """Show a piece that this person may see, or save what they typed into it."""
    if request.method == "POST":
        return _save(model_admin, request, article)
    if not rights.may_edit(person(request), article):
        return reading_page(model_admin, request, article)
    if "kept" in request.GET:
        return _take_up(model_admin, request, article)
    forms = shown(form_class_of(model_admin, request), article, content_of(article))
    return edit_page(model_admin, request, article, forms)


def _take_up(model_admin: "ModelAdmin", request: HttpRequest, article: Article) -> HttpResponse:
    """The form with a text in it that was typed before and not saved."""
    text = to_take_up(request, article)
    if text is None:
        return HttpResponseRedirect(article.get_absolute_url())
    forms = forms_of(model_admin, request, text, article)
    if autosave.is_older(text):
        conflict = Conflict(article, text.version)
        return merged_or_asked(model_admin, request, conflict, forms, taken=text)
    return edit_page(model_admin, request, article, forms, taken=text)


def _save(model_admin: "ModelAdmin", request: HttpRequest, article: Article) -> HttpResponse:
    user = person(request)
    version = posted_number(request, "version")
    forms = typed(form_class_of(model_admin, request), request.POST, copy.copy(article))
    if problem := another_person(request):
        return edit_page(model_admin, request, article, forms, problem=problem, status=409)
    if not forms.is_valid():
        if 0 < version < article.version:
            return merged_or_asked(model_admin, request, Conflict(article, version), forms)
        return edit_page(model_admin, request, article, forms)
    mine = forms.content(content_of(article))
    opened = copy.copy(article)
    opened.version = version
    try:
        with transaction.atomic():
            revision = editing.write(opened, mine, user)
            close_sittings(request)
            refusal = _go_on(request, opened, user)
    except Stale:
        article.refresh_from_db()
        conflict = Conflict(article, version)
        if _pressed_twice(conflict, mine, user):
            close_sittings(request)
            messages.info(request, _("This was saved already."))
            return HttpResponseRedirect(_next(request, article))
        return merged_or_asked(model_admin, request, conflict, forms)
    except NotAllowed as problem:
        return edit_page(model_admin, request, article, forms, problem=problem, status=403)
    except WorkflowError as problem:
        return edit_page(model_admin, request, article, forms, problem=problem, status=409)
    _tell(request, article, mine, revision, refusal)
    return HttpResponseRedirect(_next(request, opened))


def _pressed_twice(conflict: Conflict, mine: Content, user: User) -> bool:
    # A pass may have filled in who is responsible.
    theirs = conflict.theirs
    mine = mine | {"responsible_editor": mine["responsible_editor"] or theirs["responsible_editor"]}
    acts = ("edit", "submit", *AT_ONCE)
    return conflict.first_unseen_is(user.pk, *acts) and same(mine, theirs)


def _asked(request: HttpRequest) -> str:
    """The step that the press which saved goes on with: `_submit`, or `_do` with its name."""
    if "_submit" in request.POST:
        return "submit"
    name = request.POST.get("_do", "")
    return name if name in AT_ONCE or name == "release" else ""


def _go_on(request: HttpRequest, article: Article, user: User) -> WorkflowError | None:
    """Take a step with the same press, if one was asked for. A refusal leaves the save as it is."""
    name = _asked(request)
    try:
        if name == "release":
            lanes.release(article, "pass", user)
        elif name:
            with transaction.atomic():
                workflow.perform(article, name, user)
    except WorkflowError as problem:
        return problem
    return None


def _tell(
    request: HttpRequest,
    article: Article,
    mine: Content,
    revision: Revision | None,
    refusal: WorkflowError | None,
) -> None:
    asked = _asked(request)
    if refusal and asked == "submit":
        said = _("Saved, but not submitted: %(why)s") % {"why": refusal}
        messages.error(request, said)
    elif refusal:
        said = _("Saved, but the step was not taken: %(why)s") % {"why": refusal}
        messages.error(request, said)
    elif asked == "submit":
        messages.success(request, _("Saved and submitted. It waits for the first review now."))
    elif asked == "release":
        said = _("Signed off and published. Readers see the piece now.")
        messages.success(request, with_address(said, article))
    elif asked:
        said = _("Done: %(step)s.") % {"step": workflow.TABLE[asked].label}
        messages.success(request, with_address(said, article))
    elif revision:
        said = _("Saved as revision %(number)s.") % {"number": revision.number}
        messages.success(request, said)
    elif "_step" not in request.POST:
        messages.info(request, _("Nothing had changed; nothing was saved."))
    missing = set(figure_hashes(mine["body"])) - {each["image"] for each in mine["figures"]}
    if missing:
        said = _(
            "The text has a picture that is not in the list of pictures: readers will not see it."
        )
        messages.warning(request, said)


def _next(request: HttpRequest, article: Article) -> str:
    """Back to the piece, or on to the step whose button saved it."""
    step = request.POST.get("_step", "")
    if step in workflow.TABLE:
        return reverse("admin:articles_article_step", args=[article.pk, step])
    return article.get_absolute_url()


def add(model_admin: "ModelAdmin", request: HttpRequest) -> HttpResponse:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied(_("Your role does not write pieces."))
    blank = blank_for(request)
    if blank is None:
        raise PermissionDenied(_("There is no section yet. An administrator makes one first."))
    blank_content = editing.blank_content(section=blank.section)
    form_class = form_class_of(model_admin, request)
    if request.method != "POST":
        if "kept" in request.GET:
            text = to_take_up(request, None)
            if text is None:
                return HttpResponseRedirect(request.path)
            forms = forms_of(model_admin, request, text, blank)
            return edit_page(model_admin, request, blank, forms, taken=text)
        # A reporter's piece carries their name from the start; an editor types in other people's.
        own = [] if blank.owner.highest_rank else [editing.byline(blank.owner)]
        first = blank_content | {"credits": own}
        return edit_page(model_admin, request, blank, shown(form_class, blank, first))
    forms = typed(form_class, request.POST, copy.copy(blank))
    if problem := another_person(request):
        return edit_page(model_admin, request, blank, forms, problem=problem, status=409)
    if not forms.is_valid():
        return edit_page(model_admin, request, blank, forms)
    return _create(model_admin, request, forms, blank_content)


def _create(
    model_admin: "ModelAdmin", request: HttpRequest, forms: Typed, base: Content
) -> HttpResponse:
    user = person(request)
    mine = forms.content(base)
    with transaction.atomic():
        # Two presses of one button arrive at the same moment: the second one waits here.
        User.objects.select_for_update().get(pk=user.pk)
        found = twin(mine, user)
        article = found or editing.create(mine, user)
        close_sittings(request)
        refusal = None if found else _go_on(request, article, user)
    if found:
        messages.info(request, _("This was saved already."))
    else:
        _tell(request, article, mine, editing.newest_revision(article), refusal)
    return HttpResponseRedirect(_next(request, article))


def twin(mine: Content, user: User) -> Article | None:
    """The piece that the same press has made a moment ago."""
    recent: Any = Revision.objects.filter(
        number=1, user=user, created_at__gt=timezone.now() - _TWICE
    ).select_related("article")
    for revision in recent:
        if same(mine, revision.content):
            return revision.article
    return None
