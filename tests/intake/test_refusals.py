"""Files that are no copy are refused with a sentence that says what to do."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from articles import intake
from articles.intake import package, sniff
from tests.intake import documents

REPORT = documents.save(documents.make_report())


def refusal(name: str, data: bytes) -> intake.IntakeError:
    with pytest.raises(intake.IntakeError) as raised:
        intake.read(name, data)
    error = raised.value
    assert str(error) == error.template % error.params
    assert name in str(error)
    assert str(error).endswith(".")
    return error


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", "　\n".encode(), b"\xff\xfe"])
def test_empty(data: bytes) -> None:
    assert refusal("a.txt", data).code == "empty"


def test_a_document_without_a_word() -> None:
    import docx

    assert refusal("a.docx", documents.save(docx.Document())).code == "empty"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", documents.make_picture(), "binary"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "binary"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
        ("a.txt", b"\0" * 50 + b"abc", "binary"),
        ("a.exe", b"MZ\x90\0\3", "binary"),
        ("a.pdf", b"%PDF-1.7\n%abc", "unsupported"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unsupported"),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unsupported"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unsupported"),
        ("a.rtf", b"{\\rtf1\\ansi hello}", "unsupported"),
        ("a.html", b"<!DOCTYPE html><html><body>x</body></html>", "unsupported"),
        ("a.docx", b"PK\x03\x04 no archive", "broken"),
        ("a.docx", "只是改了名字的文本".encode(), "broken"),
        ("a.docx", REPORT[: len(REPORT) // 2], "broken"),
    ],
)
def test_what_is_no_text(name: str, data: bytes, code: str) -> None:
    assert refusal(name, data).code == code


@pytest.mark.parametrize("pasted", ["", " \n\t　"])
def test_nothing_pasted(pasted: str) -> None:
    with pytest.raises(intake.IntakeError) as raised:
        intake.read_pasted(pasted)
    assert raised.value.code == "nothing_pasted"


def make_zip(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "parts", "code"),
    [
        ("a.zip", {"a.txt": b"x"}, "binary"),
        ("a.xlsx", {"xl/workbook.xml": b"<x/>"}, "unsupported"),
        ("a.odt", {"content.xml": b"<x/>"}, "unsupported"),
    ],
)
def test_other_archives(name: str, parts: dict[str, bytes], code: str) -> None:
    assert refusal(name, make_zip(parts)).code == code


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sniff, "_MOST_TEXT", 100)
    error = refusal("a.txt", b"word " * 30)
    assert error.code == "too_large"
    monkeypatch.setattr(sniff, "MOST_BYTES", 100)
    assert refusal("a.docx", REPORT).code == "too_large"


def unsafe(data: bytes) -> str:
    error = refusal("a.docx", data)
    assert error.code == "unsafe"
    return error.params["what"]


def test_a_bomb_of_one_part() -> None:
    bomb = documents.repack(REPORT, {}, {"word/media/a.bin": b"\0" * (40 * 2**20)})
    assert len(bomb) < 2**20
    assert "absurd size" in unsafe(bomb)


def test_a_bomb_of_many_parts() -> None:
    extra = {f"word/media/{number}.bin": b"" for number in range(package._MOST_ENTRIES)}
    assert "too many parts" in unsafe(documents.repack(REPORT, {}, extra))


def test_a_bomb_that_lies_about_its_size() -> None:
    """The size in the directory is set to ten bytes; the part is a megabyte."""
    data = bytearray(make_zip({"word/document.xml": b"<a>" + b" " * 2**20 + b"</a>"}))
    real = struct.pack("<I", 2**20 + 7)
    while (at := data.find(real)) >= 0:
        data[at : at + 4] = struct.pack("<I", 10)
    assert refusal("a.docx", bytes(data)).code == "broken"


def test_a_large_part_of_xml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_MOST_XML", 1000)
    assert "absurd size" in unsafe(REPORT)


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "..\\..\\x.xml", "C:/x", "word/../../x"]
)
def test_paths_that_lead_out(name: str) -> None:
    assert "path" in unsafe(documents.repack(REPORT, {}, {name: b"x"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name() -> None:
    assert "same name" in unsafe(documents.repack(REPORT, {}, {"word/document.xml": b"<a/>"}))


def declare(doctype: str) -> Callable[[str], str]:
    return lambda part: part.replace("?>", f"?>{doctype}", 1)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "https://evil.example/a.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_entities_and_document_types(doctype: str, part: str) -> None:
    assert "entities" in unsafe(documents.repack(REPORT, {part: declare(doctype)}))


def test_entities_in_another_encoding() -> None:
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'
    data = documents.repack(REPORT, {}, {"word/extra.xml": hidden.encode("utf-16")})
    assert "entities" in unsafe(data)


def test_nesting_without_end() -> None:
    deep = b"<a>" * 5000 + b"</a>" * 5000
    assert "nested" in unsafe(documents.repack(REPORT, {}, {"word/extra.xml": deep}))


def test_broken_xml() -> None:
    broken = documents.repack(REPORT, {"word/document.xml": lambda part: part[:-20]})
    assert refusal("a.docx", broken).code == "broken"


def test_a_locked_document() -> None:
    data = bytearray(make_zip({"word/document.xml": b"<a/>"}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(magic) + offset] |= 1
    assert "password" in unsafe(bytes(data))
