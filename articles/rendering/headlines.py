"""Chinese headlines as HTML: a short clause or a quoted phrase is not torn at a line's end."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

# Characters that fit on one line of the largest headline at 320 pixels.
WHOLE = 10
# And of the headline over an article on a wide screen.
LONG = 16
# Beyond so many characters browsers may leave the lines of a headline unequal.
MANY = 30
_CLAUSE = re.compile(r".+?(?:[，；：。！？、]+[”’》）]*|$)")
_QUOTED = re.compile(r"(“[^“”]+”[，；：。！？、]?|《[^《》]+》[，；：。！？、]?)")

# No line begins with the dot between the parts of a name (clreq, prohibition rules for line start);
# browsers know that of other marks. In HTML: between its tags.
_DOT = re.compile(r"([^\s<>;])·(?![^<>]*>)")
_OPENING = "“‘《〈（「『【"
_MARKS = "，；：。！？、”’》〉）」』】—…·"

# Two characters after some others, with the marks that follow.
_END = re.compile(r"(?<=[一-鿿]{4})([一-鿿]{2}[”’》）。？！…]*)$")


def dots_kept(html: str) -> str:
    """The text of a piece, each of these dots on the line of what it follows."""
    if "·" not in html:
        return html
    return _DOT.sub(r'<span class="kept">\1·</span>', html)


@lru_cache(maxsize=5_000)
def headline_html(text: str) -> SafeString:
    return format_html_join("", "{}{}{}", _marked(text))


def _marked(text: str) -> Iterator[tuple[str, str, str]]:
    before = ""
    for part, keep in _ended(text):
        # A box of its own begins a line to the browser, and an opening mark would lose its space;
        # after another mark it has none.
        inner = part[0] in _OPENING and before and before not in _MARKS
        before = part[-1]
        if keep:
            name = f"{keep} inner" if inner else keep
            yield SafeString(f'<span class="{name}">'), _dotted(part, keep), SafeString("</span>")
        else:
            yield "", _dotted(part, keep), ""


def _dotted(part: str, keep: str) -> str:
    if isinstance(part, SafeString) or keep == "whole" or "·" not in part:
        return part
    return SafeString(_DOT.sub(r'<span class="whole">\1·</span>', escape(part)))


def _ended(text: str) -> Iterator[tuple[str, str]]:
    """As `_parts`, and of many characters the last two stand on one line."""
    parts = list(_parts(text))
    if len(text) > MANY and parts[-1][1] != "whole" and (end := _END.search(parts[-1][0])):
        last, keep = parts.pop()
        last = format_html('{}<span class="whole">{}</span>', last[: end.start()], end[0])
        parts.append((last, keep))
    yield from parts


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Pieces of the text, and the class of what must stay on one line. A lone clause need not."""
    clauses = _CLAUSE.findall(text)
    for clause in clauses:
        if len(clauses) > 1 and 1 < len(clause) <= WHOLE:
            yield clause, "whole"
        elif len(clauses) > 1 and WHOLE < len(clause) <= LONG and not _QUOTED.search(clause):
            yield clause, "long"
        else:
            for part in filter(None, _QUOTED.split(clause)):
                keep = bool(_QUOTED.fullmatch(part)) and len(part) <= WHOLE
                yield part, "whole" if keep else ""
