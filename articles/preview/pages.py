"""The page behind a link: a revision as readers would see it, under a line that says what it is.

Whatever does not open gets one and the same answer, so that a guess learns nothing.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import openings
from articles.caller import network
from articles.desk import access, previews, publishing, shown
from articles.desk.content import clips_of
from articles.desk.previews import Opened
from articles.images import Crop, tenths
from articles.images.serving import harmless, picture_response, rendition_asked
from articles.models import Image, PublishedArticle
from articles.preview import visitor
from articles.recordings.serving import captions_response, recording_response
from articles.rendering import article_context, load_site

_PROBE = "0" * 64
# A poster has no focal point of its own.
_MIDDLE = (tenths(0.5), tenths(0.5))


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Kept by nobody, listed by nobody, told to nobody."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponseBase:
    opened = _open(request, token)
    if opened is None:
        return _private(render(request, "preview/closed.html", status=404))
    if request.method == "GET":
        previews.record_opening(opened, network=network(request), program=visitor.program(request))
    response = render(request, "preview/page.html", _context(opened, token))
    return _private(response)


def _open(request: HttpRequest, token: str) -> Opened | None:
    opened = previews.open_link(token)
    if opened:
        link = opened.link
        openings.note(
            request, access.PIECE, link.article_id, "preview_link",
            link_id=link.pk, for_whom=link.for_whom,
        )  # fmt: skip
    return opened


def _context(opened: Opened, token: str) -> dict[str, Any]:
    article, revision = opened.link.article, opened.revision
    correction = article.correction_note if article.correction_open and opened.is_newest else ""
    probe = reverse(
        "preview-image",
        kwargs={"token": token, "content_hash": _PROBE, "width": "1", "file_format": "webp"},
    )
    base = probe.partition(_PROBE)[0]
    played = reverse(
        "preview-recording", kwargs={"token": token, "content_hash": _PROBE, "suffix": "mp3"}
    ).partition(_PROBE)[0]
    public = PublishedArticle.objects.visible().filter(
        pk=article.pk, content_hash=revision.content_hash
    )
    return article_context(
        publishing.preview(revision, correction),
        load_site(),
        image_base=base,
        recording_base=played,
    ) | {"link": opened.link, "revision": revision, "is_public": public.exists()}


@require_safe
def image(
    request: HttpRequest,
    token: str,
    content_hash: str,
    width: str,
    file_format: str = "webp",
    crop: str | None = None,
) -> HttpResponseBase:
    """A picture of the revision that the token opens, and no other."""
    opened = _open(request, token)
    asked = rendition_asked(width, file_format, crop or "")
    response: HttpResponseBase | None = None
    if opened and asked and _shows(opened, content_hash, asked.crop):
        stored = Image.objects.get(content_hash=content_hash)
        response = picture_response(content_hash, stored.format, asked)
    if response is None:
        response = HttpResponseNotFound(content_type="text/plain")
    return _private(harmless(response))


@require_safe
def recording(request: HttpRequest, token: str, content_hash: str, suffix: str) -> HttpResponseBase:
    """A recording of the revision that the token opens, and no other."""
    opened = _open(request, token)
    found = opened and shown.recording_in(opened.revision.content, content_hash, suffix)
    response = found and recording_response(request, content_hash, suffix, found.size)
    return _private(response or harmless(HttpResponseNotFound(content_type="text/plain")))


@require_safe
def captions(
    request: HttpRequest, token: str, content_hash: str, captions_hash: str
) -> HttpResponseBase:
    opened = _open(request, token)
    text = opened and shown.captions_in(opened.revision.content, content_hash, captions_hash)
    response = text and captions_response(request, text, captions_hash)
    return _private(response or harmless(HttpResponseNotFound(content_type="text/plain")))


def _shows(opened: Opened, content_hash: str, crop: Crop | None) -> bool:
    """Whether the revision has this picture, and keeps the eye where the crop does."""
    still = crop is None or (crop.x, crop.y) == _MIDDLE
    if still and any(clip["poster"] == content_hash for clip in clips_of(opened.revision.content)):
        return True
    return any(
        figure["image"] == content_hash
        and (
            crop is None
            or (crop.x, crop.y) == (tenths(figure["focal_x"]), tenths(figure["focal_y"]))
        )
        for figure in opened.revision.content["figures"]
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """For a process that serves the newsroom alone: nothing here is for a search engine."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
