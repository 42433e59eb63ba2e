"""The one place where readers get recordings of pieces: those of visible pieces, nothing else.

As with pictures, whether a recording is public is asked on every request, before its bytes are
touched and before "not modified" is answered: a player that is half way through a withdrawn piece
gets no further part of it.
"""

from django.db.models import Exists
from django.http import HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.urls import re_path
from django.views.decorators.http import require_safe

from articles.faults import MediaAway
from articles.images.serving import away, harmless
from articles.models.published import PublishedArticle, PublishedRecording
from articles.recordings.serving import (
    CAPTIONS,
    RECORDING,
    captions_response,
    recording_response,
)

_KEPT = "max-age=31536000, immutable, s-maxage=0, proxy-revalidate"
_ASKED = "max-age=0, must-revalidate"


@require_safe
def recording(request: HttpRequest, content_hash: str, suffix: str) -> HttpResponseBase:
    found = PublishedRecording.objects.filter(_visible(), content_hash=content_hash, format=suffix)
    size = found.values_list("size", flat=True).first()
    try:
        response = size and recording_response(request, content_hash, suffix, size)
    except MediaAway:
        return away()
    return _kept(response or None)


@require_safe
def captions(request: HttpRequest, content_hash: str, captions_hash: str) -> HttpResponseBase:
    found = PublishedRecording.objects.filter(
        _visible(), content_hash=content_hash, captions_hash=captions_hash
    )
    text = found.values_list("captions", flat=True).first()
    return _kept(captions_response(request, text, captions_hash) if text else None)


def _visible() -> Exists:
    return PublishedArticle.objects.visible().of("article")


def _kept(response: HttpResponseBase | None) -> HttpResponseBase:
    if response is None:
        response = harmless(HttpResponseNotFound(content_type="text/plain"))
        response["Cache-Control"] = _ASKED
    else:
        response["Cache-Control"] = _KEPT
    return response


urlpatterns = [
    re_path(rf"^media/{RECORDING}$", recording, name="recording"),
    re_path(rf"^media/{CAPTIONS}$", captions, name="captions"),
]
