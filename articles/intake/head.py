"""The lines above a piece: headlines, date, source, byline."""

import re
from collections.abc import Collection

from articles.intake import boilerplate, fields, headlines, names, shape
from articles.intake.copy import Credit
from articles.intake.findings import Findings
from articles.intake.lines import Line

_MOST_TITLES = 3
_DAY = re.compile(r"\d{1,2}月\d{1,2}日")  # without a year it dates nothing
_REPRINT = re.compile(r"[【\[（(]\s*转[载发]\s*[】\]）)]\s*[:：]?\s*|转[载发]\s*[:：]\s*")
_EDITORIAL = re.compile(
    "(?:作者[:：/])?(?P<who>本[报网刊台](?:特约)?(?:评论员|编辑部|评论部|时评|社论))"
)
_BYLINE = re.compile(
    r"(?:By|BY|Words by|Story by)\s+((?:[A-Z][\w.'’-]*\s?){1,4}?)"
    r"(?:\s+(?:and|AND)\s+((?:[A-Z][\w.'’-]*\s?){1,4}))?"
)


def read(
    lines: list[Line], found: Findings, own_names: Collection[str], publishers: Collection[str]
) -> list[Line]:
    """Takes the head off a piece; what is left begins with its first paragraph."""
    titles: list[Line] = []
    marked: dict[headlines.Part, list[Line]] = {}
    pictures: list[Line] = []
    waiting: headlines.Part | None = None
    bylined = False
    at = 0
    for at, line in enumerate(lines):
        if match := _REPRINT.match(line.key):
            rest = line.part(match.end())
            if rest.key and fields.read(line, own_names) is None:
                found.reprint = True
                line = rest
        if waiting is not None:
            marked.setdefault(waiting, []).append(line)
            waiting = None
        elif line.hint == "image":
            pictures.append(line)
        elif line.hint in ("list", "table", "quote"):
            break
        elif (mark := headlines.marked(line)) and mark[0] != "crosshead":
            part, rest = mark
            if part == "body":
                lines = [
                    *lines[:at],
                    *([rest] if rest.key else [lines[at].part(0, 0)]),
                    *lines[at + 1 :],
                ]
                break
            if rest.key:
                marked.setdefault(part, []).append(rest)
            else:
                waiting = part
        elif taken := _fields(line, found, own_names, bare=bool(titles or marked) and not bylined):
            bylined = bylined or taken == "byline"
        elif (
            boilerplate.degree(line.key) == "certain"
            or boilerplate.is_contact(line.key)
            or _DAY.fullmatch(line.key)
        ):
            found.boilerplate.append(line.text())
        elif _is_title(line, titles, marked, bylined, publishers) or (
            not titles and "original_headline" in marked and _is_before_fields(lines, at)
        ):
            titles.append(line)
        else:
            break
    else:
        at = len(lines)
    if len(titles) > _MOST_TITLES:  # a poem or a list, not a tower of headlines
        at = lines.index(titles[1])
        del titles[1:]
    _name(titles, marked, found, publishers)
    return [*pictures, *(line for line in lines[at:] if line.key)]


def _fields(line: Line, found: Findings, own_names: Collection[str], *, bare: bool) -> str | None:
    """Takes a line that tells about the piece; says whether it was a byline."""
    key = line.key
    if match := _BYLINE.fullmatch(key):
        found.credits += [Credit(name.strip(), "reporter") for name in match.groups() if name]
        return "byline"
    if editorial := _EDITORIAL.fullmatch(key):
        found.credits.append(Credit(line.name(*editorial.span("who")), "author"))
        return "byline"
    told = fields.read(line, own_names, bare=bare and names.is_alone(key))
    if told is None:
        return None
    found.take(told, line)
    return "byline" if told.credits or told.published_at or told.source else "other"


def _is_title(
    line: Line,
    titles: list[Line],
    marked: dict[headlines.Part, list[Line]],
    bylined: bool,
    publishers: Collection[str],
) -> bool:
    if line.hint in ("title", "subtitle"):
        return True
    named = bool(titles) or "headline" in marked or "original_headline" in marked
    if not named:
        return line.hint in ("heading", "bold") or shape.may_be_headline(line)
    if headlines.has_leading_dash(line):
        return shape.may_be_headline(line)
    if bylined or shape.is_ordinal(line) or "headline" in marked or not titles:
        return False
    if headlines.split(titles[-1], publishers)[1] is not None:
        return False
    if line.hint == "heading" and titles[-1].hint != "heading":
        return False
    return shape.is_short(line, 80)


def _is_before_fields(lines: list[Line], at: int) -> bool:
    """Whether a short line has the date, source or byline under it: no crosshead has."""
    return (
        shape.may_be_headline(lines[at])
        and at + 1 < len(lines)
        and fields.read(lines[at + 1]) is not None
    )


def _name(
    titles: list[Line],
    marked: dict[headlines.Part, list[Line]],
    found: Findings,
    publishers: Collection[str],
) -> None:
    """Says which line is which part of the headline."""
    original = marked.get("original_headline", [])
    found.original_headline = _join(original)
    kickers, decks = list(marked.get("kicker", [])), list(marked.get("deck", []))
    headline = marked["headline"][0] if "headline" in marked else None
    decks = [*marked.get("headline", [])[1:], *decks]
    if headline is None:
        place = _main(titles)
        if place is None and original:
            headline = original[0]
            decks += titles
        elif place is not None:
            headline = titles[place]
            kickers += titles[:place]
            decks = [*titles[place + 1 :], *decks]
    else:
        decks += titles
    if headline is None:
        return
    headline, deck = headlines.split(headline, publishers)
    found.headline = headline.text()
    found.kicker = _join(kickers)
    found.deck = _join([*([deck] if deck else []), *map(headlines.without_dash, decks)])


def _main(titles: list[Line]) -> int | None:
    """Which of the unmarked lines is the headline: the one set as such, the middle one of three
    (引题, 主题, 副题), else the first."""
    own = [at for at, line in enumerate(titles) if not headlines.has_leading_dash(line)]
    if not own:
        return None
    for hint in ("title", "heading", "bold"):
        set_so = [at for at in own if titles[at].hint == hint]
        if len(set_so) == 1:
            return set_so[0]
        if set_so:
            break
    return own[1] if len(titles) == _MOST_TITLES and len(own) > 1 else own[0]


def _join(lines: list[Line]) -> str:
    return "\u3000".join(text for line in lines if (text := line.text()))
