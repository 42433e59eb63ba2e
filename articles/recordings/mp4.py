"""MP4 and M4A (ISO/IEC 14496-12): a file of boxes in boxes, of which a few tell all."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext as _

from articles.recordings.errors import RecordingRefused, damaged, unplayable
from articles.recordings.facts import Facts

# An hour of video has an index of one or two megabytes.
_MOST_INDEX = 64_000_000
# A recording in fragments has two boxes for every second or so.
_MOST_BOXES = 200_000
# Where phones and cameras write the place, the device and the owner.
_PRIVATE = (b"udta", b"meta", b"uuid")
# A cover or the pictures of chapters: no track to be played.
_STILLS = (b"jpeg", b"png ", b"mjpa")
_LOCKED = (b"enca", b"encv", b"drms", b"drmi")
_UNKNOWN = (0, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)


@dataclass(frozen=True)
class Box:
    """`start` is where the box begins, `body` where its content does."""

    kind: bytes
    start: int
    body: int
    end: int


@dataclass
class _Track:
    handler: bytes = b""
    codec: bytes = b""
    width: int = 0
    height: int = 0
    blanks: list[Box] = field(default_factory=list)


def read(file: BinaryIO, size: int) -> Facts:
    """Raises RecordingRefused."""
    blanks: list[Box] = []
    index: Box | None = None
    for box in _top(file, size):
        if box.kind in _PRIVATE:
            blanks.append(box)
        elif box.kind == b"moov" and index is None:
            index = box
    if index is None or index.end - index.start > _MOST_INDEX:
        raise damaged()
    file.seek(index.start)
    data = file.read(index.end - index.start)
    shift = index.start
    duration, tracks = 0.0, []
    for box in boxes(data, index.body - shift, len(data)):
        if box.kind in _PRIVATE:
            blanks.append(_moved(box, shift))
        elif box.kind == b"mvhd":
            duration = duration or _seconds(data, box)
        elif box.kind == b"mvex":
            scale = next((_scale(data, each) for each in _inside(data, index, shift, b"mvhd")), 0)
            duration = duration or _whole(data, box, scale)
        elif box.kind == b"trak":
            track = _track(data, box)
            tracks.append(track)
            blanks += [_moved(each, shift) for each in track.blanks]
    return _judged(tracks, duration, blanks)


def _judged(tracks: list[_Track], duration: float, blanks: list[Box]) -> Facts:
    pictures = [each for each in tracks if each.handler == b"vide" and each.codec not in _STILLS]
    sounds = [each for each in tracks if each.handler == b"soun"]
    if any(each.codec in _LOCKED for each in tracks):
        raise RecordingRefused(
            _("The recording is locked to one account (DRM). Get a copy without the lock.")
        )
    # Its samples stand among those of sound and picture: they cannot be blanked.
    if any(each.handler == b"meta" for each in tracks):
        raise RecordingRefused(
            _(
                "The recording carries a track of measurements, maybe of the place. Export it"
                " anew, as MP4 without it, and upload that."
            )
        )
    if not pictures and not sounds:
        raise RecordingRefused(_("There is neither sound nor picture in this file."))
    for track in pictures:
        if track.codec not in (b"avc1", b"avc3"):
            raise unplayable(track.codec.decode("latin-1"))
    for track in sounds:
        if track.codec not in (b"mp4a", b".mp3"):
            raise unplayable(track.codec.decode("latin-1"))
    places = tuple((box.start, box.end - box.start) for box in blanks)
    if not pictures:
        return Facts("m4a", duration, blanks=places)
    first = pictures[0]
    if not first.width or not first.height:
        raise damaged()
    return Facts("mp4", duration, first.width, first.height, places)


def _top(file: BinaryIO, size: int) -> Iterator[Box]:
    """The outermost boxes, without reading what is in them."""
    at = 0
    for _number in range(_MOST_BOXES):
        if at + 8 > size:
            return
        file.seek(at)
        box = _box(file.read(16), 0, size - at)
        if box is None:
            raise damaged()
        yield _moved(box, at)
        at += box.end
    raise damaged()


def boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    while start + 8 <= end:
        box = _box(data, start, end)
        if box is None:
            raise damaged()
        yield box
        start = box.end


def _box(data: bytes, start: int, end: int) -> Box | None:
    """The box that begins there and must end by `end`."""
    length, kind = struct.unpack_from(">I4s", data, start)
    body = start + 8
    if length == 1 and start + 16 <= len(data):
        (length,) = struct.unpack_from(">Q", data, body)
        body += 8
    elif length == 0:
        length = end - start
    if length < body - start or start + length > end:
        return None
    return Box(kind, start, body, start + length)


def _moved(box: Box, shift: int) -> Box:
    return Box(box.kind, box.start + shift, box.body + shift, box.end + shift)


def _inside(data: bytes, outer: Box, shift: int, kind: bytes) -> Iterator[Box]:
    found = boxes(data, outer.body - shift, outer.end - shift)
    return (box for box in found if box.kind == kind)


def _track(data: bytes, outer: Box) -> _Track:
    track = _Track()
    for box in boxes(data, outer.body, outer.end):
        if box.kind in _PRIVATE:
            track.blanks.append(box)
        elif box.kind == b"tkhd":
            track.width, track.height = _shown(data, box)
        elif box.kind == b"mdia":
            for part in boxes(data, box.body, box.end):
                if part.kind == b"hdlr":
                    track.handler = data[part.body + 8 : part.body + 12]
                elif part.kind == b"minf":
                    track.codec = _codec(data, part)
    return track


def _codec(data: bytes, minf: Box) -> bytes:
    for table in _inside(data, minf, 0, b"stbl"):
        for said in _inside(data, table, 0, b"stsd"):
            return data[said.body + 12 : said.body + 16]
    return b""


def _shown(data: bytes, box: Box) -> tuple[int, int]:
    """Width and height of a track, upright: a phone turns the picture by a matrix."""
    at = box.body + (52 if data[box.body : box.body + 1] == b"\x01" else 40)
    if at + 44 > box.end:
        return 0, 0
    across, up = struct.unpack_from(">ii", data, at)
    width, height = (each >> 16 for each in struct.unpack_from(">II", data, at + 36))
    return (height, width) if across == 0 and up != 0 else (width, height)


def _scale(data: bytes, box: Box) -> int:
    """Units of time in a second."""
    at = box.body + (20 if data[box.body : box.body + 1] == b"\x01" else 12)
    return int(struct.unpack_from(">I", data, at)[0]) if at + 4 <= box.end else 0


def _seconds(data: bytes, box: Box) -> float:
    long = data[box.body : box.body + 1] == b"\x01"
    at = box.body + (24 if long else 16)
    if at + (8 if long else 4) > box.end:
        raise damaged()
    (length,) = struct.unpack_from(">Q" if long else ">I", data, at)
    scale = _scale(data, box)
    return length / scale if scale and length not in _UNKNOWN else 0.0


def _whole(data: bytes, mvex: Box, scale: int) -> float:
    """How long a recording in fragments is, where it says so."""
    for box in _inside(data, mvex, 0, b"mehd"):
        long = data[box.body : box.body + 1] == b"\x01"
        if scale and box.body + (12 if long else 8) <= box.end:
            (length,) = struct.unpack_from(">Q" if long else ">I", data, box.body + 4)
            return length / scale if length not in _UNKNOWN else 0.0
    return 0.0
