"""What a file is, by its first bytes: its name and the browser's word for it decide nothing."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from articles.recordings import mp4, sound, webm
from articles.recordings.errors import RecordingRefused, unplayable
from articles.recordings.facts import Facts

_STILL_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")


def facts_of(file: BinaryIO, size: int) -> Facts:
    """Raises RecordingRefused, saying what to do instead."""
    file.seek(0)
    start = file.read(1024)
    if not start:
        raise RecordingRefused(_("The file is empty. Choose it again."))
    if start[4:8] == b"ftyp":
        return _of_boxes(file, size, start[8:12])
    if start.startswith(webm.MAGIC):
        return webm.read(file, size)
    if start.startswith(b"OggS"):
        return sound.read_ogg(file, size)
    if start.startswith(b"RIFF") and start[8:12] == b"WAVE":
        return sound.read_wav(file, size)
    if sound.is_mp3(start):
        return sound.read_mp3(file, size)
    raise _unknown(start)


def _of_boxes(file: BinaryIO, size: int, brand: bytes) -> Facts:
    if brand in _STILL_BRANDS:
        raise RecordingRefused(_("This is a picture. Add it to the pictures of the piece."))
    if brand == b"qt  ":
        raise RecordingRefused(
            _("This is a QuickTime film (.mov). Export it as MP4 with H.264 video and AAC sound.")
        )
    return mp4.read(file, size)


def _unknown(start: bytes) -> RecordingRefused:
    """Why these bytes are no recording, as exactly as their beginning tells."""
    if start.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")):
        return RecordingRefused(_("This is a picture. Add it to the pictures of the piece."))
    if start.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return RecordingRefused(
            _("These are captions. Upload the recording first, then choose them beside it.")
        )
    if start[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return RecordingRefused(
            _("This is a QuickTime film (.mov). Export it as MP4 with H.264 video and AAC sound.")
        )
    for mark, name in (
        (b"fLaC", "FLAC"),
        (b"#!AMR", "AMR"),
        (b"\x30\x26\xb2\x75", "WMA/WMV"),
        (b"FLV", "FLV"),
        (b"RIFF", "AVI"),
    ):
        if start.startswith(mark):
            return unplayable(name)
    if sound.is_raw_aac(start):
        return unplayable("AAC (ADTS)")
    return RecordingRefused(
        _(
            "This is not a recording that can be played here. Save sound as MP3 or M4A, video as"
            " MP4 with H.264."
        )
    )
