"""Plain text to lines, with the line ends that mail programs put into paragraphs taken out."""

import re
from collections.abc import Iterator

from articles.intake import shape
from articles.intake.lines import Line, SourceLine, tidy
from articles.text.han import is_han

_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\xad\u200b\u202a-\u202e\u2060\ufeff]")
_BLANKS = " \t\u3000\xa0"
_INDENT = re.compile(f"[{_BLANKS}]{{2,}}|\u3000|\t")
_NARROWEST, _WIDEST = 30, 100  # columns between which a mail program wraps
_FEWEST = 4  # full lines that show a text to be wrapped


def read(text: str) -> list[SourceLine]:
    """The lines that hold anything, numbered as in the file."""
    rows = [
        (number, _INVISIBLE.sub("", row).replace("\xa0", " "))
        for number, row in enumerate(text.splitlines(), 1)
    ]
    if (measure := _measure([row for _, row in rows])) is not None:
        rows = list(_unwrap(rows, measure))
    return [SourceLine(tidy(row), number) for number, row in rows if row.strip(_BLANKS)]


def _measure(rows: list[str]) -> int | None:
    """The columns that a text was wrapped at, or None if each line is a paragraph or a heading.

    A wrapped text has many lines of one width, most of which stop within a sentence.
    """
    widths = [shape.width(row.rstrip(_BLANKS)) for row in rows if row.strip(_BLANKS)]
    if not widths or not _NARROWEST <= max(widths) <= _WIDEST:
        return None
    full = [row for row in rows if _is_full(row, max(widths))]
    broken = [row for row in full if not _ends(row)]
    enough = len(full) >= _FEWEST and len(full) * 2 >= len(widths)
    return max(widths) if enough and len(broken) * 2 > len(full) else None


def _unwrap(rows: list[tuple[int, str]], measure: int) -> Iterator[tuple[int, str]]:
    open_row: tuple[int, str] | None = None
    for number, row in rows:
        text = row.strip(_BLANKS)
        if open_row is not None:
            if text and not _INDENT.match(row):
                open_row = open_row[0], _joined(open_row[1], text)
            else:
                yield open_row
                open_row = number, row
        else:
            open_row = number, row
        if not _is_full(row, measure):
            yield open_row
            open_row = None
    if open_row is not None:
        yield open_row


def _is_full(row: str, measure: int) -> bool:
    """Whether the next word would not have fitted: two columns in Chinese, a word in Latin."""
    text = row.rstrip(_BLANKS)
    slack = 3 if text and is_han(text[-1]) else 4 if not text.isascii() else 12
    return shape.width(text) >= measure - slack


def _ends(row: str) -> bool:
    line = SourceLine(row.strip(_BLANKS), 0)
    return shape.ends_sentence(Line(line, line.text, tuple(line.text)))


def _joined(left: str, right: str) -> str:
    left = left.rstrip(_BLANKS)
    latin = left[-1:].isascii() and right[:1].isascii()
    return f"{left} {right}" if latin else left + right
