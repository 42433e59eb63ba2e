"""Quotation marks, brackets and titles come in pairs, and quotations nest “‘’” (GB/T 15834—2011,
4.8, 4.9, 4.15).

A quotation that runs over several paragraphs opens each of them and is closed in the last only,
as 4.8 and newspapers have it.
"""

import re
from collections.abc import Iterator

from articles.text.han import is_chinese
from articles.text.housestyle.copy import Copy, Line
from articles.text.housestyle.slip import Limits, Slip

_CLOSES = {
    "“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "《": "》", "〈": "〉", "【": "】",
    "〔": "〕",
}  # fmt: skip
_OPENS = {close: mark for mark, close in _CLOSES.items()}
# A half-width bracket may close a full-width one: that is another rule's business.
_SAME = {"(": "（", ")": "）"}
# 1） and 一） number an item.
_NUMBERING = re.compile(r"(?:^|[\s，；。：])(?:[0-9]{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})$")
_INNER = {"“": "‘", "”": "’"}
_OUTER = {"‘": "“", "’": "”"}
# Nobody nests deeper, nor numbers within brackets that are longer: a text of nothing but marks is
# read in the time of any other.
_DEEP, _NEAR = 20, 500
_RUNNING = frozenset({"paragraph", "quote"})


def check(copy: Copy, _limits: Limits) -> Iterator[Slip]:
    lines = copy.lines
    for number, line in enumerate(lines):
        yield from _read(line, lines[number + 1] if number + 1 < len(lines) else None)


def _read(line: Line, following: Line | None) -> list[Slip]:
    text = line.text
    opened: list[tuple[int, str]] = []
    slips: list[Slip] = []
    for at, char in enumerate(text):
        mark = _SAME.get(char, char)
        if mark in _CLOSES:
            slips += _nested(line, at, mark, opened)
            opened.append((at, mark))
        elif mark in _OPENS and not _is_apostrophe(text, at) and not _is_numbering(text, at):
            slips += _close(line, at, mark, opened)
    if not _runs_on(line, following, opened):
        slips += [Slip("unpaired", line, at, at + 1, sentence="unpaired_open") for at, _ in opened]
    # Where a mark is missing nobody knows which ones stand inside which.
    whole = not any(slip.rule == "unpaired" for slip in slips)
    return [slip for slip in slips if whole or slip.rule == "unpaired"]


def _close(line: Line, at: int, mark: str, opened: list[tuple[int, str]]) -> list[Slip]:
    """Closes the innermost of its kind; what was opened inside it stays open, and is named."""
    wanted = _OPENS[mark]
    if not any(mark_open == wanted for _at, mark_open in opened[-_DEEP:]):
        return [Slip("unpaired", line, at, at + 1, sentence="unpaired_close")]
    slips: list[Slip] = []
    while True:
        start, mark_open = opened.pop()
        if mark_open == wanted:
            break
        slips.append(Slip("unpaired", line, start, start + 1, sentence="unpaired_open"))
    around = _quotes(opened)
    if mark == "”" and around[-1:] == ["“"]:
        slips.append(Slip("nesting", line, at, at + 1, _INNER[mark]))
    elif mark == "’" and not around and _is_outside(line, start):
        slips.append(Slip("nesting", line, at, at + 1, _OUTER[mark], "single_outside"))
    return slips


def _nested(line: Line, at: int, mark: str, opened: list[tuple[int, str]]) -> list[Slip]:
    quotes = _quotes(opened)
    if mark == "“" and quotes[-1:] == ["“"]:
        return [Slip("nesting", line, at, at + 1, _INNER[mark])]
    if mark == "‘" and not quotes and _is_outside(line, at):
        return [Slip("nesting", line, at, at + 1, _OUTER[mark], "single_outside")]
    return []


def _quotes(opened: list[tuple[int, str]]) -> list[str]:
    return [mark for _at, mark in opened[-_DEEP:] if mark in "“‘"]


def _is_outside(line: Line, at: int) -> bool:
    """Single marks around Chinese words, with no quotation around them in this line."""
    end = line.text.find("’", at)
    return end > at and is_chinese(line.text[at + 1 : end])


def _is_apostrophe(text: str, at: int) -> bool:
    beside = text[max(0, at - 1) : at] + " " + text[at + 1 : at + 2]
    return text[at] == "’" and any(char.isascii() and char.isalnum() for char in beside)


def _is_numbering(text: str, at: int) -> bool:
    begin = max(0, at - _NEAR)
    return (
        text[at] in ")）"
        # No more than three signs and the one before them.
        and _NUMBERING.search(text, max(0, at - 4), at) is not None
        and (
            text.rfind("（", begin, at) <= text.rfind("）", begin, at)
            and text.rfind("(", begin, at) <= text.rfind(")", begin, at)
        )
    )


def _runs_on(line: Line, following: Line | None, opened: list[tuple[int, str]]) -> bool:
    """One quotation is open at the end of a paragraph and the next one begins with its mark."""
    return (
        [mark for _at, mark in opened] == ["“"]
        and line.kind in _RUNNING
        and following is not None
        and following.field == line.field
        and following.kind in _RUNNING
        and following.text.lstrip().startswith("“")
    )
