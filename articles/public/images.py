"""The one place where readers get pictures of pieces: those of visible pieces, nothing else.

Whether a picture is public is asked on every request, before its bytes are touched and before
"not modified" is answered: browsers and caches keep a picture only to ask again, so a
withdrawal takes it away at once. (nginx keeps only Content-Type and Cache-Control of a response
that leads it to the file: its location adds the security headers itself.)
"""

from django.http import HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.urls import re_path
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.images.serving import harmless, picture_response
from articles.models.published import PublishedArticle, PublishedImage


@require_safe
def image(request: HttpRequest, content_hash: str, width: str = "") -> HttpResponseBase:
    """A rendition, or without `width` the original JPEG or PNG."""
    suffix = _public_format(content_hash)
    etag = f'"{content_hash}-{width or "original"}"'
    response: HttpResponseBase | None = None
    if suffix:
        response = get_conditional_response(request, etag=etag) or picture_response(
            content_hash, suffix, int(width or 0)
        )
    if response is None:
        response = HttpResponseNotFound(content_type="text/plain")
    else:
        response["ETag"] = etag
    response["Cache-Control"] = "max-age=0, must-revalidate"
    return harmless(response)


def _public_format(content_hash: str) -> str:
    """ "jpg" or "png" of a picture that a visible piece shows; empty for any other."""
    formats = PublishedImage.objects.filter(
        content_hash=content_hash, article__in=PublishedArticle.objects.visible()
    ).values_list("format", flat=True)
    return formats.first() or ""


urlpatterns = [
    re_path(
        r"^images/(?P<content_hash>[0-9a-f]{64})/(?P<width>[1-9][0-9]{0,3})\.webp$",
        image,
        name="image",
    ),
    re_path(r"^images/(?P<content_hash>[0-9a-f]{64})/original$", image, name="image-original"),
]
