"""Somebody was faster: mine, theirs and the common ancestor side by side. One picks, looks at the
result, and saves it over the version that is there now. Nothing here needs a script."""

import copy
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.db import transaction
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
)
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from articles.admin.article_access import open_piece, person, posted_number
from articles.admin.article_compare import as_text, label_of
from articles.admin.article_conflict import Conflict
from articles.admin.article_fields import as_data, as_fields
from articles.admin.article_form import Typed, form_class_of, typed
from articles.admin.article_screen import edit_page, piece_context
from articles.admin.article_sitting import NOT_TYPED, another_person, close_sittings, sittings
from articles.desk import autosave, editing, rights
from articles.desk.content import Content
from articles.desk.errors import Stale, WorkflowError
from articles.desk.merging import Merge, Picks
from articles.models import Autosave
from articles.text.difference import BlockChange, Piece, of_blocks, of_text
from articles.text.markup import blocks
from articles.text.merge import Chunk

_PICK = "pick-"


@dataclass(frozen=True)
class Side:
    """What one side made of the ancestor."""

    name: str
    pieces: list[Piece] = field(default_factory=list)
    changes: list[BlockChange] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A field, or a stretch of the body, that somebody changed."""

    name: str
    label: str | Promise
    kind: str
    sides: list[Side]
    before: str = ""
    picked: str = ""
    may_be_both: bool = False

    @property
    def is_open(self) -> bool:
        return self.kind == "conflict"


def merged_or_asked(
    model_admin: "ModelAdmin",
    request: HttpRequest,
    conflict: Conflict,
    forms: Typed,
    taken: Autosave | None = None,
) -> HttpResponse:
    """The answer to a save that came too late, or to a kept text that is older than the piece:
    what merges by itself goes on in the edit screen, to be looked at and saved; where both
    changed one thing, somebody picks."""
    article = conflict.article
    if not rights.may_edit(person(request), article):
        return edit_page(model_admin, request, article, forms, conflict=conflict, status=409)
    status = 200 if taken else 409
    fields = _typed_fields(forms.data)
    if taken is None:
        taken = _kept_meanwhile(request, conflict, fields)
    merge = merge_of(conflict, forms)
    if merge.has_conflicts:
        return _ask(request, conflict, merge, fields, {}, taken=taken, status=status)
    return _go_on(model_admin, request, conflict, merge.content({}), taken, status=status)


def _kept_meanwhile(
    request: HttpRequest, conflict: Conflict, fields: Sequence[tuple[str, str]]
) -> Autosave | None:
    """The text of a refused save, kept on the server: this page may be closed, and where scripts
    are off nothing else has it."""
    pairs = [[name.replace("\0", ""), value.replace("\0", "")] for name, value in fields]
    now = int(time.time() * 1000)
    for sitting in (*sittings(request)[:1], secrets.token_hex(16)):
        try:
            text, _is_new = autosave.keep(
                person(request), conflict.article, sitting, conflict.version, pairs, now
            )
        except WorkflowError:
            return None
        if text.closed_at is None:
            return text
    return None


def merge_of(conflict: Conflict, forms: Typed) -> Merge:
    base = conflict.opened
    return Merge(base, forms.as_far_as_it_goes(base), conflict.theirs)


def _go_on(
    model_admin: "ModelAdmin",
    request: HttpRequest,
    conflict: Conflict,
    content: Content,
    taken: Autosave | None = None,
    status: int = 200,
) -> HttpResponse:
    """The edit screen with the result in it, not saved yet, loaded from what is stored now."""
    article = conflict.article
    data = as_data(as_fields(content))
    forms = typed(form_class_of(model_admin, request), data, copy.copy(article))
    return edit_page(
        model_admin, request, article, forms, merged=conflict, taken=taken, status=status
    )


def merge(model_admin: "ModelAdmin", request: HttpRequest, article_id: int) -> HttpResponse:
    """What was picked on the page of a stale save."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = open_piece(request, article_id)
    user = person(request)
    form_class = form_class_of(model_admin, request)
    conflict = Conflict(article, posted_number(request, "version"))
    forms = typed(form_class, request.POST, copy.copy(article))
    if problem := another_person(request):
        return edit_page(model_admin, request, article, forms, problem=problem, status=409)
    if not rights.may_edit(user, article):
        return edit_page(model_admin, request, article, forms, conflict=conflict, status=403)
    found = merge_of(conflict, forms)
    picks = {
        name.removeprefix(_PICK): str(value)
        for name, value in request.POST.items()
        if name.startswith(_PICK)
    }
    fields = _typed_fields(request.POST)
    if posted_number(request, "against") != article.version:
        said = _("The piece was saved again while you were comparing. Look at it once more.")
        return _ask(request, conflict, found, fields, picks, said=said, status=409)
    if found.undecided(picks):
        said = _("Pick one side wherever both have changed the same thing.")
        return _ask(request, conflict, found, fields, picks, said=said, status=400)
    content = found.content(picks)
    if "_edit" in request.POST:
        return _go_on(model_admin, request, conflict, content)
    return _save(model_admin, request, conflict, content)


