"""Recordings made by arithmetic: each as small as its format allows, with what a reader of it
looks at."""

import io
import struct
import wave
from typing import Any

from articles.recordings import store

PLACE = b"+31.2304+121.4737/"
UPRIGHT = (0, 0x10000, -0x10000, 0)
LEVEL = (0x10000, 0, 0, 0x10000)


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", 8 + len(content), kind) + content


def track(
    handler: bytes,
    codec: bytes,
    size: tuple[int, int] = (0, 0),
    turned: tuple[int, int, int, int] = LEVEL,
    *inside: bytes,
) -> bytes:
    a, b, c, d = turned
    matrix = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 0x40000000)
    head = bytes(4) + bytes(36) + matrix + struct.pack(">II", size[0] << 16, size[1] << 16)
    said = bytes(4) + struct.pack(">I", 1) + struct.pack(">I4s", 16, codec) + bytes(8)
    return box(
        b"trak",
        box(b"tkhd", head),
        *inside,
        box(
            b"mdia",
            box(b"hdlr", bytes(8) + handler + bytes(13)),
            box(b"minf", box(b"stbl", box(b"stsd", said))),
        ),
    )


VIDEO = (b"vide", b"avc1", (640, 360))
SOUND = (b"soun", b"mp4a")


def mp4(
    *tracks: bytes,
    seconds: float = 12.5,
    brand: bytes = b"isom",
    extra: bytes = b"",
    mark: bytes = b"",
) -> bytes:
    head = box(b"mvhd", bytes(12), struct.pack(">II", 1000, round(seconds * 1000)), bytes(80))
    place = box(b"udta", box(b"\xa9xyz", PLACE))
    tracks = tracks or (track(*VIDEO), track(*SOUND))
    return (
        box(b"ftyp", brand, bytes(4), b"isom")
        + box(b"moov", head, *tracks, place)
        + extra
        + box(b"mdat", b"sound and picture " * 200 + mark)
    )


def m4a(mark: bytes = b"") -> bytes:
    return mp4(track(*SOUND), brand=b"M4A ", mark=mark)


def element(kind: int, *parts: bytes, unknown: bool = False) -> bytes:
    content = b"".join(parts)
    name = kind.to_bytes((kind.bit_length() + 7) // 8, "big")
    length = b"\x01" + b"\xff" * 7 if unknown else (len(content) | 1 << 56).to_bytes(8, "big")
    return name + length + content


def webm(
    *codecs: str, seconds: float = 7.0, doc_type: bytes = b"webm", unknown: bool = False
) -> bytes:
    entries = []
    for codec in codecs or ("V_VP9", "A_OPUS"):
        video = element(0xE0, element(0xB0, b"\x01\x40"), element(0xBA, b"\xf0"))
        kind = b"\x01" if codec.startswith("V") else b"\x02"
        parts = [element(0x83, kind), element(0x86, codec.encode())]
        entries.append(element(0xAE, *parts, *([video] if codec.startswith("V") else [])))
    length = [element(0x4489, struct.pack(">d", seconds * 1000))] if seconds else []
    info = element(0x1549A966, element(0x2AD7B1, (1_000_000).to_bytes(3, "big")), *length)
    cluster = element(0x1F43B675, bytes(500), unknown=unknown)
    inside = info + element(0x1654AE6B, *entries) + cluster
    return element(0x1A45DFA3, element(0x4282, doc_type)) + element(
        0x18538067, inside, unknown=unknown
    )


def wav(seconds: float = 2.0, mark: int = 0) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(8000)
        out.writeframes(bytes([128 + mark]) * round(seconds * 8000))
    return file.getvalue()


def mp3(frames: int = 200, tag: bool = False) -> bytes:
    """128 kbit/s at 44.1 kHz: 1152 samples in 417 bytes."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    head = b"ID3\x03\x00\x00\x00\x00\x00\x0a" + bytes(10) if tag else b""
    return head + frame * frames


def ogg(head: bytes = b"", seconds: int = 3) -> bytes:
    opus = b"OpusHead\x01\x01" + struct.pack("<HIhB", 0, 48000, 0, 0)
    pages = [(head or opus, 0, 2), (b"OpusTags" + bytes(8), 0, 0), (bytes(200), seconds * 48000, 4)]
    return b"".join(
        b"OggS\x00"
        + bytes([flags])
        + struct.pack("<qIII", position, 1, number, 0)
        + bytes([1, len(packet)])
        + packet
        for number, (packet, position, flags) in enumerate(pages)
    )


def kept(data: bytes, name: str = "a.bin") -> Any:
    return store(io.BytesIO(data), name, None)


CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v 柳小机>你喊我，我听得见了。\n"


def clip(recording: Any, **fields: Any) -> dict[str, Any]:
    return {
        "recording": recording.content_hash,
        "title": "",
        "caption": "",
        "credit": "",
        "rights_holder": "",
        "licence": "",
        "transcript": "",
        "captions": "",
        "poster": "",
    } | fields
