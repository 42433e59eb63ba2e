"""The recordings of one revision of a piece, for whoever may open the piece, and its captions."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.admin.article_access import open_piece
from articles.desk import shown
from articles.desk.content import Content
from articles.models import Revision
from articles.recordings.serving import captions_response, recording_response

_PROBE = "0" * 64


def recording_base(revision: Revision) -> str:
    """Where the newsroom's pages get the recordings of a revision: `base` + the file's name."""
    probe = reverse(
        "admin:articles_article_recording",
        args=[revision.article_id, revision.number, _PROBE, "mp3"],
    )
    return probe.partition(_PROBE)[0]


@require_safe
def recording(
    request: HttpRequest, article_id: int, number: int, content_hash: str, suffix: str
) -> HttpResponseBase:
    found = shown.recording_in(_content(request, article_id, number), content_hash, suffix)
    if found is None:
        raise Http404
    response = recording_response(request, content_hash, suffix, found.size)
    if response is None:
        raise Http404
    return _private(response)


@require_safe
def captions(
    request: HttpRequest, article_id: int, number: int, content_hash: str, captions_hash: str
) -> HttpResponseBase:
    text = shown.captions_in(_content(request, article_id, number), content_hash, captions_hash)
    if not text:
        raise Http404
    return _private(captions_response(request, text, captions_hash))


def _content(request: HttpRequest, article_id: int, number: int) -> Content:
    revision = open_piece(request, article_id).revisions.filter(number=number).first()
    if revision is None:
        raise Http404
    content: Content = revision.content
    return content


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response
