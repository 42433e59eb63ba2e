"""The reader's words, marked in the text as it was printed."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from articles.search.entry import fold_line

LENGTH = 110
# Characters before the first match that an excerpt keeps.
_LEAD = 24
_TAG = r'<{}[^>"]*(?:"[^"]*"[^>"]*)*>'
_INLINE_TAG = re.compile(_TAG.format(r"/?(?:strong|em|sub|sup|a)\b"))
_OTHER_TAG = re.compile(_TAG.format(""))
_LATIN = re.compile(r"[\w'’-]*", re.ASCII)


class Piece(NamedTuple):
    text: str
    is_match: bool


class _FoldedAlone(dict[int, str]):
    """For `str.translate`: what each character becomes by itself."""

    def __missing__(self, code: int) -> str:
        self[code] = fold_line(chr(code)) or " "
        return self[code]


_ONE_BY_ONE = _FoldedAlone()


class _Span(NamedTuple):
    start: int
    end: int


def mark(text: str, terms: Sequence[str]) -> list[Piece]:
    return _pieces(text, _spans(text, terms))


def lines(body: str) -> list[str]:
    """The lines of a canonical body. Twenty bodies a page: reading them as HTML took longer than
    the search."""
    return unescape(_OTHER_TAG.sub("\n", _INLINE_TAG.sub("", body))).split("\n")


def excerpt(from_lines: Iterable[str], terms: Sequence[str]) -> list[Piece]:
    """The line that has most of the terms, cut around the first; else the first line's opening."""
    best = (-1, "")
    for line in filter(str.strip, from_lines):
        folded = fold_line(line)
        terms_in_it = sum(term in folded for term in terms)
        if terms_in_it > best[0]:
            best = (terms_in_it, line)
        if terms_in_it == len(terms):
            break
    line = best[1]
    spans = _spans(line, terms)
    start = _start(line, spans[0].start if spans else 0)
    end = min(len(line), max(start + LENGTH, spans[0].end if spans else 0))
    inside = [
        _Span(span.start - start, min(span.end, end) - start) for span in spans if span.start < end
    ]
    pieces = _pieces(line[start:end], inside)
    if start > 0:
        pieces.insert(0, Piece("…", False))
    if end < len(line):
        pieces.append(Piece("…", False))
    return pieces


def _start(line: str, match: int) -> int:
    """Where an excerpt begins: not inside a Latin word."""
    start = max(0, match - _LEAD)
    if start == 0:
        return 0
    if line[start - 1].isascii() and line[start - 1].isalnum():
        rest = _LATIN.match(line, start, match)
        start = rest.end() if rest else start
    return start + len(line[start:match]) - len(line[start:match].lstrip())


def _pieces(text: str, spans: Sequence[_Span]) -> list[Piece]:
    pieces: list[Piece] = []
    done = 0
    for start, end in spans:
        pieces += [Piece(text[done:start], False), Piece(text[start:end], True)]
        done = end
    pieces.append(Piece(text[done:], False))
    return [piece for piece in pieces if piece.text]


def _spans(text: str, terms: Sequence[str]) -> list[_Span]:
    """Where the terms stand in the text, in order, those that touch joined."""
    folded = fold_line(text)
    matches = [match.span() for term in terms for match in re.finditer(re.escape(term), folded)]
    if not matches:
        return []
    source = _sources(text, folded)
    if not source:
        return []
    spans: list[_Span] = []
    for start, end in sorted(matches):
        span = _Span(source[start].start, source[end - 1].end)
        if spans and span.start <= spans[-1].end:
            spans[-1] = _Span(spans[-1].start, max(span.end, spans[-1].end))
        else:
            spans.append(span)
    return spans


def _sources(text: str, folded: str) -> list[_Span]:
    """For each folded character the stretch of `text` that became it.

    Folding may join characters and take them apart, never across a base character and its
    marks, so clusters are folded one by one. Should that ever give another text than folding the
    whole, the answer is empty and nothing is marked.
    """
    if text.translate(_ONE_BY_ONE) == folded and len(text) == len(folded):
        return [_Span(at, at + 1) for at in range(len(text))]
    source: list[_Span] = []
    became = ""
    for start, end in _clusters(text):
        part = _fold_cluster(text[start:end])
        if part == " " and (not became or became[-1] == " "):
            continue
        became += part
        source += [_Span(start, end)] * len(part)
    return source if became.removesuffix(" ") == folded else []


def _clusters(text: str) -> list[_Span]:
    starts = [at for at, char in enumerate(text) if at == 0 or not _continues(char)]
    return [_Span(*span) for span in pairwise([*starts, len(text)])]


@lru_cache(maxsize=8192)
def _continues(char: str) -> bool:
    """Whether a character belongs to the one before: an accent, a vowel or end of a Hangul."""
    first = unicodedata.normalize("NFKC", char)[:1]
    return bool(unicodedata.combining(first)) or "\u1161" <= first <= "\u11ff"


@lru_cache(maxsize=8192)
def _fold_cluster(cluster: str) -> str:
    return " " if cluster.isspace() else fold_line(cluster)
