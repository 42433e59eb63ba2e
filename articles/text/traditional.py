"""Traditional to Simplified Chinese: OpenCC's `tw2s`, and 陜 as the 陕 of 陕西.

`t2s` leaves 著力, `tw2sp` rewrites 支援 and 建立. Conversion is by phrase, so 著力 becomes 着力 and
著名 stays. Results outside the basic plane (頔 to 𬱖) are left alone: few readers' fonts have them.
"""

from functools import cache

import opencc

from articles.text.han import is_han, only_simplified, only_traditional

# OpenCC reads 陜 as the rare character that it also is; copy means 陝 by it.
_OWN = {"陜": "陕"}

# Characters that tw2s changes although the General Standard Chinese Characters (2013) keep them
# for names and set words: 毕昇. In Simplified copy they are what the writer meant.
_KEPT_BY_STANDARD = frozenset("昇氾陞剋脩祕")

# GB2312 lists 後, but nobody who writes Simplified types it.
_NEVER_SIMPLIFIED = frozenset("後")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("tw2s")


def convert(line: str) -> str:
    """One line, wholly, by phrases. Same length as the line: every change is one for one."""
    converted = str(_converter().convert(line))
    if len(converted) != len(line):
        converted = line.translate(characters())
    return "".join(
        _OWN.get(before, after if ord(after) < 0x10000 else before)
        for before, after in zip(line, converted, strict=True)
    )


def simplify(lines: list[str]) -> list[str]:
    """The lines of one piece in Simplified.

    A line whose script is Traditional (or that shows none, in a piece that is) is converted
    wholly. In any other only characters that exist in Traditional alone are: a stray 楊 is mended,
    and 乾隆, 毕昇 and 徵 are what they were.
    """
    weights = [_traditional_weight(line) for line in lines]
    piece_is_traditional = sum(weights) > 0
    return [
        convert(line)
        if weight > 0 or (weight == 0 and piece_is_traditional)
        else _convert_strays(line)
        for line, weight in zip(lines, weights, strict=True)
    ]


@cache
def characters() -> dict[int, str]:
    """Every character's own conversion, free of context, for `str.translate`."""
    alone = [chr(code) for code in range(0x3400, 0x323B0) if is_han(chr(code))]
    converted = str(_converter().convert("\n".join(alone))).split("\n")
    table = {
        ord(before): after
        for before, after in zip(alone, converted, strict=True)
        if before != after and len(after) == 1
    }
    return table | {ord(before): after for before, after in _OWN.items()}


@cache
def _changed() -> frozenset[str]:
    return frozenset(map(chr, characters()))


def one_by_one(text: str) -> str:
    """As `text.translate(characters())`, and many times quicker where there is nothing to do: in
    Simplified text."""
    return text if _changed().isdisjoint(text) else text.translate(characters())


def character(char: str) -> str:
    """One character in Simplified, whatever stands around it."""
    return char.translate(characters()) if is_han(char) else char


def is_traditional(char: str) -> bool:
    """Whether a character can only be Traditional, and has a Simplified form."""
    return char in _NEVER_SIMPLIFIED or (
        only_traditional(char)
        and char not in _KEPT_BY_STANDARD
        and "\u3400" <= characters().get(ord(char), "") < "\U00010000"
    )


def _traditional_weight(line: str) -> int:
    return sum(is_traditional(char) - only_simplified(char) for char in line)


def _convert_strays(line: str) -> str:
    if not any(is_traditional(char) for char in line):
        return line
    return "".join(
        after if is_traditional(before) else before
        for before, after in zip(line, convert(line), strict=True)
    )
