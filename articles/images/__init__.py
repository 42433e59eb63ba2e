"""Pictures: what comes in is judged, decoded, stripped and re-encoded here, and nowhere else.

`store` keeps a picture under the hash of its bytes, with two small renditions for the newsroom's
screens; every other width, format and crop is made when it is first asked for, by
`make_rendition`, and kept. `small_public_image` makes the picture of a portrait, a logo or a QR
code. All are slow: call them outside any transaction.
"""

from articles.images.crops import SHAPES, Crop, crop_named, tenths
from articles.images.errors import ImageRefused
from articles.images.names import (
    WIDTHS,
    Rendition,
    address,
    original_address,
    rendition_name,
    renditions,
    widths,
)
from articles.images.small import small_public_image
from articles.images.store import Kept, check_bytes, enter, keep, make_rendition, store

__all__ = [
    "SHAPES",
    "WIDTHS",
    "Crop",
    "ImageRefused",
    "Kept",
    "Rendition",
    "address",
    "check_bytes",
    "crop_named",
    "enter",
    "keep",
    "make_rendition",
    "original_address",
    "rendition_name",
    "renditions",
    "small_public_image",
    "store",
    "tenths",
    "widths",
]
