"""Pictures as HTML: from a figure of a published piece, in the formats, widths and shapes that it
can be had in."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.images import Crop, Rendition, address, original_address, renditions, tenths

Figure = dict[str, Any]

READERS = "/images/"

# How wide a picture is shown in each place of the design; see static/public/site.css.
SIZES = {
    "body": "(min-width: 45rem) 43rem, 100vw",
    "cover": "(min-width: 60rem) 55rem, (min-width: 45rem) 43rem, 100vw",
    "tall": "(min-width: 29rem) 27rem, 100vw",
    "gallery": "(min-width: 45rem) 43rem, 92vw",
    "lead": "(min-width: 100rem) 62rem, (min-width: 68.75rem) 70vw, 100vw",
    "band": "(min-width: 100rem) 62rem, (min-width: 64rem) 68vw, 100vw",
    "wide": "(min-width: 64rem) 38rem, 100vw",
    "card": "(min-width: 64rem) 24rem, (min-width: 42rem) 50vw, 100vw",
    "thumb": "(min-width: 42rem) 13rem, 7rem",
    "square": "7rem",
}
# The shape that each place cuts its pictures to; the others show the whole picture.
SHAPE_OF = {
    "lead": "3x2",
    "band": "16x9",
    "wide": "16x9",
    "card": "3x2",
    "thumb": "4x3",
    "square": "1x1",
}
# The widest that a place can use, where that is less than there is.
_WIDEST = {"thumb": 480, "square": 240}
# The one that a browser without srcset gets.
PLAIN_WIDTH = 960
_MACHINE_WIDTH = 1600
# What a press on a picture of a gallery opens.
LARGE_WIDTH = 2400


def rendition_address(content_hash: str, rendition: Rendition, base: str = READERS) -> str:
    return base + address(content_hash, rendition).removeprefix(READERS)


def large_address(figure: Figure, base: str = READERS) -> str:
    """The picture in the largest size that every browser opens at once."""
    return rendition_address(figure["image"], _available(figure, "webp", None)[-1], base)


def poster_address(figure: Figure, shape: str = "", base: str = READERS) -> str:
    """A still that waits in a player: loaded at once, so no wider than a page needs. With a shape
    it is cut to it around the focal point."""
    found = _available(figure, "webp", Crop(shape, *_focus(figure)) if shape else None)
    fits = [each for each in found if each.width <= PLAIN_WIDTH] or found[:1]
    return rendition_address(figure["image"], fits[-1], base)


class MachineImage(NamedTuple):
    address: str
    width: int
    height: int


def machine_image(figure: Figure, shape: str = "") -> MachineImage:
    """For machines, and for sites that show a link to the piece: not all of them read WebP, and
    none wants the many megabytes of an original. A drawing is small and stays what it is.

    With a shape (`SHAPES` of articles.images) it is cut around the focal point.
    """
    crop = Crop(shape, *_focus(figure)) if shape else None
    size = figure["width"], figure["height"]
    return _machine_image(figure["image"], size, figure.get("format", "jpg"), crop)


# The data of a page name its cover in every shape, and who shares it in one.
@lru_cache(maxsize=2_000)
def _machine_image(
    content_hash: str, size: tuple[int, int], file_format: str, crop: Crop | None
) -> MachineImage:
    width, height = size
    found = [
        each for each in renditions(*size, file_format, "jpg", crop) if each.width <= _MACHINE_WIDTH
    ]
    if not found:
        return MachineImage(original_address(content_hash), width, height)
    widest = found[-1].width
    shown = crop.size(widest) if crop else (widest, round(height * widest / width))
    return MachineImage(rendition_address(content_hash, found[-1]), *shown)


def machine_address(figure: Figure, shape: str = "") -> str:
    return machine_image(figure, shape).address


def picture(
    figure: Figure, place: str, *, base: str = READERS, first: bool = False, crop: bool = False
) -> SafeString:
    """`first`: it is seen at once, so it is not loaded lazily.

    `crop`: cut to the shape of its place around the focal point. The element takes no box of its
    own (`picture` in the style sheet): rules for its `img` are all that a design needs.
    """
    shape = Crop(SHAPE_OF[place], *_focus(figure)) if crop and place in SHAPE_OF else None
    size = figure["width"], figure["height"]
    file_format, alt = figure.get("format", "jpg"), figure.get("alt", "")
    return _element(figure["image"], size, file_format, alt, shape, place, base, first)


# The same pictures stand beside one piece after another.
@lru_cache(maxsize=2_000)
def _element(
    content_hash: str,
    size: tuple[int, int],
    file_format: str,
    alt: str,
    shape: Crop | None,
    place: str,
    base: str,
    first: bool,
) -> SafeString:
    webp = _for_place(renditions(*size, file_format, "webp", shape), place)
    avif = _for_place(renditions(*size, file_format, "avif", shape), place)
    plain = max(
        (each for each in webp if each.width <= PLAIN_WIDTH or each is webp[0]),
        key=lambda each: each.width,
    )
    # Numbers for the ratio: with them nothing jumps when the picture comes.
    width, height = shape.size(webp[-1].width) if shape else size
    sizes = SIZES[place]
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}{}>'
        "</picture>",
        format_html(
            '<source type="image/avif" srcset="{}" sizes="{}">',
            _srcset(content_hash, avif, base),
            sizes,
        )
        if avif
        else "",
        rendition_address(content_hash, plain, base),
        _srcset(content_hash, webp, base),
        sizes,
        width,
        height,
        alt,
        SafeString(' fetchpriority="high"' if first else ' loading="lazy" decoding="async"'),
        # It may be black lines on nothing: it keeps a white ground, by night as well.
        SafeString(' class="drawing"' if file_format == "png" else ""),
    )


def _available(figure: Figure, file_format: str, crop: Crop | None) -> list[Rendition]:
    size = figure["width"], figure["height"]
    return renditions(*size, figure.get("format", "jpg"), file_format, crop)


def _for_place(found: list[Rendition], place: str) -> list[Rendition]:
    widest = _WIDEST.get(place, LARGE_WIDTH)
    return [each for each in found if each.width <= widest] or found[:1]


def _srcset(content_hash: str, found: list[Rendition], base: str) -> str:
    return ", ".join(
        f"{rendition_address(content_hash, each, base)} {each.width}w" for each in found
    )


def _focus(figure: Figure) -> tuple[int, int]:
    return tenths(figure.get("focal_x", 0.5)), tenths(figure.get("focal_y", 0.5))


def linked(figure: Figure, place: str, *, base: str = READERS, first: bool = False) -> SafeString:
    """The picture as a plain link to itself in its largest size."""
    label = _("Open the large picture")
    return format_html(
        '<a class="large" href="{}" aria-label="{}">{}</a>',
        large_address(figure, base),
        f"{label}: {figure['alt']}" if figure.get("alt") else label,
        picture(figure, place, base=base, first=first),
    )


def captioned(
    figure: Figure, *, base: str = READERS, first: bool = False, link: bool = True
) -> SafeString:
    """The picture with its caption and credit, as it stands in an article."""
    shape = "tall" if figure["height"] > figure["width"] else "wide"
    place = "tall" if shape == "tall" else "cover" if first else "body"
    said = words(figure)
    return format_html(
        '<figure class="{}">{}{}</figure>',
        shape,
        (linked if link else picture)(figure, place, base=base, first=first),
        format_html("<figcaption>{}</figcaption>", said) if said else "",
    )


def words(figure: Figure) -> SafeString:
    return format_html_join(
        " ",
        '<span class="{}">{}</span>',
        ((name, figure[name]) for name in ("caption", "credit") if figure.get(name)),
    )
