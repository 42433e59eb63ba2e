"""What a page's head tells machines: its one true address, what a shared link shows, and data.

`templates/jinja2/public/machines.html` writes it down.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale

from articles.models.published import PublishedArticle
from articles.models.recording import MIME_TYPES, is_video
from articles.paths import path_to
from articles.public.http import absolute
from articles.rendering import Site
from articles.rendering.clips import recording_address
from articles.rendering.pictures import Figure, machine_image

# Open Graph wants a country with the language.
_LOCALES = {"zh_Hans": "zh_CN", "zh_Hant": "zh_TW", "en": "en_US"}
# The shape in which a shared link shows its picture.
_SHARED = "16x9"


@dataclass(frozen=True)
class SharedImage:
    """`width` and `height` are 0 where they are not known."""

    url: str
    width: int = 0
    height: int = 0
    alt: str = ""


@dataclass(frozen=True)
class Piece:
    """The hours, names and words of a piece, as Open Graph and Baidu ask for them."""

    published: str
    modified: str
    section: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    # Whose it was first, and where: Baidu's rule for originals (星火计划).
    first: str


@dataclass(frozen=True)
class SharedMedia:
    """What a shared link plays: `kind` is “audio” or “video”, sizes are 0 of sound."""

    kind: str
    url: str
    mime_type: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Head:
    title: str
    # Empty on a page that is not to be found.
    canonical: str = ""
    description: str = ""
    kind: str = "website"
    findable: bool = True
    image: SharedImage | None = None
    piece: Piece | None = None
    media: tuple[SharedMedia, ...] = ()
    data: tuple[SafeString, ...] = ()

    @property
    def locale(self) -> str:
        locale = to_locale(get_language() or "")
        return _LOCALES.get(locale, locale)


def shared_image(
    request: HttpRequest, site: Site, covers: Iterable[Figure | None] = ()
) -> SharedImage | None:
    """The first picture there is, else the site's own sign."""
    for cover in covers:
        if cover:
            found = machine_image(cover, _SHARED)
            return SharedImage(
                absolute(request, found.address), found.width, found.height, cover.get("alt", "")
            )
    if site.identity.logo:
        return SharedImage(absolute(request, path_to("logo")), alt=site.identity.site_name)
    return None


def covers(pieces: Iterable[PublishedArticle]) -> list[Figure | None]:
    return [piece.cover for piece in pieces]


def shared_media(request: HttpRequest, published: PublishedArticle) -> tuple[SharedMedia, ...]:
    return tuple(
        SharedMedia(
            "video" if is_video(clip["format"]) else "audio",
            absolute(request, recording_address(clip)),
            MIME_TYPES[clip["format"]],
            clip["width"],
            clip["height"],
        )
        for clip in published.clips
    )
