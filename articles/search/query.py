"""What a reader typed becomes terms, each of which has to stand in the text as it is."""

import re
import unicodedata
from typing import Literal

from articles.search.entry import fold_line
from articles.text.words import count

Problem = Literal["empty", "too_long", "too_slow"]

# Counted as Chinese editors count: a Latin word or a number is one.
MOST_CHARACTERS = 30
MOST_LENGTH = 200
# Chinese keyboards type the curly ones, Traditional texts quote in corners.
_QUOTES = re.compile("[\"“”„＂「」『』]")  # fmt: skip
_UNTYPEABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")


class Unanswerable(ValueError):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem: Problem = problem


def parse(query: str) -> list[str]:
    """The folded terms of a query: words parted by white space, phrases in quotation marks.

    A last mark without its partner is as if it were not there; so are terms of marks alone.
    Raises Unanswerable when nothing is left, or too much.
    """
    if len(query) > MOST_LENGTH:
        raise Unanswerable("too_long")
    parts = _QUOTES.split(_UNTYPEABLE.sub(" ", query))
    paired = len(parts) - 1 if len(parts) % 2 == 0 else len(parts)
    words: list[str] = []
    for at, part in enumerate(parts):
        is_phrase = at % 2 == 1 and at < paired
        words += [part] if is_phrase else part.split()
    terms = [term for word in words if _says_something(term := fold_line(word))]
    if not terms:
        raise Unanswerable("empty")
    if sum(count(term).words for term in terms) > MOST_CHARACTERS:
        raise Unanswerable("too_long")
    return list(dict.fromkeys(terms))


def _says_something(term: str) -> bool:
    """Whether there is a letter, a digit or a picture in it: marks alone part words."""
    return any(unicodedata.category(char)[0] in "LN" or _is_picture(char) for char in term)


def _is_picture(char: str) -> bool:
    return unicodedata.category(char) in ("So", "Sc")
