"""Keep a picture: its re-encoded original, the renditions for readers, and its row."""

import hashlib
import logging
from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from articles.images import files
from articles.images.decoding import decode, decoding
from articles.images.encoding import at_width, encode_original, encode_webp
from articles.images.errors import ImageRefused
from articles.images.names import rendition_name, widths
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


def store(data: bytes, name: str, user: User | None) -> Image:
    """Keep the picture in `data`; the same picture twice gives the same row.

    `name` is kept for people to search by and decides nothing. What the file says about its
    caption, credit and rights holder fills the row's defaults; everything else that is not a
    pixel is dropped. Raises ImageRefused. Takes seconds: call it outside any transaction.
    """
    check_bytes(len(data))
    with decoding():
        decoded = decode(data)
        pixels = decoded.pixels
        original, suffix = encode_original(decoded)
        renditions = {
            width: encode_webp(at_width(pixels, width), lossless=suffix == "png")
            for width in widths(pixels.width)
        }
    content_hash = hashlib.sha256(original).hexdigest()
    # Written even when the row is there: the second upload of a picture mends a lost file.
    files.write(storage_name(content_hash, suffix), original)
    for width, rendition in renditions.items():
        files.write(rendition_name(content_hash, width), rendition)
    image, _created = Image.objects.get_or_create(
        content_hash=content_hash,
        defaults={
            "format": suffix,
            "width": pixels.width,
            "height": pixels.height,
            "size": len(original),
            "name": _plain_name(name),
            "caption": decoded.said.caption,
            "credit": decoded.said.credit,
            "rights_holder": decoded.said.rights_holder,
            "uploaded_by": user,
        },
    )
    return image


def make_rendition(content_hash: str, suffix: str, width: int) -> bytes | None:
    """Make and keep a rendition that is missing, from the stored original of format `suffix`.

    None when this width is none of the picture's. Raises FileNotFoundError without original. A
    process that may not write to storage makes it anew each time.
    """
    data = files.read(storage_name(content_hash, suffix))
    with decoding():
        pixels = decode(data).pixels
        if width not in widths(pixels.width):
            return None
        smaller = encode_webp(at_width(pixels, width), lossless=suffix == "png")
    try:
        files.write(rendition_name(content_hash, width), smaller)
    except OSError:
        logger.warning("The rendition %s of %s could not be kept.", width, content_hash)
    return smaller


def _plain_name(name: str) -> str:
    """The last part of a file name, without folders and control characters."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(character for character in last if character.isprintable())[-200:]
