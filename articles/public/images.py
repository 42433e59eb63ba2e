"""The one place where readers get pictures of pieces: those of visible pieces, nothing else.

Whether a picture is public is asked on every request, before its bytes are touched and before
"not modified" is answered. A rendition never changes under its address: a reader's own browser
keeps it for good and never asks twice, caches between us and readers ask every time, so a
withdrawal takes it away from everybody who has not seen it. (nginx keeps only Content-Type and
Cache-Control of a response that leads it to the file: its location adds the security headers
itself.)
"""

from django.http import HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.urls import re_path
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.faults import MediaAway
from articles.images import Rendition
from articles.images.serving import RENDITION, away, harmless, picture_response, rendition_asked
from articles.models.published import PublishedArticle, PublishedImage
from articles.models.published_special import PublishedSpecial

_KEPT = "max-age=31536000, immutable, s-maxage=0, proxy-revalidate"
_ASKED = "max-age=0, must-revalidate"


@require_safe
def rendition(
    request: HttpRequest,
    content_hash: str,
    width: str,
    file_format: str,
    crop: str | None = None,
) -> HttpResponseBase:
    asked = rendition_asked(width, file_format, crop or "")
    suffix = _public_format(content_hash, asked) if asked else ""
    return _response(request, content_hash, suffix, asked)


@require_safe
def original(request: HttpRequest, content_hash: str) -> HttpResponseBase:
    """The JPEG or PNG that all renditions are made of."""
    return _response(request, content_hash, _public_format(content_hash), None)


def _response(
    request: HttpRequest, content_hash: str, suffix: str, asked: Rendition | None
) -> HttpResponseBase:
    etag = f'"{content_hash}-{asked.name if asked else "original"}"'
    response: HttpResponseBase | None = None
    if suffix:
        try:
            response = get_conditional_response(request, etag=etag) or picture_response(
                content_hash, suffix, asked
            )
        except MediaAway:
            return away()
    if response is None:
        response = HttpResponseNotFound(content_type="text/plain")
        response["Cache-Control"] = _ASKED
    else:
        response["ETag"] = etag
        response["Cache-Control"] = _KEPT
    return harmless(response)


def _public_format(content_hash: str, asked: Rendition | None = None) -> str:
    """ "jpg" or "png" of a picture that a visible piece or a topic shows; empty for any other.

    A crop must be around the point that one of them names: nobody can have thousands made.
    """
    visible = PublishedArticle.objects.visible().of("article")
    shown = PublishedImage.objects.filter(visible, content_hash=content_hash)
    covers = PublishedSpecial.objects.filter(cover_hash=content_hash)
    if asked and asked.crop:
        shown = shown.filter(focal_x=asked.crop.x, focal_y=asked.crop.y)
        covers = covers.filter(cover_x=asked.crop.x, cover_y=asked.crop.y)
    found = shown.values_list("format", flat=True).first()
    return found or covers.values_list("cover_format", flat=True).first() or ""


urlpatterns = [
    re_path(rf"^images/(?P<content_hash>[0-9a-f]{{64}})/{RENDITION}$", rendition, name="image"),
    re_path(r"^images/(?P<content_hash>[0-9a-f]{64})/original$", original, name="image-original"),
]
