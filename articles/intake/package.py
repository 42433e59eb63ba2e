"""The packing of a Word document, looked at before anything opens it.

A .docx is a zip archive of XML. Nothing here trusts what the archive says of itself: a bomb, a
path that leads out, a document type with entities, or nesting without end is refused.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NoReturn
from xml.parsers import expat

from articles.intake.errors import IntakeError, gettext_noop

_MOST_ENTRIES = 3_000
_MOST_UNPACKED = 300 * 2**20
_MOST_XML = 40 * 2**20
_FREE = 30 * 2**20  # no archive of this size unpacked is a bomb
_MOST_RATIO = 100
_DEEPEST = 300
# A reader of XML keeps a thousand bytes for each, however short it is written.
_MOST_ELEMENTS = 80_000
_CHUNK = 2**16
_XML = (".xml", ".rels", ".vml")
_MAIN = re.compile(r"word/document\d*\.xml")
_RUBY = re.compile(
    rb"<w:ruby\b[^>]*>.*?<w:rubyBase\b[^>]*>(.*?)</w:rubyBase>\s*</w:ruby>", re.DOTALL
)

_ENTRIES = gettext_noop("it has too many parts")
_BOMB = gettext_noop("it grows to an absurd size when it is unpacked")
_PATH = gettext_noop("one of its parts has a path that leads out of it")
_TWICE = gettext_noop("two of its parts have the same name")
_LOCKED = gettext_noop("it is locked with a password")
_ENTITIES = gettext_noop("it defines entities of its own")
_DEPTH = gettext_noop("it is nested without end")
_CROWD = gettext_noop("it has more parts within its text than any report")


def opens(data: bytes) -> bool:
    return bool(_names(data))


def is_document(data: bytes) -> bool:
    """Whether a zip archive is a word processor's document, whatever its file is called."""
    return any(map(_MAIN.fullmatch, _names(data)))


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeError):
        return []


def check(name: str, data: bytes) -> None:
    """IntakeError unless the archive is safe to open."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(name, entries, len(data))
            elements = 0
            for entry in entries:
                if entry.filename.lower().endswith(_XML):
                    elements = _check_xml(name, archive, entry, elements)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError) as error:
        raise IntakeError("broken", name=name) from error
    except (NotImplementedError, RuntimeError, UnicodeError, ValueError, OSError) as error:
        raise IntakeError("broken", name=name) from error


def without_ruby(data: bytes) -> bytes:
    """The document with readings that Word sets above characters taken off, base text kept."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        mains = [name for name in archive.namelist() if _MAIN.fullmatch(name)]
        if not any(b"<w:ruby" in archive.read(name) for name in mains):
            return data
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as copy:
            for entry in archive.infolist():
                part = archive.read(entry)
                if entry.filename in mains:
                    part = _RUBY.sub(rb"\1", part)
                copy.writestr(entry.filename, part)
        return packed.getvalue()


def _check_entries(name: str, entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > _MOST_ENTRIES:
        _refuse(name, _ENTRIES)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _MOST_UNPACKED or unpacked > max(_FREE, packed * _MOST_RATIO):
        _refuse(name, _BOMB)
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        _refuse(name, _TWICE)
    for entry in entries:
        path = entry.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or ":" in path or "\0" in path:
            _refuse(name, _PATH)
        if entry.flag_bits & 0x1:
            _refuse(name, _LOCKED)
        if path.lower().endswith(_XML) and entry.file_size > _MOST_XML:
            _refuse(name, _BOMB)


def _check_xml(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, elements: int) -> int:
    """The number of elements seen so far, this part's and those of the `elements` before."""
    depth = 0

    def start(tag: str, attributes: object) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > _DEEPEST:
            _refuse(name, _DEPTH)
        if elements > _MOST_ELEMENTS:
            _refuse(name, _CROWD)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*declaration: object) -> None:
        _refuse(name, _ENTITIES)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    for chunk in _chunks(archive, entry):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return elements


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _refuse(name: str, what: str) -> NoReturn:
    raise IntakeError("unsafe", name=name, what=what)
