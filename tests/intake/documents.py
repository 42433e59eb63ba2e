"""Word and WPS documents for tests, in the shapes that those programs save."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt

WPS_APPLICATION = "WPS Office_12.1.0.16417_F1E327BC-269C-435d-A152-05C5408002CA"


def make_picture(colour: int = 200) -> bytes:
    """A grey PNG of two by two."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes([0, colour, colour]) * 2)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def save(document: Document) -> bytes:
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def add_bold(document: Document, text: str) -> None:
    document.add_paragraph().add_run(text).bold = True


def add_centred(document: Document, text: str, points: int = 22) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).font.size = Pt(points)


def add_ruby(document: Document, pairs: list[tuple[str, str]]) -> None:
    """A paragraph whose characters carry readings, as Word's phonetic guide sets them."""
    paragraph = document.add_paragraph()
    for base, reading in pairs:
        run = paragraph.add_run()
        ruby = OxmlElement("w:ruby")
        ruby.append(OxmlElement("w:rubyPr"))
        for tag, text in (("w:rt", reading), ("w:rubyBase", base)):
            inner = OxmlElement("w:r")
            word = OxmlElement("w:t")
            word.text = text
            inner.append(word)
            part = OxmlElement(tag)
            part.append(inner)
            ruby.append(part)
        run._r.append(ruby)


def as_wps(data: bytes) -> bytes:
    """The same document as WPS saves it: numbered style ids, Chinese style names, its own
    namespace, and its name in the properties."""
    styles = {
        "Heading1": ("2", "标题 1"),
        "Heading2": ("3", "标题 2"),
        "Normal": ("1", "正文"),
        "Title": ("9", "标题"),
        "Subtitle": ("11", "副标题"),
        "Quote": ("14", "引用"),
    }
    custom = "http://www.wps.cn/officeDocument/2013/wpsCustomData"

    def rename(part: str) -> str:
        for old, (new, name) in styles.items():
            part = re.sub(
                rf'(<w:style [^>]*w:styleId="){old}("[^>]*>\s*<w:name w:val=")[^"]*"',
                rf'\g<1>{new}\g<2>{name}"',
                part,
            )
            part = re.sub(
                rf'(<w:(?:pStyle|basedOn|next|link) w:val="){old}"', rf'\g<1>{new}"', part
            )
        return part.replace("<w:document ", f'<w:document xmlns:wpsCustomData="{custom}" ')

    changes: dict[str, Callable[[str], str]] = {
        "word/document.xml": rename,
        "word/styles.xml": rename,
        "docProps/app.xml": lambda part: re.sub(
            "<Application>[^<]*</Application>",
            f"<Application>{WPS_APPLICATION}</Application>",
            part,
        ),
    }
    return repack(data, changes)


def repack(
    data: bytes,
    changes: dict[str, Callable[[str], str]],
    extra: dict[str, bytes] | None = None,
) -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename in changes:
                part = changes[entry.filename](part.decode()).encode()
            new.writestr(entry.filename, part)
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return packed.getvalue()


def make_report() -> Document:
    """A report with everything that reports have: styles, lists, a table, a picture."""
    document = docx.Document()
    document.add_paragraph("车间里的读书角", style="Title")
    document.add_paragraph("一家机械厂的午休时光", style="Subtitle")
    document.add_paragraph("本报记者 周晓林 通讯员 何 川")
    document.add_paragraph("中午十二点,机器停了下来。工人们端着饭盒走进读书角,各自找位子坐下。")
    document.add_heading("书从哪里来", level=1)
    document.add_paragraph("书是大家捐的:有人带来小说,有人带来技术手册。")
    document.add_paragraph("捐书最多的是装配班。", style="List Bullet")
    document.add_paragraph("其次是检验班。", style="List Bullet")
    document.add_heading("谁来读", level=1)
    document.add_paragraph("来得最勤的是年轻人。", style="List Number")
    document.add_paragraph("老师傅也常来。", style="List Number")
    table = document.add_table(rows=2, cols=3)
    for row, texts in zip(
        table.rows, [["", "一月", "二月"], ["借书(册)", "120", "168"]], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_picture(io.BytesIO(make_picture()))
    document.add_paragraph("“读书让人静下来。”厂工会主席说。", style="Quote")
    document.add_paragraph("如今,读书角每周都办一次交流会。")
    document.add_paragraph("责任编辑:沈 岚")
    return document


def rename_part(data: bytes, old: str, new: str) -> bytes:
    """The document with a part under another name, as some programs save it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(packed, "w") as after:
        for entry in before.infolist():
            part = before.read(entry)
            if entry.filename.endswith((".rels", "[Content_Types].xml")):
                for path in (old, old.removeprefix("word/")):
                    renamed = new if path == old else new.removeprefix("word/")
                    part = part.replace(f'"{path}"'.encode(), f'"{renamed}"'.encode())
                    part = part.replace(f'"/{path}"'.encode(), f'"/{renamed}"'.encode())
            name = entry.filename.replace(old, new)
            name = name.replace(f"word/_rels/{old[5:]}.rels", f"word/_rels/{new[5:]}.rels")
            after.writestr(name, part)
    return packed.getvalue()
