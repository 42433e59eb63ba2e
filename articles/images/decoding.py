"""From untrusted bytes to plain upright 8-bit pixels in sRGB."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, UnidentifiedImageError

from articles.images import limits
from articles.images.errors import ImageRefused
from articles.images.said import Said, read_said

logger = logging.getLogger(__name__)

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF")
_UPRIGHT = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_MAX_PROFILE_BYTES = 4_000_000
_SRGB = ImageCms.createProfile("sRGB")
# Decoding is what takes memory: one at a time, however many threads serve.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Decoded:
    pixels: Image.Image
    """L, RGB or, where parts are transparent, RGBA. `info` is empty: no encoder can carry
    metadata over."""
    lossy: bool
    """It came as JPEG; from other formats it may be a drawing or a screenshot."""
    said: Said


@contextmanager
def decoding() -> Iterator[None]:
    """Hold the right to decode. What a hostile file makes a decoder raise becomes a sentence."""
    with _one_at_a_time:
        try:
            yield
        except (ImageRefused, OSError) as error:
            if isinstance(error, ImageRefused):
                raise
            raise _damaged() from error
        except Exception as error:
            logger.warning("A picture was refused: %r", error)
            raise _damaged() from error


def decode(data: bytes) -> Decoded:
    """The picture in `data`. Content decides what it is, never a name.

    Of an animation or a stack of pages it is the first; the others are never looked at, however
    many they are. Call it inside `decoding()`.
    """
    picture = _open(data)
    said = read_said(picture)
    orientation = _orientation(picture)
    profile = picture.info.get("icc_profile")
    lossy = picture.format in ("JPEG", "MPO")
    picture.load()
    # A WebP picture holds on to its decoder's buffers; a copy of it does not.
    picture = picture.copy() if picture.format == "WEBP" else picture
    pixels = _plain(picture, profile)
    # Two copies of the pixels at a time, never three.
    del picture
    pixels = _fit(pixels)
    for step in _UPRIGHT.get(orientation, ()):
        pixels = pixels.transpose(step)
    pixels.info = {}
    return Decoded(pixels, lossy, said)


@dataclass(frozen=True)
class Stored:
    """A stored original, decoded no larger than needed."""

    pixels: Image.Image
    width: int
    height: int
    """What it measures in full."""
    said: Said


def original_size(data: bytes) -> tuple[int, int]:
    """Of a stored original, without decoding it."""
    picture = Image.open(BytesIO(data), formats=_FORMATS)
    return picture.size


def decode_stored(data: bytes, needed_width: int) -> Stored:
    """One of our own originals: upright, plain and judged when it came.

    A photograph is decoded at a half, a quarter or an eighth where that is still `needed_width`
    across: a small rendition of a big picture costs a fraction of its time and memory. Call it
    inside `decoding()`.
    """
    picture: Any = Image.open(BytesIO(data), formats=_FORMATS)
    width, height = picture.size
    said = read_said(picture)
    if picture.format == "JPEG":
        picture.draft(picture.mode, (needed_width, -(-height * needed_width // width)))
    picture.load()
    if picture.mode not in ("L", "RGB", "RGBA"):
        picture = picture.convert("RGB")
    picture.info = {}
    return Stored(picture, width, height, said)


def _open(data: bytes) -> Any:
    """Open and judge, without decoding a pixel."""
    try:
        picture = Image.open(BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError:
        raise ImageRefused(
            _("The picture has far too many pixels. Make it smaller and upload it again.")
        ) from None
    except UnidentifiedImageError:
        raise _unknown(data) from None
    limits.check_size(picture)
    if picture.format in ("JPEG", "MPO"):
        is_turned_or_converted = _orientation(picture) != 1 or picture.mode == "CMYK"
        limits.shrink_on_load(picture, data, copies=2 if is_turned_or_converted else 1)
    if picture.mode in ("I", "F"):
        raise ImageRefused(
            _("The picture has 32 bits a channel. Save it with 8 bits and upload it again.")
        )
    return picture


def _damaged() -> ImageRefused:
    return ImageRefused(
        _("The picture is damaged or incomplete. Get it once more from where it came from.")
    )


def _unknown(data: bytes) -> ImageRefused:
    """Why these bytes are no picture, as exactly as their beginning tells."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return ImageRefused(_("The file is empty. Choose it again."))
    if b"<svg" in start or start.startswith(b"<?xml"):
        return ImageRefused(
            _("SVG drawings can carry programs and are not accepted. Export it as PNG.")
        )
    if data[4:8] == b"ftyp":
        return ImageRefused(
            _(
                "Pictures in HEIC or AVIF format cannot be read here. Save it as JPEG, or set the"
                " phone's camera to the most compatible format."
            )
        )
    if start.startswith(b"%PDF"):
        return ImageRefused(_("This is a PDF. Export the page as JPEG or PNG."))
    return ImageRefused(
        _("This is not a picture that can be read here. Save it as JPEG, PNG, WebP, GIF or TIFF.")
    )


def _orientation(picture: Any) -> int:
    """The EXIF orientation, 1 to 8. Broken EXIF means upright."""
    try:
        return int(picture.getexif().get(0x0112, 1))
    except Exception:
        return 1


def _fit(pixels: Image.Image) -> Image.Image:
    """Half as wide, where more transparent pixels came than are kept."""
    if pixels.mode == "RGBA" and pixels.width * pixels.height > limits.TRANSPARENT_PIXELS:
        return pixels.reduce(2)
    return pixels


def _plain(pixels: Image.Image, profile: bytes | None) -> Image.Image:
    """8-bit L, RGB or RGBA, in sRGB."""
    if pixels.mode.startswith("I;16"):
        # `convert` would clip at 255 instead of scaling.
        pixels = pixels.point(lambda value: value / 256).convert("L")
    has_alpha = pixels.mode in ("RGBA", "RGBa", "LA", "La", "PA") or "transparency" in pixels.info
    mode = "RGBA" if has_alpha else "L" if pixels.mode in ("L", "1") else "RGB"
    if profile and pixels.mode in ("RGB", "RGBA", "CMYK"):
        pixels = _to_srgb(pixels, profile)
    pixels = pixels if pixels.mode == mode else pixels.convert(mode)
    if mode == "RGBA" and pixels.getchannel("A").getextrema()[0] == 255:
        return pixels.convert("RGB")
    return pixels


def _to_srgb(pixels: Image.Image, profile: bytes) -> Image.Image:
    """Through the colour profile that came with it; a broken profile is left aside."""
    if len(profile) > _MAX_PROFILE_BYTES:
        return pixels
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return pixels
        in_place = pixels.mode != "CMYK"
        converted = ImageCms.profileToProfile(
            pixels,
            source,
            _SRGB,
            outputMode=None if in_place else "RGB",
            inPlace=in_place,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return pixels
    return converted or pixels
