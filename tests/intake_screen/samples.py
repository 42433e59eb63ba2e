"""Copy as it arrives in these tests, and the presses that bring it in."""

import io
import zipfile
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import IncomingFile, Section
from tests.images.pictures import drawing, photo, saved

GLOSSED = """码头夜班有了热水
本报记者 郑一鸣
楊(yáng)家渡碼(mǎ)頭(tóu)日前裝(zhuāng)好三臺飲水機,夜班職(zhí)工不必再走兩里路打水。
打水的路短了
“以前一壺(hú)水要喝一夜。”老陳(chén)說,“如今隨(suí)到隨喝。”
责任编辑：沈岚
关注公众号，随时阅读渭北职工报
"""
MENDED = (
    "杨家渡码头日前装好三台饮水机，夜班职工不必再走两里路打水。",
    "“以前一壶水要喝一夜。”老陈说，“如今随到随喝。”",
)
DAMAGED = """码头夜班有了热水
杨家渡码头日前装好三台饮水机，装卸工老\ufffd\ufffd再不用走两里路打水。
"""
REPRINT = """老廠房裡的音樂會
来源：海城晚报
記者 林小滿
上週五晚,廢棄二十年的紡織廠裡響起了小提琴聲。
"""
PLAIN = "工会送来防暑药\n昨天上午，市总工会把防暑药品送到工地，领到药品的工人有三百二十名。\n"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def document(*pictures: bytes) -> bytes:
    """A Word document with these pictures between its two paragraphs."""
    made = docx.Document()
    made.add_paragraph("车间里的读书角", style="Title")
    made.add_paragraph("中午十二点，机器停了下来。工人们端着饭盒走进读书角，各自找位子坐下。")
    for picture in pictures:
        made.add_picture(io.BytesIO(picture))
    made.add_paragraph("如今，读书角每周都办一次交流会，借书的人一个月比一个月多。")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def document_with_broken_picture() -> bytes:
    """Two pictures, the second of which breaks off in its middle."""
    good, whole = saved(drawing(), "PNG"), saved(photo((64, 64)), "PNG")
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document(good, whole))) as before,
        zipfile.ZipFile(packed, "w") as after,
    ):
        for entry in before.infolist():
            part = before.read(entry)
            after.writestr(entry.filename, part[:400] if part == whole else part)
    return packed.getvalue()


def bring_in(
    client: Client, section: Section, *files: tuple[str, str | bytes], text: str = "", **ticked: str
) -> Any:
    """Press the button of the upload form."""
    uploads = [
        SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
        for name, data in files
    ]
    typed = {"section": section.pk, "text": text, "uploads": uploads, **ticked}
    return client.post(reverse("admin:intake"), typed)


def waiting(client: Client, section: Section, data: str | bytes, name: str = "copy.txt") -> Any:
    """One file that has arrived."""
    bring_in(client, section, (name, data))
    return IncomingFile.objects.order_by("-pk")[0]


def address(file: IncomingFile) -> str:
    return reverse("admin:intake-review", args=[file.pk])


def press(client: Client, file: IncomingFile, button: str, **typed: Any) -> Any:
    """Press `save`, `update`, `discard` or `take_back` on the review page."""
    return client.post(address(file), {"section": file.section_id, f"_{button}": "1", **typed})


def said(response: Any) -> str:
    """The messages on the page that an answer leads to, as one string."""
    return " ".join(str(message) for message in response.context["messages"])
