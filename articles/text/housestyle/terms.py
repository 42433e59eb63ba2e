"""The paper's own rules: terms, names and wordings, all found in one pass over a line.

The terms of every rule stand in one trie, so that a line is read once however many rules there
are. A term in Latin letters or digits is found as a whole word only.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from articles.text.housestyle.copy import Copy, Line
from articles.text.housestyle.finding import Finding, Place, Severity, context
from articles.text.housestyle.sentences import OWN

_ALTERNATIVES = re.compile(r"[|｜\n]")
_LIST = re.compile(r"[、,，|｜\n]")
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_WORD = re.compile(r"[0-9A-Za-zÀ-ɏ]")
# Two names belong to one list when this joins them: no end of a sentence, and a mark of listing.
_JOINS = re.compile(r"[^。！？；\n]{0,30}")
_LISTING = re.compile(r"、|和|与|及")
_BODY_KINDS = frozenset({"paragraph", "quote", "list"})


class Kind(StrEnum):
    BANNED = "banned"
    CAUTIOUS = "cautious"
    PREFERRED = "preferred"
    FIRST = "first"
    ORDER = "order"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the paper.

    banned, cautious: `term` is found; `replacement` may say what to write instead.
    preferred: `term` is written as `replacement`.
    first: where `term` first stands in the text, `replacement` (the full name, the person with
        their title) must have been said, or be said there.
    order: names, parted by 、 that stand in this order where two of them are listed.
    required: where `term` occurs, `replacement` must occur, too.

    In `term` (but for an order) and `replacement` a | parts alternatives.
    """

    kind: Kind
    term: str
    replacement: str = ""
    exceptions: tuple[str, ...] = ()
    note: str = ""
    severity: Severity = Severity.WARNING
    match_case: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.term}"

    @property
    def terms(self) -> tuple[str, ...]:
        return _parts(_LIST if self.kind is Kind.ORDER else _ALTERNATIVES, self.term)

    @property
    def forms(self) -> tuple[str, ...]:
        return _parts(_ALTERNATIVES, self.replacement)


