"""Pictures as HTML: from a figure of a published piece, in the widths that it can be had in."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.images import address, original_address, widths

Figure = dict[str, Any]

READERS = "/images/"

# How wide a picture is shown in each place of the design; see static/public/site.css.
SIZES = {
    "body": "(min-width: 45rem) 43rem, 100vw",
    "cover": "(min-width: 60rem) 55rem, (min-width: 45rem) 43rem, 100vw",
    "tall": "(min-width: 29rem) 27rem, 100vw",
    "lead": "(min-width: 64rem) 38rem, 100vw",
    "card": "(min-width: 64rem) 24rem, (min-width: 42rem) 50vw, 100vw",
    "thumb": "(min-width: 42rem) 13rem, 7rem",
}
# The one that a browser without srcset gets.
PLAIN_WIDTH = 960


def image_address(content_hash: str, width: int, base: str = READERS) -> str:
    return base + address(content_hash, width).removeprefix(READERS)


def machine_address(figure: Figure) -> str:
    """For feeds, and for sites that show a link to the piece: not all of them read WebP."""
    return original_address(figure["image"])


def picture(
    figure: Figure, place: str, *, base: str = READERS, first: bool = False, crop: bool = False
) -> SafeString:
    """`first`: it is seen at once, so it is not loaded lazily.

    `crop`: the design cuts it to a fixed shape, around the focal point, by a class: readers'
    pages have no inline styles.
    """
    available = widths(figure["width"])
    plain = max(width for width in available if width <= PLAIN_WIDTH or width == available[0])
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}{}>',
        image_address(figure["image"], plain, base),
        ", ".join(f"{image_address(figure['image'], width, base)} {width}w" for width in available),
        SIZES[place],
        figure["width"],
        figure["height"],
        figure.get("alt", ""),
        SafeString(' fetchpriority="high"' if first else ' loading="lazy" decoding="async"'),
        format_html(' class="{}"', _focus(figure)) if crop else "",
    )


def _focus(figure: Figure) -> str:
    across, down = (
        round(min(max(figure.get(name, 0.5), 0.0), 1.0) * 10) for name in ("focal_x", "focal_y")
    )
    return f"fx-{across} fy-{down}"


def captioned(figure: Figure, *, base: str = READERS, first: bool = False) -> SafeString:
    """The picture with its caption and credit, as it stands in an article."""
    said = format_html_join(
        " ",
        '<span class="{}">{}</span>',
        ((name, figure[name]) for name in ("caption", "credit") if figure.get(name)),
    )
    shape = "tall" if figure["height"] > figure["width"] else "wide"
    place = "tall" if shape == "tall" else "cover" if first else "body"
    return format_html(
        '<figure class="{}">{}{}</figure>',
        shape,
        picture(figure, place, base=base, first=first),
        format_html("<figcaption>{}</figcaption>", said) if said else "",
    )
