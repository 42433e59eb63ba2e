"""The one place where readers get pictures of pieces: those of visible pieces, nothing else.

Whether a picture is public is asked on every request, before its bytes are touched and before
"not modified" is answered: browsers and caches keep a picture only to ask again, so a
withdrawal takes it away at once. Behind nginx the bytes come by X-Accel-Redirect, which keeps
Content-Type and Cache-Control only: its location adds the two security headers itself.
"""

import logging
from io import BytesIO
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.urls import re_path
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.images import ImageRefused, make_rendition, rendition_name
from articles.models.image import storage_name
from articles.models.published import PublishedArticle, PublishedImage

logger = logging.getLogger(__name__)

_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@require_safe
def image(request: HttpRequest, content_hash: str, width: str = "") -> HttpResponseBase:
    """A rendition, or without `width` the original JPEG or PNG."""
    suffix = _public_format(content_hash)
    response: HttpResponseBase | None = None
    etag = f'"{content_hash}-{width or "original"}"'
    if suffix:
        response = get_conditional_response(request, etag=etag)
        if response is None:
            response = _bytes(content_hash, suffix, int(width) if width else 0)
    if response is None:
        return _headed(HttpResponseNotFound(content_type="text/plain"))
    response["ETag"] = etag
    return _headed(response)


def _public_format(content_hash: str) -> str:
    """ "jpg" or "png" of a picture that a visible piece shows; empty for any other."""
    formats = PublishedImage.objects.filter(
        content_hash=content_hash, article__in=PublishedArticle.objects.visible()
    ).values_list("format", flat=True)
    return formats.first() or ""


def _bytes(content_hash: str, suffix: str, width: int) -> HttpResponseBase | None:
    name = rendition_name(content_hash, width) if width else storage_name(content_hash, suffix)
    content_type = _TYPES["webp" if width else suffix]
    file: BinaryIO | File[bytes] | None
    try:
        if settings.ACCEL_REDIRECT and default_storage.exists(name):
            response = HttpResponse(content_type=content_type)
            response["X-Accel-Redirect"] = f"{settings.ACCEL_REDIRECT.rstrip('/')}/{name}"
            return response
        file = default_storage.open(name)
    except FileNotFoundError:
        file = _made(content_hash, suffix, width)
    return FileResponse(file, content_type=content_type) if file else None


def _made(content_hash: str, suffix: str, width: int) -> BinaryIO | None:
    """A rendition that was missing: made now, where the picture has one of this width."""
    try:
        data = make_rendition(content_hash, suffix, width) if width else None
    except (FileNotFoundError, ImageRefused):
        logger.exception("The picture %s is public and cannot be read.", content_hash)
        return None
    return BytesIO(data) if data else None


def _headed(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "max-age=0, must-revalidate"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


urlpatterns = [
    re_path(
        r"^images/(?P<content_hash>[0-9a-f]{64})/(?P<width>[1-9][0-9]{0,3})\.webp$",
        image,
        name="image",
    ),
    re_path(r"^images/(?P<content_hash>[0-9a-f]{64})/original$", image, name="image-original"),
]