def _parts(separator: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(part for each in separator.split(text) if (part := each.strip()))


class _Entry(NamedTuple):
    """What a path through the trie ends at."""

    rule: int
    role: str  # term, exception or form
    text: str


class _Hit(NamedTuple):
    start: int
    end: int
    entry: _Entry


@dataclass(frozen=True, slots=True)
class _Spot:
    """A hit in the piece; `at` orders spots as they are read."""

    line: Line
    start: int
    end: int
    at: int


@dataclass(slots=True)
class _Found:
    """Where one rule's terms, exceptions and forms stand, in reading order."""

    term: list[_Spot] = field(default_factory=list)
    exception: list[_Spot] = field(default_factory=list)
    form: list[_Spot] = field(default_factory=list)


class Terms:
    """Rules, compiled. Build it once and keep it."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: Sequence[Rule] = tuple(rules)
        self._root: dict[str, Any] = {}
        for number, rule in enumerate(self.rules):
            for term in rule.terms:
                self._add(_Entry(number, "term", term))
            for exception in rule.exceptions:
                self._add(_Entry(number, "exception", exception))
            for form in rule.forms:
                self._add(_Entry(number, "form", form))

    def _add(self, entry: _Entry) -> None:
        node = self._root
        for char in entry.text.translate(_LOWER):
            node = node.setdefault(char, {})
        node.setdefault("", []).append(entry)

    def _hits(self, text: str) -> Iterator[_Hit]:
        folded = text.translate(_LOWER)
        root, length = self._root, len(folded)
        for start in range(length):
            node, at = root.get(folded[start]), start
            while node is not None:
                at += 1
                for entry in node.get("", ()):
                    if self._holds(entry, text, start, at):
                        yield _Hit(start, at, entry)
                node = node.get(folded[at]) if at < length else None

    def _holds(self, entry: _Entry, text: str, start: int, end: int) -> bool:
        if self.rules[entry.rule].match_case and text[start:end] != entry.text:
            return False
        return not (_splits_word(text, start) or _splits_word(text, end))

    def find(self, copy: Copy) -> list[Finding]:
        """Every finding of these rules, the longer term before one that it contains."""
        found: dict[int, _Found] = {}
        at = 0
        for line in copy.lines:
            for hit in self._hits(line.text):
                spots = found.setdefault(hit.entry.rule, _Found())
                spot = _Spot(line, hit.start, hit.end, at + hit.start)
                getattr(spots, hit.entry.role).append(spot)
            at += len(line.text) + 1
        findings = [
            finding
            for number, spots in found.items()
            for finding in _judge(self.rules[number], spots)
        ]
        return _longest(findings)


def _splits_word(text: str, at: int) -> bool:
    return (
        0 < at < len(text)
        and _WORD.match(text[at - 1]) is not None
        and _WORD.match(text[at]) is not None
    )


def _judge(rule: Rule, spots: _Found) -> list[Finding]:
    if not spots.term:
        return []
    match rule.kind:
        case Kind.BANNED | Kind.CAUTIOUS | Kind.PREFERRED:
            return [_finding(rule, spot, _first(rule.forms)) for spot in _bare(spots)]
        case Kind.FIRST:
            return _judge_first(rule, spots)
        case Kind.REQUIRED:
            bare = _bare(spots)
            return [] if spots.form or not bare else [_finding(rule, bare[0], None)]
        case Kind.ORDER:
            return _judge_order(rule, spots)


def _first(forms: tuple[str, ...]) -> str | None:
    return forms[0] if forms else None


def _bare(spots: _Found) -> list[_Spot]:
    """Terms that are not part of a longer one which is in order: an exception, or the right form
    itself. Where two alternatives overlap the longer one counts."""
    longer = [*spots.exception, *spots.form]
    bare: list[_Spot] = []
    for spot in spots.term:
        if any(_contains(other, spot) for other in longer):
            continue
        if any(_contains(other, spot) and other != spot for other in spots.term):
            continue
        bare.append(spot)
    return bare


def _contains(outer: _Spot, inner: _Spot) -> bool:
    return outer.at <= inner.at and inner.at + (inner.end - inner.start) <= outer.at + (
        outer.end - outer.start
    )


def _judge_first(rule: Rule, spots: _Found) -> list[Finding]:
    """Headlines may be short: the running text has to introduce whom it speaks of."""
    told = [spot for spot in spots.form if _in_text(spot)]
    bare = [spot for spot in _bare(spots) if _in_text(spot)]
    if not bare or (told and told[0].at < bare[0].at):
        return []
    return [_finding(rule, bare[0], _first(rule.forms))]


def _in_text(spot: _Spot) -> bool:
    return spot.line.field == "body" and spot.line.kind in _BODY_KINDS


def _judge_order(rule: Rule, spots: _Found) -> list[Finding]:
    """Names in one list that do not follow the order. Only a bare list gets a suggestion: titles
    between the names would have to move with them."""
    places = {name.translate(_LOWER): place for place, name in enumerate(rule.terms)}
    findings = []
    for row in _rows(_bare(spots)):
        line = row[0].line
        names = [line.text[spot.start : spot.end] for spot in row]
        order = [places[name.translate(_LOWER)] for name in names]
        if order == sorted(order):
            continue
        start, end = row[0].start, row[-1].end
        right = [rule.terms[place] for place in sorted(order)]
        bare = line.text[start:end] == "、".join(names)
        whole = _Spot(line, start, end, row[0].at)
        finding = _finding(rule, whole, "、".join(right) if bare else None, "、".join(right))
        findings.append(finding)
    return findings


def _rows(spots: list[_Spot]) -> Iterator[list[_Spot]]:
    row: list[_Spot] = []
    for spot in spots:
        if row and not _listed_together(row[-1], spot):
            if len(row) > 1:
                yield row
            row = []
        row.append(spot)
    if len(row) > 1:
        yield row


def _listed_together(one: _Spot, other: _Spot) -> bool:
    if one.line is not other.line:
        return False
    between = one.line.text[one.end : other.start]
    return bool(_JOINS.fullmatch(between)) and bool(_LISTING.search(between))


def _finding(rule: Rule, spot: _Spot, suggestion: str | None, right: str = "") -> Finding:
    text = spot.line.text[spot.start : spot.end]
    before, after = context(spot.line.text, spot.start, spot.end)
    template = OWN[f"{rule.kind}_to" if suggestion and f"{rule.kind}_to" in OWN else rule.kind]
    params = {"text": text, "right": right or "、".join(rule.forms) or suggestion or ""}
    return Finding(
        rule.key,
        rule.severity,
        Place(spot.line.field, spot.line.block, spot.start, spot.end),
        template,
        params,
        text,
        before,
        after,
        suggestion,
        note=rule.note,
    )


def _longest(findings: list[Finding]) -> list[Finding]:
    """Without those inside a longer one that weighs as much: 打工仔 speaks for 打工."""
    kept: list[Finding] = []
    by_line: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        by_line.setdefault((finding.place.field, finding.place.block), []).append(finding)
    for each in findings:
        place = each.place
        if not any(
            other.place.start <= place.start
            and place.end <= other.place.end
            and other.place != place
            and other.severity >= each.severity
            for other in by_line[(place.field, place.block)]
        ):
            kept.append(each)
    return kept
