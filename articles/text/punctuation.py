"""Half-width punctuation in Chinese text to full-width: , : ? ! ( ) ; only, never quotation marks.

A mark is Chinese by what stands on its two sides, looking over a space: one side Chinese is
enough, two sides of Latin letters or digits never are (3,000; 9:30; e.g. Hello, world). Where
neither decides (a per cent sign, a quotation mark, the end of the line) the words before it do.
"""

import re
from typing import NamedTuple

from articles.text.han import is_chinese, is_han

FULL_WIDTH = {",": "，", ":": "：", "?": "？", "!": "！", ";": "；", "(": "（", ")": "）"}
_SENTENCE_MARKS = frozenset(",:?!;")
_CHINESE_MARKS = frozenset("，。、；：？！（）《》〈〉【】「」『』〔〕—…·％‰℃")
_OPENING = frozenset("“‘「『")
_CLOSING = frozenset("”’」』")
_LOOKED_OVER = _SENTENCE_MARKS | _OPENING | _CLOSING | frozenset("\"'")
_FAR = 40  # characters that are looked over for what stands beside a mark
_CLAUSE = 200  # characters that are searched for what a mark ends

# What keeps its own punctuation: addresses, e-mail, telephone numbers, times and scores.
_PROTECTED = re.compile(
    r"""
      [a-z][a-z0-9+.-]*://[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”]+
    | (?:www\.|[\w-]+\.(?:com|cn|net|org|gov)\b)[\w.~:/?\#@!$&'*+,;=%-]*
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | \(\+?\d{2,4}\)\s?-?\d{3,}
    | \d+(?:\s?:\s?\d+)+
    | \d+(?:,\d+)+
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


class Mark(NamedTuple):
    """One mark to be changed, with the space after it where there is one."""

    start: int
    end: int
    before: str
    after: str


def find(line: str) -> list[Mark]:
    """The marks of one line that should be full-width; none in a line that is not Chinese."""
    if not is_chinese(line):
        return []
    return sorted([*_find_parentheses(line), *_find_sentence_marks(line)])


def _find_sentence_marks(line: str) -> list[Mark]:
    protected = _protected(line)
    marks = []
    for at, char in enumerate(line):
        if char in _SENTENCE_MARKS and at not in protected and _is_chinese_mark(line, at):
            end = at + 1
            if line[end : end + 1] == " " and line[end + 1 : end + 2].strip():
                end += 1
            marks.append(Mark(at, end, line[at:end], FULL_WIDTH[char]))
    return marks


def _is_chinese_mark(line: str, at: int) -> bool:
    left, right = _side(line, at, -1), _side(line, at, 1)
    if "latin" in (left, right) and {left, right} <= {"latin", "digit"}:
        return False
    if (left, right) == ("digit", "digit"):
        return False
    if left == "chinese" or (right == "chinese" and left != "nothing"):
        return True
    return left != "nothing" and _clause_is_chinese(line, at)


def _side(line: str, at: int, step: int) -> str:
    """What a mark stands beside: chinese, latin, digit, nothing (an end) or something else.

    Blanks, other marks (什么?!) and quotation marks are looked over, but a quotation's own closing
    mark is an end for what stands inside it.
    """
    inside = _OPENING if step < 0 else _CLOSING
    for position in range(at + step, max(-1, min(len(line), at + step * _FAR)), step):
        char = line[position]
        if char in inside or (char == ")" and step > 0):
            return "end"
        if char == "(" and step < 0:
            return "nothing"
        if is_han(char) or char in _CHINESE_MARKS:
            return "chinese"
        if char.isdigit():
            return "digit"
        if char.isalpha():
            return "latin"
        if not (char.isspace() or char in _LOOKED_OVER):
            return "other"
    return "nothing" if step < 0 else "end"


def _clause_is_chinese(line: str, at: int) -> bool:
    """Whether the words before a mark, from where its sentence or quotation opens, are Chinese."""
    depth = 0
    for position in range(at - 1, max(-1, at - _CLAUSE), -1):
        char = line[position]
        if is_han(char):
            return True
        if char in "。！？!?":
            return False
        if char in _CLOSING:
            depth += 1
        elif char in _OPENING:
            if depth == 0:
                return False
            depth -= 1
    return False


def _find_parentheses(line: str) -> list[Mark]:
    protected = _protected(line)
    marks: list[Mark] = []
    opened: list[int] = []
    for at, char in enumerate(line):
        if char in "(（":
            opened.append(at)
        elif char in ")）" and opened:
            start = opened.pop()
            if start not in protected and _pair_is_chinese(line, start, at):
                marks += [
                    Mark(place, place + 1, line[place], FULL_WIDTH[line[place]])
                    for place in (start, at)
                    if line[place] in FULL_WIDTH
                ]
    return marks


def _pair_is_chinese(line: str, start: int, end: int) -> bool:
    """Whether there is Chinese inside a pair or beside it: f(x) and iPhone(2) stay half-width."""
    beside = line[start - 1 : start] + line[end + 1 : end + 2]
    return any(
        is_han(char) or char in _CHINESE_MARKS or char in _OPENING or char in _CLOSING
        for char in beside + line[start + 1 : end]
    )


def _protected(line: str) -> set[int]:
    """The columns of addresses, numbers and times, but for a mark that only follows them."""
    return {
        at
        for match in _PROTECTED.finditer(line)
        for at in range(match.start(), match.start() + len(match[0].rstrip(",;:!?.")))
    }
