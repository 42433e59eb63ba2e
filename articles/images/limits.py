"""What a file may ask of this machine before anything of it is decoded.

One picture at a time is decoded in a process, and each within about 170 MB, so that a process
that needs 120 MB for itself stays under 300: Pillow keeps four bytes a pixel, turning or
converting a picture needs a second copy, and decoders want their own share on top.
"""

from typing import Any

from django.utils.translation import gettext as _
from PIL import Image

from articles.images.errors import ImageRefused

# Accepted, by format. The WebP decoder takes 18 bytes a pixel; a big JPEG is decoded smaller.
_PIXELS = {
    "JPEG": 52_000_000,
    "MPO": 52_000_000,
    "PNG": 15_000_000,
    "GIF": 15_000_000,
    "TIFF": 15_000_000,
    "WEBP": 8_500_000,
}
# A rendition may be as high as its original, and WebP ends at 16,383.
_SIDE = 16_000
# Transparent pixels cost twice as much to scale: more of them are scaled down on arrival.
TRANSPARENT_PIXELS = 8_000_000
# What most cameras and phones make is kept whole.
_DECODED_JPEG_PIXELS = 24_600_000
_JPEG_BYTES = 165_000_000


def check_size(picture: Image.Image) -> None:
    """Raise ImageRefused for more pixels than the format may have, or too long a side."""
    limit = _PIXELS[str(picture.format)]
    size = {"width": picture.width, "height": picture.height}
    if picture.width * picture.height > limit:
        raise ImageRefused(
            _(
                "The picture has %(width)s × %(height)s pixels; at most %(limit)s million are"
                " accepted in this format. Make it smaller, or save it as JPEG, and upload it"
                " again."
            )
            % (size | {"limit": f"{limit / 1_000_000:g}"})
        )
    if max(picture.size) > _SIDE:
        raise ImageRefused(
            _(
                "The picture has %(width)s × %(height)s pixels; no side may be longer than"
                " %(limit)s. Cut it into several pictures and upload them again."
            )
            % (size | {"limit": _SIDE})
        )


def shrink_on_load(picture: Any, data: bytes, *, copies: int) -> None:
    """Have a big JPEG decoded at a half or a quarter, so that it fits into memory.

    `picture` is opened from `data` and not yet decoded; `copies` of its pixels are going to be
    needed at once. Raises ImageRefused when even the decoder's own buffers would be too large.
    """
    width, height = picture.size
    pixels = width * height
    buffers = len(data)
    if not _is_sequential(data):
        # All coefficients are held, two bytes each, however small the result.
        across = max(layer[1] for layer in picture.layer)
        down = max(layer[2] for layer in picture.layer)
        samples = sum(layer[1] * layer[2] for layer in picture.layer) / (across * down)
        buffers += int(2 * samples * pixels)
    for scale in (1, 2, 4, 8):
        decoded = pixels // (scale * scale)
        if decoded <= _DECODED_JPEG_PIXELS and buffers + 4 * decoded * copies <= _JPEG_BYTES:
            if scale > 1:
                picture.draft(picture.mode, (width // scale, height // scale))
            return
    raise ImageRefused(
        _(
            "The picture is too large for a progressive JPEG. Save it as a baseline (standard)"
            " JPEG, or smaller, and upload it again."
        )
    )


def _is_sequential(data: bytes) -> bool:
    """Whether a JPEG can be decoded line by line: baseline, all components in one scan."""
    at, components = 2, 0
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return False
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in (0xC0, 0xC1):
            components = data[at + 9]
        elif marker == 0xDA:
            return components > 0 and data[at + 4] == components
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False
