"""Keep a picture: its re-encoded original, its renditions, and its row."""

import hashlib
import logging
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from articles.images import files, unkept
from articles.images.decoding import decode, decode_stored, decoding, original_size
from articles.images.encoding import (
    at_width,
    cropped,
    encode_avif,
    encode_jpeg,
    encode_original,
    encode_webp,
)
from articles.images.errors import ImageRefused
from articles.images.names import Rendition, eager_renditions, rendition_name, renditions
from articles.images.once import alone
from articles.models.image import Image, storage_name

logger = logging.getLogger(__name__)


def check_bytes(size: int) -> None:
    """Raise ImageRefused for a file larger than the setting allows."""
    if size > settings.UPLOAD_MAX_BYTES:
        raise ImageRefused(
            _("The file has %(size)s MB; at most %(limit)s MB are accepted. Make it smaller.")
            % {
                "size": f"{size / 1024 / 1024:.1f}",
                "limit": settings.UPLOAD_MAX_BYTES // 1024 // 1024,
            }
        )


@dataclass(frozen=True)
class Kept:
    """A picture whose files stand in private storage, and what its row is going to say."""

    content_hash: str
    format: str
    width: int
    height: int
    size: int
    name: str
    caption: str
    credit: str
    rights_holder: str


def store(data: bytes, name: str, user: User | None) -> Image:
    """Keep the picture in `data`; the same picture twice gives the same row.

    `name` is kept for people to search by and decides nothing. What the file says about its
    caption, credit and rights holder fills the row's defaults; whose picture it is stays in the
    file as well; everything else that is not a pixel is dropped. Raises ImageRefused. Takes
    seconds: call it outside any transaction.
    """
    return enter(keep(data, name), user)


def enter(kept: Kept, user: User | None) -> Image:
    """The row of a picture whose files are kept."""
    fields = asdict(kept) | {"uploaded_by": user}
    content_hash = fields.pop("content_hash")
    image, _created = Image.objects.get_or_create(content_hash=content_hash, defaults=fields)
    return image


def keep(data: bytes, name: str) -> Kept:
    """The slow half of `store`, which asks nothing of the database."""
    check_bytes(len(data))
    with decoding():
        decoded = decode(data)
        pixels = decoded.pixels
        original, suffix = encode_original(decoded)
        made = {
            rendition: encode_webp(
                at_width(pixels, rendition.width), lossless=suffix == "png", said=decoded.said
            )
            for rendition in eager_renditions(pixels.width)
        }
    content_hash = hashlib.sha256(original).hexdigest()
    # Written even when the row is there: the second upload of a picture mends a lost file.
    files.write(storage_name(content_hash, suffix), original)
    for rendition, small in made.items():
        files.write(rendition_name(content_hash, rendition), small)
    return Kept(
        content_hash=content_hash,
        format=suffix,
        width=pixels.width,
        height=pixels.height,
        size=len(original),
        name=files.plain_name(name),
        caption=decoded.said.caption,
        credit=decoded.said.credit,
        rights_holder=decoded.said.rights_holder,
    )


def make_rendition(content_hash: str, suffix: str, rendition: Rendition) -> bytes | None:
    """Make and keep a rendition that is missing, from the stored original of format `suffix`.

    None when it is none of the picture's. Raises FileNotFoundError without original. However
    many ask at once, it is made once on this machine. A process that may not write to storage
    keeps the last few in memory.
    """
    name = rendition_name(content_hash, rendition)
    with alone(name):
        if (kept := _kept(name)) is not None:
            return kept
        data = files.read(storage_name(content_hash, suffix))
        with decoding():
            made = _make(data, suffix, rendition)
        if made is None:
            return None
        try:
            files.write(name, made)
        except OSError:
            logger.warning("The rendition %s could not be kept.", name)
            unkept.remember(name, made)
    return made


def _kept(name: str) -> bytes | None:
    """What another request made while this one waited."""
    try:
        return files.read(name)
    except FileNotFoundError:
        return unkept.recall(name)


def _make(data: bytes, suffix: str, rendition: Rendition) -> bytes | None:
    crop = rendition.crop
    width, height = original_size(data)
    if rendition not in renditions(width, height, suffix, rendition.format, crop):
        return None
    left, top, right, bottom = crop.box(width, height) if crop else (0, 0, width, height)
    original = decode_stored(data, -(-width * rendition.width // (right - left)))
    if crop:
        across, down = original.pixels.width / width, original.pixels.height / height
        box = (left * across, top * down, right * across, bottom * down)
        pixels = cropped(original.pixels, box, crop.size(rendition.width))
    else:
        pixels = at_width(original.pixels, rendition.width)
    if rendition.format == "avif":
        return encode_avif(pixels, original.said)
    if rendition.format == "jpg":
        return encode_jpeg(pixels, original.said)
    return encode_webp(pixels, lossless=suffix == "png", said=original.said)
