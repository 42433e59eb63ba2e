"""A stored picture as a response. Who may have it is the caller's question."""

import logging
from io import BytesIO
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from articles.images.errors import ImageRefused
from articles.images.names import rendition_name
from articles.images.store import make_rendition
from articles.models.image import storage_name

logger = logging.getLogger(__name__)

_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


def picture_response(content_hash: str, suffix: str, width: int) -> HttpResponseBase | None:
    """The rendition of that width, or the original (format `suffix`) for width 0.

    Behind nginx the bytes come by X-Accel-Redirect. A missing rendition is made now. None when
    the picture has no such width or its file is lost.
    """
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
    try:
        data = make_rendition(content_hash, suffix, width) if width else None
    except (FileNotFoundError, ImageRefused):
        logger.exception("The picture %s cannot be read from storage.", content_hash)
        return None
    return BytesIO(data) if data else None


def harmless(response: HttpResponseBase) -> HttpResponseBase:
    """Whatever the bytes are, a browser runs nothing of them."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
