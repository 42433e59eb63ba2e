"""What a picture says about itself in IPTC and EXIF, read before both are thrown away."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from PIL.IptcImagePlugin import getiptcinfo

# Record and dataset numbers of the IPTC information interchange model, and EXIF tags.
_BYLINE, _CREDIT, _COPYRIGHT, _CAPTION = (2, 80), (2, 110), (2, 116), (2, 120)
_DESCRIPTION, _ARTIST, _RIGHTS = 0x010E, 0x013B, 0x8298
# Cameras and phones write their own name where a caption should be.
_NOT_A_CAPTION = re.compile(
    r"(?i)^(olympus|samsung|sony|minolta|kodak|digital|dcim|default|screenshot|untitled|mde)\b"
    r".{0,40}$"
)


@dataclass(frozen=True)
class Said:
    """Plain text of one line each, cut to what the Image's fields hold."""

    caption: str = ""
    credit: str = ""
    rights_holder: str = ""


def read_said(picture: Any) -> Said:
    """Read an opened picture's own words. Whatever is broken in them counts as unsaid."""
    try:
        iptc: dict[tuple[int, int], Any] = getiptcinfo(picture) or {}
    except Exception:
        iptc = {}
    try:
        exif: dict[int, Any] = dict(picture.getexif())
    except Exception:
        exif = {}
    caption = _line(iptc.get(_CAPTION)) or _line(exif.get(_DESCRIPTION))
    creator = _line(iptc.get(_BYLINE)) or _line(exif.get(_ARTIST))
    agency = _line(iptc.get(_CREDIT))
    names = [creator, agency] if agency != creator else [creator]
    return Said(
        caption="" if _NOT_A_CAPTION.match(caption) else caption[:300],
        credit="/".join(name for name in names if name)[:100],
        rights_holder=(_line(iptc.get(_COPYRIGHT)) or _line(exif.get(_RIGHTS)))[:100],
    )


def _line(value: Any) -> str:
    """One line of text out of bytes, a list of bytes or text, without control characters."""
    if isinstance(value, (list, tuple)):
        return "、".join(filter(None, (_line(part) for part in value[:10])))
    if isinstance(value, str):
        # Pillow reads EXIF text as Latin-1, whatever it is.
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            value = value.encode()
    if not isinstance(value, bytes):
        return ""
    text = _decoded(value[:4000].strip(b"\0 "))
    text = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in text
        if unicodedata.category(character) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join(text.split())


def _decoded(value: bytes) -> str:
    """UTF-8, else the GB family or Western European, which neither standard has a mark for."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        pass
    runs = re.findall(rb"[\x80-\xff]+", value)
    # Chinese comes in pairs of high bytes and fills the text; accents stand alone in it.
    paired = all(len(run) % 2 == 0 for run in runs)
    dense = sum(map(len, runs)) * 2 >= len(value)
    return value.decode("gb18030" if paired or dense else "cp1252", errors="ignore")
