"""What a picture says about itself in IPTC, XMP and EXIF, read before all three are thrown away.

Whose picture it is (creator, agency, rights) is written back into what is kept and served; what
it shows is said by the pieces that show it.
"""

import re
import struct
import unicodedata
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from PIL.IptcImagePlugin import getiptcinfo

# Record and dataset numbers of the IPTC information interchange model, and EXIF tags.
_BYLINE, _CREDIT, _COPYRIGHT, _CAPTION = (2, 80), (2, 110), (2, 116), (2, 120)
_DESCRIPTION, _ARTIST, _RIGHTS = 0x010E, 0x013B, 0x8298
_UTF8 = b"\x1c\x01\x5a\x00\x03\x1b%G"
_DC, _PHOTOSHOP = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/photoshop/1.0/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XMP_BYTES = 512_000
_NO_TAGS = str.maketrans("<>", "‹›")
# Cameras and phones write their own name where a caption should be.
_NOT_A_CAPTION = re.compile(
    r"(?i)^(olympus|samsung|sony|minolta|kodak|digital|dcim|default|screenshot|untitled|mde)\b"
    r".{0,40}$"
)


@dataclass(frozen=True)
class Said:
    """Plain text of one line each, cut to what the Image's fields hold."""

    caption: str = ""
    creator: str = ""
    agency: str = ""
    rights_holder: str = ""

    @property
    def credit(self) -> str:
        names = [self.creator, self.agency] if self.agency != self.creator else [self.creator]
        return "/".join(name for name in names if name)[:100]


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
    xmp = _read_xmp(picture.info.get("xmp"))
    caption = _line(iptc.get(_CAPTION)) or xmp.caption or _line(exif.get(_DESCRIPTION))
    return Said(
        caption="" if _NOT_A_CAPTION.match(caption) else caption[:300],
        creator=(_line(iptc.get(_BYLINE)) or xmp.creator or _line(exif.get(_ARTIST)))[:100],
        agency=(_line(iptc.get(_CREDIT)) or xmp.agency)[:100],
        rights_holder=(
            _line(iptc.get(_COPYRIGHT)) or xmp.rights_holder or _line(exif.get(_RIGHTS))
        )[:100],
    )


def _read_xmp(packet: Any) -> Said:
    data = packet.encode() if isinstance(packet, str) else packet
    # A document type could define entities that grow without end; honest packets have none.
    if not isinstance(data, bytes) or len(data) > _XMP_BYTES or b"<!" in data:
        return Said()
    try:
        root = ElementTree.fromstring(data.strip(b"\0 \r\n\t"))  # noqa: S314  (no entities, see above)
    except (ElementTree.ParseError, ValueError, LookupError):
        return Said()

    def said(namespace: str, name: str) -> str:
        tag = f"{{{namespace}}}{name}"
        for element in root.iter():
            if tag in element.attrib:
                return _line(element.attrib[tag].encode())
            if element.tag == tag:
                items = [each.text or "" for each in element.iter(f"{{{_RDF}}}li")]
                return _line([each.encode() for each in items or [element.text or ""]])
        return ""

    return Said(
        said(_DC, "description"), said(_DC, "creator"), said(_PHOTOSHOP, "Credit"),
        said(_DC, "rights"),
    )  # fmt: skip


def xmp_packet(said: Said) -> bytes:
    """Whose picture it is, as XMP; empty when it does not say."""
    parts = (
        (said.creator, "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>"),
        (said.agency, "<photoshop:Credit>{}</photoshop:Credit>"),
        (
            said.rights_holder,
            '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:rights>',
        ),
    )
    inside = "".join(shape.format(escape(text)) for text, shape in parts if text)
    if not inside:
        return b""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
        f'<rdf:Description rdf:about="" xmlns:dc="{_DC}" xmlns:photoshop="{_PHOTOSHOP}">{inside}'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def iptc_segment(said: Said) -> bytes:
    """The same as a JPEG segment in the older form that agencies' desks read; or empty."""
    fields = ((_BYLINE, said.creator), (_CREDIT, said.agency), (_COPYRIGHT, said.rights_holder))
    # Unlike XMP it has no way to escape: no picture of ours begins a tag in its bytes.
    told = ((number, text.translate(_NO_TAGS).encode()) for number, text in fields if text)
    block = b"".join(
        b"\x1c" + bytes(number) + struct.pack(">H", len(text)) + text for number, text in told
    )
    if not block:
        return b""
    block = _UTF8 + block
    resource = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(block)) + block
    segment = b"Photoshop 3.0\0" + resource + b"\0" * (len(block) % 2)
    return b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment


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
