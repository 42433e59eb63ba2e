"""What a file is by its first bytes, whatever it is called."""

from pathlib import PurePath
from typing import Literal

from articles.intake import package
from articles.intake.errors import UNKNOWN_DATA, IntakeError, gettext_noop

_MEGABYTE = 2**20
_MOST_TEXT = 2 * _MEGABYTE
MOST_BYTES = 60 * _MEGABYTE  # of a document; nothing larger is read

_PICTURE = gettext_noop("a picture")
_SOUND = gettext_noop("a recording")
_ARCHIVE = gettext_noop("a packed archive")
_PROGRAM = gettext_noop("a program")
_OLD_WORD = gettext_noop("a document in the old Word or WPS format (.doc, .wps)")
_LOCKED = gettext_noop("a document that is locked with a password, or an old one renamed")
_PDF = gettext_noop("a PDF")
_RTF = gettext_noop("an RTF document")
_WEB = gettext_noop("a web page")
_TABLE = gettext_noop("a spreadsheet")
_SLIDES = gettext_noop("a presentation")
_OTHER_DOCUMENT = gettext_noop("a document of another word processor")

_PASTED = gettext_noop("The pasted text")

_UNSUPPORTED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_WORD),
    (b"%PDF-", _PDF),
    (b"{\\rtf", _RTF),
)
_BINARY = (
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"8BPS", _PICTURE),
    (b"RIFF", _PICTURE),
    (b"ID3", _SOUND),
    (b"OggS", _SOUND),
    (b"\0\0\0\x18ftyp", _SOUND),
    (b"\0\0\0\x20ftyp", _SOUND),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"MZ\x90", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"SQLite format 3\0", UNKNOWN_DATA),
)
_OTHER_ZIPS = {
    ".xlsx": _TABLE, ".pptx": _SLIDES, ".odt": _OTHER_DOCUMENT, ".pages": _OTHER_DOCUMENT,
    ".epub": _OTHER_DOCUMENT, ".docx": _OTHER_DOCUMENT, ".wps": _OTHER_DOCUMENT,
}  # fmt: skip


def kind(name: str, data: bytes) -> Literal["text", "docx"]:
    """IntakeError for a file that is empty, too large or neither of the two."""
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise IntakeError("empty", name=name)
    for magic, what in _UNSUPPORTED:
        if data.startswith(magic):
            if what is _OLD_WORD and PurePath(name).suffix.lower() == ".docx":
                what = _LOCKED
            raise IntakeError("unsupported", name=name, what=what)
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        _check_size(name, data, MOST_BYTES)
        if package.is_document(data):
            return "docx"
        suffix = PurePath(name).suffix.lower()
        if suffix in _OTHER_ZIPS and package.opens(data):
            raise IntakeError("unsupported", name=name, what=_OTHER_ZIPS[suffix])
        if suffix == ".docx":
            raise IntakeError("broken", name=name)
        raise IntakeError("binary", name=name, what=_ARCHIVE)
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise IntakeError("binary", name=name, what=what)
    if PurePath(name).suffix.lower() in (".docx", ".doc", ".wps"):
        raise IntakeError("broken", name=name)
    if data[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise IntakeError("unsupported", name=name, what=_WEB)
    _check_size(name, data, _MOST_TEXT)
    return "text"


def check_pasted(text: str) -> None:
    """IntakeError for a blank or endless field of a form."""
    if not text.strip():
        raise IntakeError("nothing_pasted")
    _check_size(_PASTED, text.encode("utf-8", "replace"), _MOST_TEXT)


def check_text(name: str, text: str) -> None:
    """IntakeError for text that is blank, or that no person has typed."""
    if not text.strip(" \t\r\n\u3000\xa0\ufeff\0"):
        raise IntakeError("empty", name=name)
    control = sum(char < " " and char not in "\t\n\r\f\v\x1a" for char in text)
    if control * 100 > len(text):
        raise IntakeError("binary", name=name, what=UNKNOWN_DATA)


def _check_size(name: str, data: bytes, limit: int) -> None:
    if len(data) > limit:
        size = f"{len(data) / _MEGABYTE:.1f}"
        raise IntakeError("too_large", name=name, size=size, limit=str(limit // _MEGABYTE))
