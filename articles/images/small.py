"""Small pictures that are public by themselves: portraits, the logo, the QR code."""

from articles.images.decoding import decode, decoding
from articles.images.encoding import encode_webp, is_drawing
from articles.images.store import check_bytes


def small_public_image(data: bytes, max_side: int) -> bytes:
    """The picture in `data` as WebP, re-encoded and stripped, no side longer than `max_side`.

    Drawings stay exact, so that a QR code can be read. Raises ImageRefused.
    """
    check_bytes(len(data))
    with decoding():
        decoded = decode(data)
        drawing = is_drawing(decoded)
        pixels = decoded.pixels
        pixels.thumbnail((max_side, max_side))
        return encode_webp(pixels, lossless=drawing)
