"""WebM: the part of EBML (RFC 8794) and Matroska (RFC 9559) that says what plays, and how long."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from articles.recordings.errors import RecordingRefused, damaged, unplayable
from articles.recordings.facts import Facts

MAGIC = b"\x1a\x45\xdf\xa3"
_DOC_TYPE, _SEGMENT, _CLUSTER = 0x4282, 0x18538067, 0x1F43B675
_INFO, _TRACKS = 0x1549A966, 0x1654AE6B
_SCALE, _DURATION = 0x2AD7B1, 0x4489
_ENTRY, _KIND, _CODEC, _VIDEO = 0xAE, 0x83, 0x86, 0xE0
_WIDTH, _HEIGHT = 0xB0, 0xBA
_PLAYED = ("V_VP8", "V_VP9", "V_AV1", "A_OPUS", "A_VORBIS")
# Headers are small; what is larger is sound and picture.
_MOST_HEADER = 1_000_000

Element = tuple[int, int, int]
"""Its id, and where its content begins and ends."""


def read(file: BinaryIO, size: int) -> Facts:
    """Raises RecordingRefused."""
    file.seek(0)
    # Ids, sizes and headers all stand before the first cluster.
    data = file.read(min(size, 4 * _MOST_HEADER))
    top = _elements(data, 0, len(data), size)
    header = next(top, None)
    segment = next((each for each in top if each[0] == _SEGMENT), None)
    if header is None or segment is None:
        raise damaged()
    doc_type = {kind: data[start:end] for kind, start, end in _within(data, header)}
    if doc_type.get(_DOC_TYPE, b"").rstrip(b"\0") != b"webm":
        raise unplayable("Matroska")
    duration, width, height, codecs = 0.0, 0, 0, []
    for element in _elements(data, segment[1], len(data), size):
        if element[0] == _CLUSTER:
            break
        if element[0] == _INFO:
            duration = _seconds(data, element)
        elif element[0] == _TRACKS:
            for entry in _within(data, element):
                if entry[0] == _ENTRY:
                    codec, across, down = _track(data, entry)
                    codecs.append(codec)
                    width, height = width or across, height or down
    if not codecs:
        raise RecordingRefused(_("There is neither sound nor picture in this file."))
    for codec in codecs:
        if codec not in _PLAYED:
            raise unplayable(codec)
    if not any(codec.startswith("V_") for codec in codecs):
        return Facts("weba", duration)
    if not width or not height:
        raise damaged()
    return Facts("webm", duration, width, height)


def _seconds(data: bytes, info: Element) -> float:
    scale, length = 1_000_000, 0.0
    for kind, start, end in _within(data, info):
        if kind == _SCALE:
            scale = int.from_bytes(data[start:end], "big")
        elif kind == _DURATION and end - start in (4, 8):
            (length,) = struct.unpack(">f" if end - start == 4 else ">d", data[start:end])
    seconds = length * scale / 1_000_000_000
    # A recorder that was switched off says nothing, or nonsense.
    return seconds if 0 < seconds < 1_000_000 else 0.0


def _track(data: bytes, entry: Element) -> tuple[str, int, int]:
    codec, width, height = "", 0, 0
    for kind, start, end in _within(data, entry):
        if kind == _CODEC:
            codec = data[start:end].rstrip(b"\0").decode("latin-1")
        elif kind == _VIDEO:
            for inner, first, last in _within(data, (kind, start, end)):
                if inner == _WIDTH:
                    width = int.from_bytes(data[first:last], "big")
                elif inner == _HEIGHT:
                    height = int.from_bytes(data[first:last], "big")
    return codec, width, height


def _within(data: bytes, outer: Element) -> Iterator[Element]:
    return _elements(data, outer[1], outer[2], outer[2])


def _elements(data: bytes, start: int, end: int, size: int) -> Iterator[Element]:
    """The elements that stand there one after the other, as far as `data` goes."""
    while start < end:
        kind, start = _number(data, start, keep_mark=True)
        length, body = _number(data, start)
        # All bits set: as long as it takes, to the end of the file.
        unknown = length == (1 << (7 * (body - start))) - 1
        last = size if unknown else body + length
        if last > size:
            raise damaged()
        yield kind, body, min(last, len(data))
        start = last


def _number(data: bytes, at: int, *, keep_mark: bool = False) -> tuple[int, int]:
    """A number of one to eight bytes, whose first bits say how many; and where it ends."""
    first = data[at] if at < len(data) else 0
    if not first:
        raise damaged()
    length = 9 - first.bit_length()
    if at + length > len(data):
        raise damaged()
    value = int.from_bytes(data[at : at + length], "big")
    return (value if keep_mark else value & ((1 << (7 * length)) - 1)), at + length
