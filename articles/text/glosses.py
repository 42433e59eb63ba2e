"""Pinyin glosses that a mirror site has left after ordinary characters: 會(huì), 識(shí)/(zhì)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from articles.text import traditional
from articles.text.han import HAN, count_han, is_common, is_rare

_PARENTHESIS = r"[(（]\s*[^()（）]{1,16}[)）]"
_AFTER_CHARACTER = re.compile(f"(?<=[{HAN}]){_PARENTHESIS}(?:\\s*[/／]\\s*{_PARENTHESIS})*")
_BETWEEN_READINGS = re.compile(r"[()（）/／,，、|\s]+")
_SYLLABLE = re.compile(r"[a-z]{1,6}")
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0306": "3", "\u0300": "4"}
_LOOKALIKES = str.maketrans({"ɡ": "g", "ɑ": "a", "’": None, "'": None})


class Gloss(NamedTuple):
    """A gloss checked to be a reading of the character before it; columns count from 0."""

    row: int
    start: int
    end: int
    char: str
    text: str


def find(lines: list[str]) -> list[Gloss]:
    """The glosses to take out: all of them where they are systematic, else none.

    A newspaper prints a reading once, for a rare character or an unexpected reading: 顾頔（dí）,
    单（shàn）县. Nobody needs to be told that 會 is huì. So glosses are systematic if at least half
    of them are needless (a common character, in its usual reading) and these are many: three or
    more in copy with a gloss to every 200 Chinese characters, or two in copy with one to every 20.
    Even there the gloss of a character that is rare in both scripts, and glossed once, stays.
    """
    glosses = [gloss for row, line in enumerate(lines) for gloss in _in_line(row, line)]
    han = sum(count_han(line) for line in lines)
    if not _are_systematic(glosses, han):
        return []
    times = Counter(gloss.char for gloss in glosses)
    return [gloss for gloss in glosses if times[gloss.char] > 1 or not _is_honest(gloss)]


def _in_line(row: int, line: str) -> Iterable[Gloss]:
    for match in _AFTER_CHARACTER.finditer(line):
        char = line[match.start() - 1]
        if is_reading(match[0], char):
            yield Gloss(row, match.start(), match.end(), char, match[0])


def _are_systematic(glosses: list[Gloss], han: int) -> bool:
    needless = sum(_is_needless(gloss) for gloss in glosses)
    if needless * 2 < len(glosses):
        return False
    return (needless >= 3 and len(glosses) * 200 >= han) or (
        needless >= 2 and len(glosses) * 20 >= han
    )


def _is_needless(gloss: Gloss) -> bool:
    if not is_common(traditional.character(gloss.char)):
        return False
    usual = _readings(gloss.char, usual=True)
    return any(
        plain(syllable) == plain(reading) and _tone(syllable) in ("", _tone(reading))
        for syllable in _syllables(gloss.text)
        for reading in usual
    )


def _is_honest(gloss: Gloss) -> bool:
    return is_rare(traditional.character(gloss.char))


def is_reading(gloss: str, char: str) -> bool:
    """Whether a parenthesis holds readings of a character, whatever was done to its tone marks.

    Tones are not compared: mirrors drop them, write ă for ǎ, ɑ for a, or lv for lǜ. Of several
    readings, 識(shí)/(zhì), one has to be right and the others look like syllables. Capitals are
    words: 人工智能(AI).
    """
    syllables = _syllables(gloss)
    if not syllables or any(_SYLLABLE.fullmatch(plain(syllable)) is None for syllable in syllables):
        return False
    if any(syllable[1:] != syllable[1:].lower() or syllable.isupper() for syllable in syllables):
        return False
    known = {plain(reading) for reading in _readings(char)}
    return any(plain(syllable) in known for syllable in syllables)


def _syllables(gloss: str) -> list[str]:
    return [part for part in _BETWEEN_READINGS.split(gloss) if part]


@cache
def readings(char: str) -> frozenset[str]:
    """A character's readings in plain letters, ü as u: what lost bytes are compared with."""
    return frozenset(plain(reading) for reading in _readings(char))


@cache
def _readings(char: str, *, usual: bool = False) -> frozenset[str]:
    # Loaded by whoever reads such a text: its tables take 56 MB, which few processes need.
    import pypinyin

    found: set[str] = set()
    for form in {char, traditional.character(char)}:
        for row in pypinyin.pinyin(form, style=pypinyin.Style.TONE, heteronym=not usual):
            found.update(row)
    return frozenset(found)


def plain(syllable: str) -> str:
    """Letters alone: no tone marks or numbers, and u for ü and v (lv, lü and lu are one)."""
    letters = unicodedata.normalize("NFKD", syllable.translate(_LOOKALIKES)).lower()
    kept = "".join(char for char in letters if not unicodedata.combining(char))
    return kept.rstrip("012345").replace("u:", "u").replace("v", "u")


def _tone(syllable: str) -> str:
    """The number of its tone, or nothing where it has none."""
    for char in unicodedata.normalize("NFKD", syllable):
        if char in _TONES:
            return _TONES[char]
    return syllable[-1] if syllable[-1:] in "1234" else ""
