"""Punctuation by GB/T 15834—2011, mark by mark."""

import re
from collections.abc import Iterator

from articles.text import punctuation
from articles.text.han import HAN, is_chinese
from articles.text.housestyle.copy import Copy, Line
from articles.text.housestyle.slip import Limits, Slip

_CHINESE = f"{HAN}，。、；：？！“”‘’（）《》"

# 4.11: six dots in two characters; four of them (twelve dots) stand for a whole paragraph.
_ELLIPSIS = re.compile(r"。{3,}|\.{3,}|·{3,}|・{3,}|…+|⋯+|．{3,}")
# After things in a row; “……等到天亮” is another 等.
_ETC = re.compile(r"(?<=[^。！？；，]、)[^、。！？；，]+……(等等?)(?![到待着了候你我他她它])")
# 4.10: two characters long. One alone is a connector (秦岭—淮河) unless a mark stands beside it.
_DASH = re.compile(
    rf"(?<=[{_CHINESE}])\s*(?:-{{2,}}|－{{2,}}|―+|─{{2,}}|–{{2,}}|—\s+—)\s*(?=[{_CHINESE}])"
    r"|(?<=[。，！？”])—(?=[^—])"
    rf"|(?<=[{HAN}]) —{{1,2}} (?=[{HAN}])"
    rf"|^(?:-{{2,}}|－{{2,}}|―{{1,2}}|─{{2,}}|–{{1,2}}|—(?!—))\s*(?=[{HAN}“《])"
)
# ？！ and up to three of ！ or ？ are right (4.2, 4.3).
_DOUBLED = re.compile(
    r"，{2,}|、{2,}|；{2,}|：{2,}|(?<!。)。。(?!。)|，[。；、]|、[，。；]|；[，。、]|。[，；、]"
    r"|：[，。、；]|[？！][。，、；]|！{4,}|？{4,}"
)
_QUOTED_TWICE = re.compile(r"(?<=[。！？])”。")
# 5.1: these follow a text and do not begin a line. “……” and “——” may.
_LINE_START = re.compile(r"^\s*([，。、；：？！”’）》〉】」』])", re.MULTILINE)
# 4.5: quotations or titles in a row need no mark between them.
_LIST_COMMA = re.compile(r"(?<=”)、(?=“)|(?<=》)、(?=《)")
_STRAIGHT = re.compile(r'"')
_STRAIGHT_SINGLE = re.compile(rf"(?<![A-Za-z0-9])'([^'\n]*[{HAN}][^'\n]*)'(?![A-Za-z0-9])")
_FULL_STOP = re.compile(rf"(?<=[{HAN}”》）])\.(?=[{HAN}”“]|$)", re.MULTILINE)


def check(copy: Copy, _limits: Limits) -> Iterator[Slip]:
    for line in copy.lines:
        if is_chinese(line.text):
            yield from _half_width(line)
            yield from _straight_quotes(line)
            yield from _ellipsis(line)
            for match in _DASH.finditer(line.text):
                yield Slip("dash", line, match.start(), match.end(), "——")
        yield from _doubled(line)
        for match in _LINE_START.finditer(line.text):
            yield Slip("line_start", line, match.start(1), match.end(1))
        for match in _LIST_COMMA.finditer(line.text):
            yield Slip("list_comma", line, match.start(), match.end(), "")


def _half_width(line: Line) -> Iterator[Slip]:
    for mark in punctuation.find(line.text):
        yield Slip("half_width", line, mark.start, mark.end, mark.after)
    for match in _FULL_STOP.finditer(line.text):
        yield Slip("half_width", line, match.start(), match.end(), "。")


def _straight_quotes(line: Line) -> Iterator[Slip]:
    """In pairs as they stand; an odd one is left to a person."""
    places = [match.start() for match in _STRAIGHT.finditer(line.text)]
    # 5" is an inch, and a quotation in Latin letters keeps its own marks.
    paired = list(zip(places[::2], places[1::2], strict=False)) if len(places) % 2 == 0 else []
    for start, end in paired:
        if re.search(f"[{HAN}]", line.text[start + 1 : end]):
            yield Slip("straight_quotes", line, start, start + 1, "“")
            yield Slip("straight_quotes", line, end, end + 1, "”")
    for match in _STRAIGHT_SINGLE.finditer(line.text):
        yield Slip("straight_quotes", line, match.start(), match.start() + 1, "‘")
        yield Slip("straight_quotes", line, match.end() - 1, match.end(), "’")


def _ellipsis(line: Line) -> Iterator[Slip]:
    for match in _ELLIPSIS.finditer(line.text):
        if match[0] in ("……", "…………") or not _beside_chinese(line.text, match):
            continue
        yield Slip("ellipsis", line, match.start(), match.end(), "……")
    for match in _ETC.finditer(line.text):
        yield Slip("ellipsis", line, match.start(1), match.end(1), sentence="ellipsis_etc")


def _beside_chinese(text: str, match: re.Match[str]) -> bool:
    beside = text[: match.start()].rstrip()[-1:] + text[match.end() :].lstrip()[:1]
    return re.search(f'[{_CHINESE}"]', beside) is not None


def _doubled(line: Line) -> Iterator[Slip]:
    for match in _DOUBLED.finditer(line.text):
        same = len(set(match[0])) == 1
        keep = match[0][:3] if match[0][0] in "！？" else match[0][0]
        suggestion = keep if same else None
        yield Slip("doubled_mark", line, match.start(), match.end(), suggestion)
    for match in _QUOTED_TWICE.finditer(line.text):
        yield Slip("doubled_mark", line, match.start(), match.end())
