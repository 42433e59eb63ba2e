"""The site's own pictures: logo, QR image, portraits. Public by nature, stored privately."""

from pathlib import PurePath

from django.db.models.fields.files import ImageFieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from accounts.models.author import Author
from articles.models.site import SiteIdentity

# Formats that run nothing in a browser.
FORMATS = {
    ".webp": "image/webp",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
}
picture_view = cache_control(public=True, max_age=3600)


@require_safe
@picture_view
@conditional_page
def logo(request: HttpRequest) -> HttpResponse:
    return _stored(SiteIdentity.current().logo)


@require_safe
@picture_view
@conditional_page
def follow_image(request: HttpRequest) -> HttpResponse:
    return _stored(SiteIdentity.current().follow_image)


@require_safe
@picture_view
@conditional_page
def portrait(request: HttpRequest, pk: int) -> HttpResponse:
    return _stored(get_object_or_404(Author, pk=pk).portrait)


def _stored(file: ImageFieldFile) -> HttpResponse:
    """Small pictures: read whole, so that they get an ETag."""
    content_type = FORMATS.get(PurePath(file.name or "").suffix.lower())
    if content_type is None:
        raise Http404
    try:
        with file.open("rb") as stored:
            return HttpResponse(stored.read(), content_type=content_type)
    except FileNotFoundError:
        raise Http404 from None
