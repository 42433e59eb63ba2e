"""Inline content: text and the few elements that may stand around it, as a flat list of runs."""

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby

Wrap = tuple[str, str]  # an inline element, and its address if it is a link
Run = tuple[tuple[Wrap, ...], str]  # the elements around a text, outermost first, and the text

BREAK = "\n"  # a line break; no other white space but a single blank is left in a run
_ORDER = ("a", "strong", "em", "sub", "sup")
_BLANKS = " \u3000"
_DOUBLE = re.compile(" {2,}")


def add_wrap(wraps: tuple[Wrap, ...], wrap: Wrap) -> tuple[Wrap, ...]:
    """With one more element around, each kind once and always in the same order."""
    others = [each for each in wraps if each[0] != wrap[0]]
    return tuple(sorted([*others, wrap], key=lambda each: _ORDER.index(each[0])))


def tidy(runs: Iterable[Run]) -> list[Run]:
    """Blanks collapsed and trimmed at every end of a line, neighbours of one kind joined.

    Full-width blanks at the ends go too: they are typed to indent, and indenting is the page's.
    """
    runs = list(runs)
    if len({wraps for wraps, _text in runs}) == 1:
        text = "".join(text for _wraps, text in runs)
        if BREAK not in text:
            # Most paragraphs: one line of one kind.
            text = _DOUBLE.sub(" ", text.strip(_BLANKS))
            return [(runs[0][0], text)] if text else []
    chars: list[Run] = []
    for wraps, text in runs:
        for char in text:
            before = chars[-1][1] if chars else BREAK
            if char == BREAK:
                _trim(chars)
                if chars and chars[-1][1] != BREAK:
                    chars.append(((), BREAK))
            elif (char in _BLANKS and before == BREAK) or char == before == " ":
                continue
            else:
                chars.append((wraps, char))
    _trim(chars)
    if chars and chars[-1][1] == BREAK:
        chars.pop()
        _trim(chars)
    placed = [_place_blank(chars, at) for at in range(len(chars))]
    return [
        (wraps, "".join(char for _, char in group))
        for wraps, group in groupby(placed, key=lambda each: each[0])
    ]


def _trim(chars: list[Run]) -> None:
    while chars and chars[-1][1] in _BLANKS:
        chars.pop()


def _place_blank(chars: list[Run], at: int) -> Run:
    """A blank belongs only to elements that stand on both sides of it as well."""
    wraps, char = chars[at]
    if char != " ":
        return chars[at]
    beside = set(chars[at - 1][0]) & set(chars[at + 1][0])
    return tuple(wrap for wrap in wraps if wrap in beside), char


def paragraphs(runs: Iterable[Run]) -> list[list[Run]]:
    """Split where two line breaks stand together, each part tidy, empty ones left out."""
    parts: list[list[Run]] = [[]]
    breaks = 0
    for wraps, text in runs:
        if text == BREAK:
            breaks += 1
        elif text.strip(_BLANKS):
            breaks = 0
        if breaks > 1:
            parts.append([])
            breaks = 0
        parts[-1].append((wraps, text))
    return [part for part in map(tidy, parts) if part]


def plain(runs: Iterable[Run]) -> str:
    """The text alone, its line breaks as newlines."""
    return "".join(text for _, text in runs)


def write(runs: Iterable[Run]) -> str:
    pieces = []
    for wrap, group in groupby(runs, key=lambda run: run[0][0] if run[0] else None):
        if wrap is None:
            pieces += [escape(text, quote=False).replace(BREAK, "<br>") for _, text in group]
            continue
        tag, address = wrap
        start = f'<a href="{escape(address)}">' if tag == "a" else f"<{tag}>"
        inner = write([(wraps[1:], text) for wraps, text in group])
        pieces.append(f"{start}{inner}</{tag}>")
    return "".join(pieces)
