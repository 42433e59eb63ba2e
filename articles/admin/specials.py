"""Topics for readers (专题): the list, the screen of one, and what can be done with it."""

import copy
from typing import Any

from csp.constants import SELF
from csp.decorators import csp
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from articles import openings
from articles.admin.article_access import open_piece, person, posted_number, whole_number
from articles.admin.article_screen import picture_base
from articles.admin.finder import number_in
from articles.admin.navigation import address_of
from articles.admin.special_form import Typed, shown, typed
from articles.admin.special_rows import found, standing, told
from articles.desk import access, ledger, publishing, rights, specials
from articles.desk.errors import NotAllowed, Stale, WorkflowError
from articles.models import PublishedSpecial, Special
from articles.rendering import load_site
from articles.rendering.specials import context_of, shown_of

_PAGE = 50
_FOUND = 20
# What the ledger calls an act, in words.
ACT_LABELS: dict[str, Any] = {
    "edit_special": __("Topic changed"),
    "publish_special": __("Topic put out"),
    "take_down_special": __("Topic taken down"),
}


def enter(request: HttpRequest) -> User:
    user = person(request)
    if not rights.may_edit_specials(user):
        raise PermissionDenied(_("Topics are for editors."))
    return user


def open_special(request: HttpRequest, special_id: int) -> Special:
    special = Special.objects.select_related("cover").filter(pk=special_id).first()
    if special is None:
        raise Http404
    openings.note(request, access.TOPIC, special.pk)
    return special


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    enter(request)
    page = max(1, whole_number(request.GET.get("page", ""), digits=5))
    start = (page - 1) * _PAGE
    rows = list(
        Special.objects.annotate(pieces=Count("places"))[start : start + _PAGE + 1],
    )
    public = PublishedSpecial.objects.only("version")
    live = public.in_bulk([special.pk for special in rows])
    context = {
        **admin.site.each_context(request),
        "title": _("Topics"),
        "rows": [
            {"special": special, "standing": standing(special, live.get(special.pk))}
            for special in rows[:_PAGE]
        ],
        "before": page - 1,
        "after": page + 1 if len(rows) > _PAGE else 0,
    }
    return TemplateResponse(request, "admin/specials/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    enter(request)
    special = Special()
    if request.method != "POST":
        return _page(request, special, shown(special))
    return _save(request, special)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, special_id: int) -> HttpResponse:
    enter(request)
    special = open_special(request, special_id)
    if request.method != "POST":
        return _page(request, special, shown(special))
    return _save(request, special)


def _save(request: HttpRequest, stored: Special) -> HttpResponse:
    user = person(request)
    special = copy.copy(stored)
    forms = typed(special, request.POST)
    if not forms.is_valid():
        return _page(request, stored, forms, status=400)
    forms.write_to(special)
    special.version = posted_number(request, "version") or 1
    try:
        changed = specials.save(user, special, forms.groups())
    except ValidationError as problem:
        _complain(forms, problem)
        return _page(request, stored, forms, status=400)
    except WorkflowError as problem:
        status = 403 if isinstance(problem, NotAllowed) else 409
        seen = open_special(request, stored.pk) if isinstance(problem, Stale) else stored
        return _page(request, seen, forms, problem=problem, version=special.version, status=status)
    if "_publish" in request.POST:
        _put_out(request, special)
    elif changed:
        messages.success(request, _("Saved."))
    else:
        messages.info(request, _("Nothing had changed; nothing was saved."))
    return HttpResponseRedirect(special.get_absolute_url())


def _put_out(request: HttpRequest, special: Special) -> None:
    try:
        specials.publish(person(request), special)
    except WorkflowError as problem:
        messages.error(request, _("Saved, but not put out: %(why)s") % {"why": problem})
    else:
        messages.success(request, _("The topic is out: readers see it as it stands here."))


def _complain(forms: Typed, problem: ValidationError) -> None:
    """What the model does not accept, beside the field that it is about."""
    names = {"title": "title", "slug": "slug", "introduction": "body"}
    for name, errors in problem.message_dict.items():
        forms.form.add_error(names.get(name), errors)


