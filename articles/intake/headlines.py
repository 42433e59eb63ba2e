"""Headlines: kicker, headline and deck (引题, 主题, 副题), marked or by their order."""

import re
from collections.abc import Collection
from typing import Literal

from articles.intake.lines import Line
from articles.text.han import HAN

Part = Literal["original_headline", "kicker", "headline", "deck", "crosshead", "body"]

_OPEN, _CLOSE = r"[（(【\[〔<《]", r"[）)】\]〕>》]"
_NAMES: dict[Part, str] = {
    "original_headline": "原标题|原题",
    "kicker": "引题|肩题|眉题",
    "headline": "主题|主标题|标题|大标题|正题|题目",
    "deck": "副题|副标题|子题",
    "crosshead": "小标题|插题",
    "body": "正文|内容",
}
_MARKS = [
    (
        part,
        re.compile(
            rf"(?:{_OPEN}\s*(?:{words})\s*[:：]?\s*{_CLOSE}\s*[:：]?|(?:{words})\s*[:：]|"
            rf"(?:{words})(?:\s+|$)|(?P<wide>{_OPEN}\s*(?:{words})\s*[:：]))\s*"
        ),
        re.compile(rf"\s*{_OPEN}\s*(?:{words})\s*{_CLOSE}$"),
    )
    for part, words in _NAMES.items()
]
_DASH = re.compile(r"\s*(?:—{2,}|―{2,}|─{2,}|－{2,}|(?<=[^\x00-\x7f])\s?-{2,})\s*")
_LEADING_DASH = re.compile(r"(?:—+|―+|─+|－+|--+)\s*")
_OF_A_PUBLISHER = re.compile(
    f"[{HAN}]{{1,6}}网——[{HAN}]{{1,8}}?(?:日报|晚报|工人报|时报|早报|晨报|商报|青年报|电视台|网)"
)


def marked(line: Line) -> tuple[Part, Line] | None:
    """A line with a mark, such as （原标题） or 副题：, as what it says it is, without the mark."""
    for part, leading, trailing in _MARKS:
        if match := leading.match(line.key):
            rest = line.part(match.end())
            if match["wide"] and re.search(f"{_CLOSE}$", rest.key):
                rest = rest.part(0, len(rest.key) - 1)
            return part, rest
        if match := trailing.search(line.key):
            return part, line.part(0, match.start())
    return None


def split(line: Line, publishers: Collection[str] = ()) -> tuple[Line, Line | None]:
    """Headline and deck at the first dash; one inside a publisher's own name is none."""
    taken = [
        span
        for pattern in [_OF_A_PUBLISHER, *(re.compile(re.escape(name)) for name in publishers)]
        for span in (match.span() for match in pattern.finditer(line.key))
    ]
    for match in _DASH.finditer(line.key):
        inside = any(start <= match.start() and match.end() <= end for start, end in taken)
        if not inside and match.start() > 0 and match.end() < len(line.key):
            return line.part(0, match.start()), line.part(match.end())
    return line, None


def without_dash(line: Line) -> Line:
    """A deck's own text: the dash before it belongs to its place."""
    match = _LEADING_DASH.match(line.key)
    return line.part(match.end()) if match else line


def has_leading_dash(line: Line) -> bool:
    return _LEADING_DASH.match(line.key) is not None
