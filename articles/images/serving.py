"""A stored picture as a response. Who may have it is the caller's question."""

import logging
from io import BytesIO
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from articles.images import files
from articles.images.crops import crop_named
from articles.images.errors import ImageRefused
from articles.images.names import Rendition, rendition_name
from articles.images.store import make_rendition
from articles.models.image import storage_name

logger = logging.getLogger(__name__)
RETRY_SECONDS = 30

_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
}


def picture_response(
    content_hash: str, suffix: str, rendition: Rendition | None
) -> HttpResponseBase | None:
    """The rendition, or the original (format `suffix`) without one.

    Behind nginx the bytes come by X-Accel-Redirect. A missing rendition is made now. None when
    the picture has no such rendition or its file is lost. Raises MediaAway.
    """
    name = (
        rendition_name(content_hash, rendition) if rendition else storage_name(content_hash, suffix)
    )
    content_type = _TYPES[rendition.format if rendition else suffix]
    file: BinaryIO | None
    try:
        if settings.ACCEL_REDIRECT and files.exists(name):
            response = HttpResponse(content_type=content_type)
            response["X-Accel-Redirect"] = f"{settings.ACCEL_REDIRECT.rstrip('/')}/{name}"
            return response
        file = files.opened(name)
    except FileNotFoundError:
        file = _made(content_hash, suffix, rendition) if rendition else None
    return FileResponse(file, content_type=content_type) if file else None


def _made(content_hash: str, suffix: str, rendition: Rendition) -> BinaryIO | None:
    try:
        data = make_rendition(content_hash, suffix, rendition)
    except (FileNotFoundError, ImageRefused):
        logger.exception("The picture %s cannot be read from storage.", content_hash)
        return None
    return BytesIO(data) if data else None


def rendition_asked(width: str, file_format: str, crop: str) -> Rendition | None:
    """The rendition that an address names; None when there can be no such."""
    named = crop_named(crop) if crop else None
    if crop and named is None:
        return None
    return Rendition(int(width), file_format, named)


# The end of an address of a rendition, for both wings.
RENDITION = (
    r"(?:(?P<crop>[0-9x]{3,5}-[0-9]{1,2}-[0-9]{1,2})/)?"
    r"(?P<width>[1-9][0-9]{0,3})\.(?P<file_format>webp|avif|jpg)"
)


def away() -> HttpResponseBase:
    """Storage does not answer: asked for again soon, and kept by nobody."""
    response = HttpResponse(status=503, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(RETRY_SECONDS)
    return harmless(response)


def harmless(response: HttpResponseBase) -> HttpResponseBase:
    """Whatever the bytes are, a browser runs nothing of them.

    No more than the sandbox: opened by itself a picture is laid out by the browser's own style,
    which `default-src 'none'` would forbid, and its console would complain.
    """
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