def _page(
    request: HttpRequest,
    special: Special,
    forms: Typed,
    *,
    problem: WorkflowError | None = None,
    version: int = 0,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    user = person(request)
    stored = special.pk is not None
    live = specials.published_of(special) if stored else None
    about = told(user, forms.named)
    for form in forms.entries.forms:
        form.told = about.get(form.number)
    context = {
        **admin.site.each_context(request),
        "title": special.title or _("New topic"),
        "special": special,
        "stored": stored,
        "forms": forms,
        "media": forms.form.media,
        "problem": problem,
        "version": version or request.POST.get("version") or special.version,
        "unsaved": request.method == "POST",
        "standing": standing(special, live) if stored else None,
        "live": live,
        "live_url": settings.SITE_URL + live.get_absolute_url() if live else "",
        "waits": stored and specials.waits(special, live),
        "may_publish": rights.may_publish_specials(user),
        "note": note,
        "upload_url": address_of("image-upload"),
        "pictures_url": reverse("admin:articles_article_pictures"),
        "history": _history(special) if stored else [],
    }
    return TemplateResponse(request, "admin/specials/special.html", context, status=status)


def _history(special: Special) -> list[dict[str, Any]]:
    return [
        {
            "entry": entry,
            "role": ledger.role_label(entry.actor_role),
            "act": ACT_LABELS.get(entry.action, entry.action),
        }
        for entry in reversed(ledger.history(specials.CHAIN, special.pk)[-20:])
    ]


@require_POST
def take_down(request: HttpRequest, special_id: int) -> HttpResponse:
    enter(request)
    special = open_special(request, special_id)
    note = request.POST.get("note", "")
    seen = copy.copy(special)
    seen.version = posted_number(request, "version")
    try:
        specials.take_down(person(request), seen, note)
    except WorkflowError as problem:
        status = 403 if isinstance(problem, NotAllowed) else 409
        return _page(request, special, shown(special), problem=problem, note=note, status=status)
    messages.success(request, _("The topic is gone from the site; its pieces are not."))
    return HttpResponseRedirect(special.get_absolute_url())


@require_POST
def take_piece(request: HttpRequest, article_id: int) -> HttpResponse:
    """Put a piece into a topic from its own screen: `place` names topic, version and group."""
    user = enter(request)
    article = open_piece(request, article_id)
    numbers = request.POST.get("place", "").split("-")
    if len(numbers) != 3 or not all(each.isdecimal() and len(each) < 10 for each in numbers):
        messages.error(request, _("Choose a group of the topic."))
        return HttpResponseRedirect(article.get_absolute_url())
    number, version, place = map(int, numbers)
    special = open_special(request, number)
    special.version = version
    try:
        with transaction.atomic():
            specials.add_piece(user, special, place, article)
    except WorkflowError as problem:
        messages.error(request, str(problem))
    else:
        said = _("The piece stands in the topic “%(title)s” now.") % {"title": special.title}
        messages.success(request, said)
    return HttpResponseRedirect(article.get_absolute_url())


@require_safe
def pieces(request: HttpRequest) -> HttpResponse:
    """Pieces whose headline has every word of `q`, or whose number or address it is; a part of
    a page."""
    user = enter(request)
    words = request.GET.get("q", "").strip()
    rows = list(found(user, words, number_in(words))[:_FOUND])
    about = told(user, [row.pk for row in rows])
    context = {"pieces": [(row.pk, about[row.pk]) for row in rows], "words": words}
    return TemplateResponse(request, "admin/specials/pieces.html", context)


@require_safe
def preview(request: HttpRequest, special_id: int) -> HttpResponseBase:
    """The page that readers would get of the topic as it is stored, by the readers' template."""
    enter(request)
    special = open_special(request, special_id)
    now = timezone.now()
    drawn = publishing.special_snapshot(special, now)
    context = context_of(shown_of(drawn, now), image_base=picture_base()) | {"site": load_site()}
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"frame-ancestors": [SELF]}
    view = csp(policy)(lambda request: TemplateResponse(request, "public/topic.html", context))
    response = view(request)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


_site: Any = admin.site
_site.add_screen("specials/", listing, "specials")
_site.add_screen("specials/add/", add, "special-add")
_site.add_screen("specials/pieces/", pieces, "special-pieces")
_site.add_screen("specials/<int:special_id>/", change, "special")
_site.add_screen("specials/<int:special_id>/preview/", preview, "special-preview")
_site.add_screen("specials/<int:special_id>/take-down/", take_down, "special-take-down")
_site.add_screen("specials/take/<int:article_id>/", take_piece, "special-take-piece")
