"""A file or pasted text becomes an `ImportedCopy`: read, mended, and told apart.

`read` and `read_pasted` are all that the rest of the house uses.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath

from articles.intake import damage, docx, encoding, lines, sniff, structure, text
from articles.intake.copy import ComparedLine, Credit, ImportedCopy, ImportedImage, Part
from articles.intake.errors import IntakeError, Message
from articles.intake.lines import SourceLine
from articles.text import repair

__all__ = [
    "ComparedLine",
    "Credit",
    "ImportedCopy",
    "ImportedImage",
    "IntakeError",
    "Message",
    "Part",
    "read",
    "read_pasted",
]


def read(
    name: str,
    data: bytes,
    *,
    refused: Collection[str] = (),
    repair_reprints: bool = False,
    own_names: Collection[str] = (),
) -> ImportedCopy:
    """A file as copy; IntakeError, with a sentence that says what to do, if it is none.

    `refused` holds ids and kinds of repairs not to be made (kinds: `repair.KINDS`, and
    "encoding" for text that a machine has read in the wrong one). A reprint is left as it came
    unless `repair_reprints`. `own_names` are the paper's: copy from such a source is no reprint.
    """
    name = PurePath(name.replace("\\", "/")).name or "copy"
    if sniff.kind(name, data) == "docx":
        document = docx.read(name, data)
        source = _Source(document.lines, None, document.images, document.notes)
    else:
        source = _text_source(name, encoding.decode(name, data), refused)
    return _copy(name, data, source, frozenset(refused), repair_reprints, own_names)


def read_pasted(
    pasted: str,
    *,
    refused: Collection[str] = (),
    repair_reprints: bool = False,
    own_names: Collection[str] = (),
) -> ImportedCopy:
    """Text from a form as copy, as if it were a UTF-8 file."""
    sniff.check_pasted(pasted)
    data = pasted.encode("utf-8", "replace")
    source = _text_source("", encoding.Decoded(data.decode(), None), refused)
    return _copy("", data, source, frozenset(refused), repair_reprints, own_names)


@dataclass(frozen=True, slots=True)
class _Source:
    lines: list[SourceLine]
    encoding: str | None
    images: list[ImportedImage]
    notes: list[Message]


def _text_source(name: str, decoded: encoding.Decoded, refused: Collection[str]) -> _Source:
    sniff.check_text(name, decoded.text)
    if "encoding" not in refused:
        decoded = encoding.unscramble(decoded.text) or decoded
    return _Source(text.read(decoded.text), decoded.converted, [], [])


def _copy(
    name: str,
    data: bytes,
    source: _Source,
    refused: frozenset[str],
    repair_reprints: bool,
    own_names: Collection[str],
) -> ImportedCopy:
    if not source.lines:
        raise IntakeError("empty", name=name)
    repairs = repair.find("\n".join(line.text for line in source.lines))
    found = structure.read(lines.read(source.lines, repairs, refused), own_names)
    if found.reprint and not repair_reprints:
        refused |= frozenset(repair.KINDS)
        found = structure.read(lines.read(source.lines, repairs, refused), own_names)
    return ImportedCopy(
        file=name,
        headline=found.headline,
        kicker=found.kicker,
        deck=found.deck,
        original_headline=found.original_headline,
        source=found.source,
        source_url=found.source_url,
        published_at=found.published_at,
        credits=tuple(found.credits),
        responsible_editor="、".join(found.editors),
        body=tuple(found.body),
        boilerplate=tuple(found.boilerplate),
        reprint=found.reprint,
        quarantine=damage.find(source.lines),
        notes=tuple(source.notes),
        encoding=source.encoding,
        lines=tuple(line.text for line in source.lines),
        repairs=tuple(repairs),
        refused=refused,
        images=tuple(source.images),
        original=data,
    )
