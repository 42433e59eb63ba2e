"""Copy as it arrived: fetched with its rights, handed out as bytes, its pictures shown."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from articles import openings
from articles.admin.article_access import person
from articles.desk import access, rights
from articles.desk.incoming_copy import read_again
from articles.images import ImageRefused, small_public_image
from articles.images.serving import harmless
from articles.models import IncomingFile

_PREVIEW_SIDE = 960


def open_copy(request: HttpRequest, file_id: int) -> IncomingFile:
    """The file with its section, draft and sender. Raises Http404 or PermissionDenied."""
    file = (
        IncomingFile.objects.select_related("section", "article__section", "received_by")
        .filter(pk=file_id)
        .first()
    )
    if file is None:
        raise Http404
    if not rights.may_open_copy(person(request), file):
        raise PermissionDenied
    openings.note(request, access.COPY, file.pk)
    return file


@require_safe
def original(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """Byte for byte; never shown in the browser, always saved."""
    file = open_copy(request, file_id)
    response = HttpResponse(bytes(file.data), content_type="application/octet-stream")
    name = file.name or "pasted.txt"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return harmless(response)


@require_safe
def picture(request: HttpRequest, file_id: int, content_hash: str) -> HttpResponseBase:
    """A picture out of waiting copy, made anew: what a document brings is never sent on."""
    copy = read_again(open_copy(request, file_id))
    found = next((each for each in copy.images if each.hash == content_hash), None)
    if found is None:
        raise Http404
    try:
        small = small_public_image(found.data, _PREVIEW_SIDE)
    except ImageRefused as refusal:
        raise Http404(str(refusal)) from refusal
    return harmless(HttpResponse(small, content_type="image/webp"))
