"""What counts as a Chinese character, and which ones newspapers take for granted.

The two national character sets answer most questions without a word list: GB2312 (1980) holds the
Simplified forms, its first level the 3,755 characters in everyday use; Big5 (1984) holds the
Traditional ones. A character in one and not in the other shows which script a text is written in.
"""

import re
from functools import cache

# A regular expression class: unified ideographs with extensions, compatibility forms and 〇.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")


def is_han(char: str) -> bool:
    return bool(char) and _HAN_CHARACTER.match(char) is not None


def count_han(text: str) -> int:
    return len(_HAN_CHARACTER.findall(text))


def is_chinese(text: str) -> bool:
    """Whether a line reads as Chinese: more Chinese characters than words in Latin letters."""
    return count_han(text) > len(_LATIN_WORD.findall(text))


@cache
def is_common(char: str) -> bool:
    """Whether a Simplified character is of the everyday ones (the first level of GB2312)."""
    code = _encoded(char, "gb2312")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


@cache
def is_rare(char: str) -> bool:
    """Whether a character is outside GB2312 altogether: what newspapers print a reading for."""
    return not _encoded(char, "gb2312")


@cache
def only_traditional(char: str) -> bool:
    return is_han(char) and bool(_encoded(char, "big5")) and not _encoded(char, "gb2312")


@cache
def only_simplified(char: str) -> bool:
    return is_han(char) and bool(_encoded(char, "gb2312")) and not _encoded(char, "big5")


def _encoded(char: str, charset: str) -> bytes:
    try:
        return char.encode(charset)
    except UnicodeEncodeError:
        return b""