def _save(
    model_admin: "ModelAdmin", request: HttpRequest, conflict: Conflict, content: Content
) -> HttpResponse:
    article = conflict.article
    data = as_data(as_fields(content))
    forms = typed(form_class_of(model_admin, request), data, copy.copy(article))
    if not forms.is_valid():
        return edit_page(model_admin, request, article, forms, merged=conflict, status=200)
    opened = copy.copy(article)
    try:
        with transaction.atomic():
            revision = editing.write(opened, forms.content(conflict.theirs), person(request))
            close_sittings(request)
    except Stale:
        article.refresh_from_db()
        again = Conflict(article, conflict.version)
        mine = typed(form_class_of(model_admin, request), request.POST, copy.copy(article))
        return merged_or_asked(model_admin, request, again, mine)
    except WorkflowError as problem:
        return edit_page(model_admin, request, article, forms, problem=problem, status=409)
    if revision:
        said = _("Both put together and saved as revision %(number)s.")
        messages.success(request, said % {"number": revision.number})
    else:
        messages.info(request, _("What is stored already says all of it; nothing was saved."))
    return HttpResponseRedirect(article.get_absolute_url())


def _typed_fields(data: QueryDict) -> list[tuple[str, str]]:
    """For the next request: what was typed travels with the page."""
    return [
        (name, str(value))
        for name, values in data.lists()
        for value in values
        if name not in NOT_TYPED and not name.startswith(_PICK)
    ]


def _ask(
    request: HttpRequest,
    conflict: Conflict,
    merge: Merge,
    fields: Sequence[tuple[str, str]],
    picks: Picks,
    *,
    said: str = "",
    taken: Autosave | None = None,
    status: int,
) -> TemplateResponse:
    article = conflict.article
    context = piece_context(request, article)
    rows = [*_field_rows(merge, picks), *_body_rows(merge, picks)]
    context |= {
        "conflict": conflict,
        "by_oneself": conflict.is_by(person(request).pk),
        "rows": rows,
        "open": sum(row.is_open for row in rows),
        "typed": fields,
        "said": said,
        "contained": ",".join(sittings(request) + ([taken.sitting] if taken else [])),
        "typed_by": request.POST.get("as", person(request).pk),
    }
    return TemplateResponse(request, "admin/articles/merge.html", context, status=status)


def _field_rows(merge: Merge, picks: Picks) -> list[Row]:
    rows = []
    for each in merge.fields:
        if each.kind == "same":
            continue
        before = as_text(each.name, each.base)
        values = (
            [("mine", each.mine), ("theirs", each.theirs)]
            if each.kind == "conflict"
            else [(each.kind, each.merged)]
        )
        rows.append(
            Row(
                f"{_PICK}{each.name}",
                label_of(each.name),
                each.kind,
                [Side(side, of_text(before, as_text(each.name, value))) for side, value in values],
                before,
                picks.get(each.name, ""),
                each.may_be_both,
            )
        )
    return rows


def _body_rows(merge: Merge, picks: Picks) -> list[Row]:
    return [
        Row(
            f"{_PICK}body-{number}",
            label_of("body"),
            chunk.kind,
            [Side(side, changes=_changes(chunk.base, parts)) for side, parts in _sides(chunk)],
            "\n".join(block.text for block in blocks("\n".join(chunk.base))),
            picks.get(f"body-{number}", "both"),
            may_be_both=True,
        )
        for number, chunk in enumerate(merge.body)
        if chunk.kind != "same"
    ]


def _sides(chunk: Chunk[str]) -> list[tuple[str, list[str]]]:
    if chunk.kind == "conflict":
        return [("mine", chunk.mine), ("theirs", chunk.theirs)]
    return [(chunk.kind, chunk.merged)]


def _changes(before: list[str], after: list[str]) -> list[BlockChange]:
    return of_blocks(blocks("\n".join(before)), blocks("\n".join(after)))
