"""Small pictures that are public by themselves: portraits, the logo, the QR code."""

from typing import Any

from PIL import Image

from articles.images.decoding import decode, decoding
from articles.images.encoding import encode_webp, is_drawing
from articles.images.store import check_bytes


def small_public_image(data: bytes, max_side: int) -> bytes:
    """The picture in `data` as WebP, re-encoded and stripped, no side longer than `max_side`.

    Drawings stay exact, so that a QR code can be read; one in a single ink on nothing, as logos
    are, stays in that ink. Raises ImageRefused.
    """
    check_bytes(len(data))
    with decoding():
        decoded = decode(data)
        drawing = is_drawing(decoded)
        pixels = decoded.pixels
        ink = _single_ink(pixels)
        pixels.thumbnail((max_side, max_side))
        if ink:
            # Scaled colours are off by a shade at every edge: unseen, and half of the bytes.
            plain = Image.new("RGBA", pixels.size, ink)
            plain.putalpha(pixels.getchannel("A"))
            pixels = plain
        return encode_webp(pixels, lossless=drawing)


def _single_ink(pixels: Image.Image) -> tuple[int, int, int] | None:
    """Its colour, when all that can be seen of a transparent picture has the same."""
    if pixels.mode != "RGBA":
        return None
    # One ink in every strength, and as many colours again where nothing is seen.
    found: Any = pixels.getcolors(2 * 256) or []
    inks = {(red, green, blue) for _count, (red, green, blue, alpha) in found if alpha}
    return inks.pop() if len(inks) == 1 else None
