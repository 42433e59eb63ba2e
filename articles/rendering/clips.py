"""Sound and video as HTML: the browser's own player, its captions, and a transcript to read.

Nothing is loaded before somebody presses “play”, and the player has its size before that.
"""

import math
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.images import SHAPES as CROPS
from articles.models.published import PublishedArticle
from articles.models.recording import MIME_TYPES, is_video
from articles.rendering import pictures
from articles.rendering.pictures import Figure, poster_address

Clip = dict[str, Any]

READERS = "/media/"
# The shapes of a player, width to height. Its still has a shape of its own, and a browser gives
# the player that of the still until it plays: each shape has a rule in the style sheet.
SHAPES = {"16x9": 16 / 9, "4x3": 4 / 3, "1x1": 1.0, "3x4": 3 / 4, "9x16": 9 / 16}


@dataclass(frozen=True)
class Bases:
    """Where the page's pictures and recordings are served: a preview has addresses of its own."""

    pictures: str = pictures.READERS
    recordings: str = READERS


def recording_address(clip: Clip, base: str = READERS) -> str:
    return f"{base}{clip['recording']}.{clip['format']}"


def captions_address(clip: Clip, base: str = READERS) -> str:
    """Empty where there are none."""
    return f"{base}{clip['recording']}/{clip['captions']}.vtt" if clip["captions"] else ""


def leads(published: PublishedArticle) -> bool:
    """Whether the piece begins with a video, which then stands in the place of the cover."""
    return bool(published.clips) and is_video(published.clips[0]["format"])


def still(published: PublishedArticle, clip: Clip) -> Figure | None:
    """What a video shows until it plays: its own poster, else the cover of the piece it leads."""
    if not is_video(clip["format"]):
        return None
    if clip["poster"]:
        poster: Figure = clip["poster"]
        return poster
    return published.cover if clip is published.clips[0] else None


def shows_cover(published: PublishedArticle) -> bool:
    """Whether the cover is what the leading video shows until it plays."""
    return leads(published) and still(published, published.clips[0]) is published.cover


def drawn(published: PublishedArticle, bases: Bases) -> list[SafeString]:
    """The clips of a piece in their order."""
    return [_drawn(published, clip, bases) for clip in published.clips]


def _drawn(published: PublishedArticle, clip: Clip, bases: Bases) -> SafeString:
    video = is_video(clip["format"])
    said = _words(published, clip)
    return format_html(
        '<div class="clip {}"><figure>{}{}</figure>{}</div>',
        "video" if video else "audio",
        (_video if video else _audio)(published, clip, bases),
        format_html("<figcaption>{}</figcaption>", said) if said else "",
        _transcript(clip),
    )


def _audio(published: PublishedArticle, clip: Clip, bases: Bases) -> SafeString:
    address = recording_address(clip, bases.recordings)
    return format_html(
        '<audio controls preload="none" src="{}" aria-label="{}">{}</audio>',
        address,
        clip["title"] or _("Recording"),
        _link(clip, address),
    )


def _video(published: PublishedArticle, clip: Clip, bases: Bases) -> SafeString:
    address = recording_address(clip, bases.recordings)
    captions = captions_address(clip, bases.recordings)
    poster, shape = still(published, clip), shape_of(clip["width"], clip["height"])
    return format_html(
        '<video controls preload="none" playsinline src="{}" width="{}" height="{}"{}'
        ' class="{}" aria-label="{}">{}{}</video>',
        address,
        clip["width"],
        clip["height"],
        format_html(' poster="{}"', _poster(poster, shape, bases.pictures)) if poster else "",
        f"shape-{shape}",
        clip["title"] or _("Video"),
        format_html(
            '<track kind="captions" src="{}" srclang="{}" label="{}" default>',
            captions,
            get_language(),
            _("Captions"),
        )
        if captions
        else "",
        _link(clip, address),
    )


def shape_of(width: int, height: int) -> str:
    """The one of `SHAPES` that wastes the least room."""
    ratio = width / height
    return min(SHAPES, key=lambda name: abs(math.log(SHAPES[name] / ratio)))


def _poster(poster: Figure, shape: str, base: str) -> str:
    return poster_address(poster, shape if shape in CROPS else "", base)


def _link(clip: Clip, address: str) -> SafeString:
    """For what plays nothing by itself: an old browser, a feed reader."""
    return format_html(
        '<a href="{}" type="{}">{}</a>',
        address,
        MIME_TYPES[clip["format"]],
        clip["title"] or _("Play the recording"),
    )


def _words(published: PublishedArticle, clip: Clip) -> SafeString:
    poster = still(published, clip)
    borrowed = poster.get("credit", "") if poster and poster is published.cover else ""
    parts = [
        ("clip-title", clip["title"]),
        ("clip-length", clock(clip["duration"])),
        ("caption", clip["caption"]),
        ("credit", clip["credit"]),
    ]
    # The cover stands nowhere else on the page: whose it is has to be said here.
    if borrowed and borrowed != clip["credit"]:
        parts.append(("credit", _("Picture: %(credit)s") % {"credit": borrowed}))
    return format_html_join(" ", '<span class="{}">{}</span>', (part for part in parts if part[1]))


def _transcript(clip: Clip) -> SafeString:
    if not clip["transcript"].strip():
        return SafeString("")
    return format_html(
        '<details class="transcript"><summary>{}</summary>{}</details>',
        _("Transcript"),
        SafeString(linebreaks(clip["transcript"], autoescape=True)),
    )


def clock(seconds: float) -> str:
    """Like 3:05 or 1:02:03; empty where nobody knows."""
    if not seconds:
        return ""
    minutes, rest = divmod(max(round(seconds), 1), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
