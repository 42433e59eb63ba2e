"""MP3, Ogg and WAV: sound alone. How long it lasts is read by tinytag."""

import logging
import struct
from typing import BinaryIO

from django.utils.translation import gettext as _
from tinytag import TinyTag, TinyTagException

from articles.recordings.errors import RecordingRefused, damaged, unplayable
from articles.recordings.facts import Facts

logger = logging.getLogger(__name__)

# Uncompressed: three minutes of stereo. A reader's telephone pays for every megabyte.
WAV_BYTES = 32 * 1024 * 1024
_PCM = (1, 3, 0xFFFE)


def is_mp3(start: bytes) -> bool:
    """An ID3 tag, or the head of a frame of MPEG layer III."""
    if start.startswith(b"ID3"):
        return True
    return len(start) > 2 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2


def is_raw_aac(start: bytes) -> bool:
    return len(start) > 2 and start[0] == 0xFF and start[1] & 0xF6 == 0xF0


def read_mp3(file: BinaryIO, size: int) -> Facts:
    duration = _seconds(file)
    if not duration:
        raise damaged()
    return Facts("mp3", duration)


def read_ogg(file: BinaryIO, size: int) -> Facts:
    file.seek(0)
    start = file.read(400)
    # The first packet stands behind the head of the page and its table of segments.
    packet = start[27 + start[26] :] if len(start) > 27 else b""
    if packet.startswith(b"\x80theora"):
        raise unplayable("Theora")
    if not packet.startswith((b"OpusHead", b"\x01vorbis")):
        raise unplayable("Ogg")
    return Facts("ogg", _seconds(file))


def read_wav(file: BinaryIO, size: int) -> Facts:
    if size > WAV_BYTES:
        raise RecordingRefused(
            _("A WAV file may have %(limit)s MB at most. Export it as MP3 or M4A.")
            % {"limit": WAV_BYTES // 1024 // 1024}
        )
    file.seek(12)
    for _number in range(100):
        head = file.read(8)
        if len(head) < 8:
            raise damaged()
        kind, length = struct.unpack("<4sI", head)
        if kind == b"fmt ":
            codec = file.read(2)
            if len(codec) < 2 or struct.unpack("<H", codec)[0] not in _PCM:
                raise unplayable("WAV")
            return Facts("wav", _seconds(file))
        file.seek(length + length % 2, 1)
    raise damaged()


def _seconds(file: BinaryIO) -> float:
    """What a hostile file makes the library raise becomes a sentence."""
    file.seek(0)
    try:
        found = TinyTag.get(file_obj=file, tags=False)
    except TinyTagException as error:
        raise damaged() from error
    except Exception as error:
        logger.warning("A recording was refused: %r", error)
        raise damaged() from error
    duration = found.duration or 0.0
    return duration if 0 < duration < 1_000_000 else 0.0
