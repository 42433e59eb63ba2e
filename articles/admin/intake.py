"""Bringing in copy: files and pasted text arrive here, and what has arrived waits here."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from articles.admin import intake_files, intake_review
from articles.admin.article_access import person
from articles.admin.intake_forms import UploadForm
from articles.desk import incoming, rights
from articles.desk.incoming_copy import check_size, plain_name, read_copy, sentence
from articles.intake import IntakeError
from articles.models import IncomingFile

_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not rights.may_create(user):
        raise PermissionDenied(_("Your role does not write pieces."))
    if request.method != "POST":
        return _page(request, UploadForm(user))
    form = UploadForm(user, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    arrived = _receive(request, form)
    if form.is_valid() and arrived:
        if len(arrived) > 1:
            messages.success(request, _arrived(len(arrived)) + " " + _("This is the first."))
        return HttpResponseRedirect(reverse("admin:intake-review", args=[arrived[0].pk]))
    if arrived:
        said = _arrived(len(arrived)) + " " + _("See below, under waiting copy.")
        messages.success(request, said)
    return _page(request, form)


def _receive(request: HttpRequest, form: UploadForm) -> list[IncomingFile]:
    """Keep whatever can be read; whatever cannot becomes an error of its field."""
    arrived = []
    given: dict[str, Any] = form.cleaned_data
    options = {"repair_reprints": given["repair_reprints"]}
    user = person(request)
    for upload in given["uploads"]:
        name = plain_name(upload.name or "")
        try:
            check_size(name, upload.size or 0)
            copy = read_copy(name, upload.read(), **options)
        except IntakeError as error:
            form.add_error("uploads", sentence(error))
        else:
            arrived.append(incoming.keep(copy, user, given["section"], **options))
    if given["text"].strip():
        try:
            copy = read_copy("", given["text"].encode("utf-8", "replace"), **options)
        except IntakeError as error:
            form.add_error("text", sentence(error))
        else:
            arrived.append(incoming.keep(copy, user, given["section"], **options))
            form.forget_text()
    return arrived


def _arrived(number: int) -> str:
    said = ngettext("%(count)s piece of copy arrived.", "%(count)s pieces of copy arrived.", number)
    return said % {"count": number}


def _page(request: HttpRequest, form: UploadForm) -> HttpResponse:
    waiting = (
        rights.waiting_copy(person(request))
        .select_related("section", "received_by")
        .defer("data")
        .order_by("-received_at", "-pk")
    )
    context = {
        **admin.site.each_context(request),
        "title": _("Bring in copy"),
        "form": form,
        "waiting": waiting[:_SHOWN],
    }
    return TemplateResponse(request, "admin/intake/intake.html", context)


_site: Any = admin.site
_site.add_screen("intake/", intake, "intake")
_site.add_screen("intake/<int:file_id>/", intake_review.review, "intake-review")
_site.add_screen("intake/<int:file_id>/original/", intake_files.original, "intake-original")
_site.add_screen(
    "intake/<int:file_id>/picture/<slug:content_hash>/", intake_files.picture, "intake-picture"
)
