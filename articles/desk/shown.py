"""What readers see of a piece's pictures and recordings: what the piece says about each, and what
it is."""

import hashlib
from typing import Any

from articles.desk.content import Content, clips_of
from articles.models import Image, Recording
from articles.text.captions import words
from articles.text.markup import figure_hashes


def figures(content: Content) -> list[dict[str, Any]]:
    images = Image.objects.in_bulk(
        [figure["image"] for figure in content["figures"]], field_name="content_hash"
    )
    placed = set(figure_hashes(content["body"]))
    return [
        figure
        | {
            "width": images[figure["image"]].width,
            "height": images[figure["image"]].height,
            "format": images[figure["image"]].format,
            "in_text": figure["image"] in placed,
        }
        for figure in content["figures"]
    ]


def clips(content: Content) -> list[dict[str, Any]]:
    """As `PublishedArticle.clips` says; the captions themselves stand in its recording rows."""
    said = clips_of(content)
    if not said:
        return []
    recordings = Recording.objects.in_bulk(
        [clip["recording"] for clip in said], field_name="content_hash"
    )
    posters = Image.objects.in_bulk(
        [clip["poster"] for clip in said if clip["poster"]], field_name="content_hash"
    )
    return [
        clip
        # Captions alone are read as well as heard: without a transcript they make one.
        | {"transcript": clip["transcript"] or words(clip["captions"])}
        | {
            name: getattr(recordings[clip["recording"]], name)
            for name in ("format", "duration", "width", "height", "size")
        }
        | {
            "captions": captions_hash(clip["captions"]),
            "poster": {"image": clip["poster"]}
            | {
                name: getattr(posters[clip["poster"]], name)
                for name in ("width", "height", "format")
            }
            if clip["poster"]
            else None,
        }
        for clip in said
    ]


def captions_hash(captions: str) -> str:
    """What captions are asked for by; empty where there are none."""
    return hashlib.sha256(captions.encode()).hexdigest()[:16] if captions else ""


def recording_in(content: Content, content_hash: str, suffix: str) -> Recording | None:
    """The recording of that hash, if this content plays it."""
    if not any(clip["recording"] == content_hash for clip in clips_of(content)):
        return None
    return Recording.objects.filter(content_hash=content_hash, format=suffix).first()


def captions_in(content: Content, content_hash: str, asked: str) -> str:
    """The captions of that hash, if this content has them; else nothing."""
    found = (clip["captions"] for clip in clips_of(content) if clip["recording"] == content_hash)
    return next((text for text in found if captions_hash(text) == asked), "")
