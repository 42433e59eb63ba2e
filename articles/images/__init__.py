"""Pictures: what comes in is judged, decoded, stripped and re-encoded here, and nowhere else.

`store` keeps a picture under the hash of its bytes, with smaller renditions beside it;
`small_public_image` makes the picture of a portrait, a logo or a QR code. Both are slow: call
them outside any transaction.
"""

from articles.images.errors import ImageRefused
from articles.images.names import (
    WIDTHS,
    address,
    original_address,
    rendition_name,
    widths,
)
from articles.images.small import small_public_image
from articles.images.store import check_bytes, make_rendition, store

__all__ = [
    "WIDTHS",
    "ImageRefused",
    "address",
    "check_bytes",
    "make_rendition",
    "original_address",
    "rendition_name",
    "small_public_image",
    "store",
    "widths",
]
