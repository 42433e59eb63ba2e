"""Counting text as Chinese editors do, and folding it for exact substring search."""

import re
import unicodedata
from typing import NamedTuple

from articles.text import traditional

# Punctuation that Chinese and Latin type share: it is Chinese where it touches Chinese text.
_SHARED = frozenset("“”‘’—…·―")
_RUN = re.compile(r"[^\W_]+")


class Count(NamedTuple):
    """`words` is what word processors call 字数: a Chinese character or mark is one, and so is a
    whole run of Latin letters or digits. `characters` is every character but white space."""

    words: int
    characters: int


def count(text: str) -> Count:
    words = 0
    in_run = False
    for position, char in enumerate(text):
        if char.isspace():
            in_run = False
        elif _is_chinese_mark(text, position):
            words += 1
            in_run = False
        elif unicodedata.combining(char) or char in "\u200d\ufe0f":
            continue
        elif not in_run:
            words += 1
            in_run = True
    return Count(words, sum(not char.isspace() for char in text))


def _is_chinese_mark(text: str, position: int) -> bool:
    if _is_wide(text[position]):
        return True
    if text[position] not in _SHARED:
        return False
    return any(_reaches_wide(text, position, step) for step in (-1, 1))


def _reaches_wide(text: str, position: int, step: int) -> bool:
    while 0 <= position < len(text) and text[position] in _SHARED:
        position += step
    return 0 <= position < len(text) and _is_wide(text[position])


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def fold(text: str) -> str:
    """The form in which text is searched: NFKC, no case, Simplified, single spaces.

    Simplified character by character, never by phrase: a phrase table would fold a character by
    its neighbours, and a query cut from a text would then no longer be found in it. So 着力 and
    著力 meet, and so do 著名 and 着名.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(traditional.one_by_one(plain).split())


def index_tokens(text: str) -> set[str]:
    """What a text is indexed under: every character and every two neighbouring ones of each run
    of letters, digits or Chinese characters."""
    tokens: set[str] = set()
    for run in _runs(fold(text)):
        tokens.update(run)
        tokens.update(_bigrams(run))
    return tokens


def query_tokens(query: str) -> set[str]:
    """The tokens that every text containing the query has: if fold(query) is part of fold(text),
    then query_tokens(query) is part of index_tokens(text). They choose candidates; the substring
    test on folded text decides. A query of marks alone has none."""
    tokens: set[str] = set()
    for run in _runs(fold(query)):
        tokens.update(_bigrams(run) if len(run) > 1 else run)
    return tokens


def _bigrams(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _runs(folded: str) -> list[str]:
    return _RUN.findall(folded)
