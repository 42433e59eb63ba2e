"""Numbers by GB/T 15835—2011. Every pattern asks for what follows the number, too, so that
telephone numbers, codes, scores, dates and addresses are left alone."""

import re
from collections.abc import Callable, Iterator

from articles.text.han import is_chinese
from articles.text.housestyle.copy import Copy
from articles.text.housestyle.slip import Limits, Slip

Find = Callable[[str], Iterator[tuple[int, int, str]]]

_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)} | {0xFF05: ord("%")}
_FULL_WIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+(?:％)?")

_MEASURE = (
    r"(?:[万亿]?(?:元|人|名|个|家|户|件|次|吨|亩|米|公里|千米|厘米|毫米|平方米|立方米|千克|公斤|克|度"
    r"|倍|周|天|年|月|日|小时|分钟|秒|岁|余|多)|℃|%|万|亿)"
)
_NUMBER = r"\d+(?:\.\d+)?"
_ALONE = r"(?<![\dA-Za-z.,:/\-－—～~№])"

_THOUSANDS = {"十": 10, "百": 100, "千": 1000}
# 千克, 百分点 and 十强 are words of their own: only what counts something is looked at.
_MIXED = re.compile(
    rf"{_ALONE}(\d{{1,3}}(?:\.\d)?)([十百千])(?=[万亿]?(?:多|余)?(?:元|人|名|个|家|户|件|次|吨|亩|公里"
    r"|棵|台|套|辆|场|本|项|份|篇|天|年|岁|里|斤|平方|[，。；、]|$))"
)
_YEAR = re.compile(r"(?<![〇零○OＯ0一二三四五六七八九\d])[〇零○OＯ0一二三四五六七八九]{4}(?=年)")
_ZEROS = str.maketrans(dict.fromkeys("零○OＯ0", "〇"))
_CHINESE_DIGIT = re.compile("[一二三四五六七八九]")
_RANGE = re.compile(
    rf"{_ALONE}({_NUMBER})(%?)\s?(-|－|–|~|--)\s?({_NUMBER})(?={_MEASURE})(?!\d|年\d|月\d|日?\s?\d+:)"
)
_YEARS = re.compile(r"[年月日]")
_RANGE_UNIT = re.compile(rf"{_ALONE}({_NUMBER})(～|—|-|~|至)({_NUMBER})(%|亿|万)")
_PERCENT = re.compile(rf"百分之({_NUMBER})(?![\d.])")
_BY_FOUR = re.compile(r"(?<![\d,.])\d{1,4}(?:,\d{4})+(?![\d,])")
_FULL_COMMA = re.compile(rf"(?<![\d，.])\d{{1,3}}(?:，\d{{3}})+(?={_MEASURE})")
_DIGITS = "一二三四五六七八九"
_APPROXIMATE = re.compile(
    rf"(?<![第、—{_DIGITS}十百\d])([{_DIGITS}])、([{_DIGITS}])"
    r"(?=十(?![月日年一二三四五六七八九])|百|千|万|亿|个(?!人)|天|岁|里地|米|斤|名|户|成|倍|分钟|小时)"
)
_APPROXIMATE_FIGURES = re.compile(r"(?<![第、\d])([1-9])、([1-9])(?=[十百千](?![月日年分]))")


def check(copy: Copy, _limits: Limits) -> Iterator[Slip]:
    for line in copy.lines:
        if not is_chinese(line.text):
            continue
        for rule, find in _RULES:
            for start, end, right in find(line.text):
                yield Slip(rule, line, start, end, right)


def _full_width(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _FULL_WIDTH.finditer(text):
        yield match.start(), match.end(), match[0].translate(_TO_HALF)


def _mixed(text: str) -> Iterator[tuple[int, int, str]]:
    """5.3: beside figures only 万 and 亿 are written in Chinese: 3千 is 3000."""
    for match in _MIXED.finditer(text):
        value = float(match[1]) * _THOUSANDS[match[2]]
        if value == int(value):
            yield match.start(), match.end(), str(int(value))


def _years(text: str) -> Iterator[tuple[int, int, str]]:
    """5.2: a number that names something, as a year does, takes 〇 and not 零."""
    for match in _YEAR.finditer(text):
        right = match[0].translate(_ZEROS)
        if right != match[0] and _CHINESE_DIGIT.search(match[0]):
            yield match.start(), match.end(), right


def _ranges(text: str) -> Iterator[tuple[int, int, str]]:
    """5.1.3: “～” or “—”, not a hyphen."""
    for match in _RANGE.finditer(text):
        if float(match[1]) < float(match[4]):
            joined = "—" if _YEARS.match(text, match.end()) else "～"
            yield match.start(), match.end(), f"{match[1]}{match[2]}{joined}{match[4]}"


def _range_units(text: str) -> Iterator[tuple[int, int, str]]:
    """5.1.3: 15%～30%, 9亿～16亿: left out, the unit could be missing from the number itself."""
    for match in _RANGE_UNIT.finditer(text):
        if float(match[1]) < float(match[3]):
            joined = "～" if match[2] in "-~" else match[2]
            yield match.start(), match.end(), f"{match[1]}{match[4]}{joined}{match[3]}{match[4]}"


def _percent(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _PERCENT.finditer(text):
        yield match.start(), match.end(), f"{match[1]}%"


def _grouping(text: str) -> Iterator[tuple[int, int, str]]:
    """5.1.1: by three from the right; here without a mark, as newspapers write."""
    for match in (*_BY_FOUR.finditer(text), *_FULL_COMMA.finditer(text)):
        yield match.start(), match.end(), match[0].replace(",", "").replace("，", "")


def _approximate(text: str) -> Iterator[tuple[int, int, str]]:
    """5.2.1: 三四十人; 三、四年级 are two grades and stay."""
    for match in _APPROXIMATE.finditer(text):
        if _DIGITS.index(match[2]) == _DIGITS.index(match[1]) + 1:
            yield match.start(), match.end(), match[1] + match[2]
    for match in _APPROXIMATE_FIGURES.finditer(text):
        if int(match[2]) == int(match[1]) + 1:
            first, second = (_DIGITS[int(digit) - 1] for digit in match.groups())
            yield match.start(), match.end(), first + second


_RULES: tuple[tuple[str, Find], ...] = (
    ("full_width_digit", _full_width),
    ("mixed_number", _mixed),
    ("zero_year", _years),
    ("range_unit", _range_units),
    ("range", _ranges),
    ("percent", _percent),
    ("grouping", _grouping),
    ("approximate", _approximate),
)
