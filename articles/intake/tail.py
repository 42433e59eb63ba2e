"""The lines below a piece: byline, responsible editor, and what its publisher's page had."""

import re
from collections.abc import Collection

from articles.intake import boilerplate, fields, headlines, names, shape
from articles.intake.findings import Findings
from articles.intake.lines import Line

_BRACKETED = re.compile("[（(][^（）()]{2,20}[）)]")


def read(
    lines: list[Line], found: Findings, own_names: Collection[str], *, credited: bool
) -> list[Line]:
    """Takes the tail off a piece; what is left ends with its last paragraph.

    `credited` is whether its author is known already: if not, a name that stands alone at the
    end is the author's.
    """
    lines = _without_other_pieces(lines, found)
    if not credited and len(lines) > 1 and shape.ends_sentence(lines[-2]):
        told = fields.read(lines[-1], bare=names.is_alone(lines[-1].key))
        if told is not None and told.only_names:
            found.take(told, lines[-1])
            lines = lines[:-1]
    start = _start(lines, own_names)
    for line in lines[start:]:
        told = _fields(line, own_names)
        mark = headlines.marked(line)
        if mark and mark[0] == "original_headline" and mark[1].key:
            found.original_headline = found.original_headline or mark[1].text()
        elif told is not None:
            found.take(told, line)
        else:
            found.boilerplate.append(line.text())
    return lines[:start]


def _without_other_pieces(lines: list[Line], found: Findings) -> list[Line]:
    for at, line in enumerate(lines):
        if at and boilerplate.begins_other_pieces(line.key):
            found.boilerplate += [each.text() for each in lines[at:]]
            return lines[:at]
    return lines


def _start(lines: list[Line], own_names: Collection[str]) -> int:
    """Where the tail begins, found from the bottom up.

    A line that only may belong to it (a telephone number, a short line without a sentence) does
    if a sure one stands above it; the first paragraph ends the search.
    """
    start = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if line.hint in ("image", "table", "list", "quote"):
            break
        told = _fields(line, own_names)
        if told is not None and told.only_date and _is_signed(lines, at):
            break  # the date of a notice, under the office that signs it
        if told is not None or _is_sure(line):
            start = at
        elif boilerplate.degree(line.key) is None and not shape.is_short(line):
            break
    return start


def _fields(line: Line, own_names: Collection[str]) -> fields.Fields | None:
    """As everywhere, and a line that is （张三 李四）: under a piece these are its authors."""
    return fields.read(line, own_names, bare=_BRACKETED.fullmatch(line.key) is not None)


def _is_sure(line: Line) -> bool:
    mark = headlines.marked(line)
    return boilerplate.degree(line.key) == "certain" or (
        mark is not None and mark[0] == "original_headline"
    )


def _is_signed(lines: list[Line], at: int) -> bool:
    above = lines[at - 1] if at else None
    return (
        above is not None
        and shape.is_short(above)
        and boilerplate.degree(above.key) is None
        and fields.read(above) is None
    )
