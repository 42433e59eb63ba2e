"""Sound and video in schema.org's words."""

from django.http import HttpRequest
from django.utils.translation import get_language

from articles.models.published import PublishedArticle
from articles.models.recording import MIME_TYPES, is_video
from articles.public.http import absolute
from articles.public.structured import Node, moment
from articles.rendering.clips import Clip, captions_address, recording_address, still
from articles.rendering.pictures import machine_address


def media_objects(request: HttpRequest, published: PublishedArticle, *, video: bool) -> list[Node]:
    return [
        _media(request, published, clip)
        for clip in published.clips
        if is_video(clip["format"]) is video
    ]


def _media(request: HttpRequest, published: PublishedArticle, clip: Clip) -> Node:
    poster = still(published, clip)
    captions = captions_address(clip)
    licence = clip["licence"]
    return {
        "@type": "VideoObject" if is_video(clip["format"]) else "AudioObject",
        "name": clip["title"] or published.full_headline,
        "description": clip["caption"] or clip["title"] or published.full_headline,
        "contentUrl": absolute(request, recording_address(clip)),
        "encodingFormat": MIME_TYPES[clip["format"]],
        "contentSize": str(clip["size"]),
        "duration": iso_duration(clip["duration"]),
        "uploadDate": moment(published.visible_from),
        "thumbnailUrl": absolute(request, machine_address(poster)) if poster else "",
        "width": clip["width"] or None,
        "height": clip["height"] or None,
        "caption": {
            "@type": "MediaObject",
            "contentUrl": absolute(request, captions),
            "encodingFormat": "text/vtt",
            "inLanguage": get_language(),
        }
        if captions
        else None,
        "creditText": clip["credit"],
        "copyrightNotice": clip["rights_holder"],
        "license": licence if licence.startswith(("http://", "https://")) else "",
    }


def iso_duration(seconds: float) -> str:
    """Like PT1H2M3S (ISO 8601); empty where nobody knows."""
    if not seconds:
        return ""
    minutes, rest = divmod(max(round(seconds), 1), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in parts if number)
