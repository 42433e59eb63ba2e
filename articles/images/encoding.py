"""From plain pixels to bytes: the original that is kept, and WebP for readers."""

from io import BytesIO
from typing import Any

from PIL import Image

from articles.images.decoding import Decoded

# Up to so many colours a picture from a lossless file is a drawing, not a photograph.
_DRAWING_COLOURS = 4096
# Beyond this, as in a very long chart, the WebP encoder wants too much for exact or transparent
# pixels.
_EXACT_PIXELS = 3_000_000


def encode_original(decoded: Decoded) -> tuple[bytes, str]:
    """Bytes and format ("jpg" or "png"): formats that every reader and agency can open."""
    if is_drawing(decoded):
        return _saved(decoded.pixels, "PNG"), "png"
    return _saved(decoded.pixels, "JPEG", quality=88), "jpg"


def is_drawing(decoded: Decoded) -> bool:
    """Whether JPEG would spoil it: it has transparent parts, or few colours and sharp edges."""
    if decoded.pixels.mode == "RGBA":
        return True
    return not decoded.lossy and decoded.pixels.getcolors(_DRAWING_COLOURS) is not None


def encode_webp(pixels: Image.Image, *, lossless: bool) -> bytes:
    if pixels.width * pixels.height > _EXACT_PIXELS:
        if pixels.mode == "RGBA":
            white = Image.new("RGB", pixels.size, "white")
            white.paste(pixels, mask=pixels)
            pixels = white
        return _saved(pixels, "WEBP", quality=82, method=2)
    return _saved(pixels, "WEBP", quality=82, method=4, lossless=lossless)


def at_width(pixels: Image.Image, width: int) -> Image.Image:
    """Scaled to that width, never up."""
    if width >= pixels.width:
        return pixels
    height = max(1, round(pixels.height * width / pixels.width))
    return pixels.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _saved(pixels: Image.Image, file_format: str, **options: Any) -> bytes:
    buffer = BytesIO()
    pixels.save(buffer, file_format, **options)
    return buffer.getvalue()
