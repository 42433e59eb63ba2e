"""House style: what an editor's eye would stop at, found by machine and decided by people.

`check` reads a `Copy` by a `Stylebook`, which holds the paper's own rules and its grades of the
built-in ones; make the book once and keep it. `mended` makes the replacements of some findings.
"""

from collections.abc import Iterable

from articles.text.housestyle import builtin
from articles.text.housestyle.builtin import BUILTINS, Grade, Grades
from articles.text.housestyle.copy import (
    Copy,
    Line,
    Outlet,
    Picture,
    Played,
    body_lines,
    field_line,
)
from articles.text.housestyle.finding import Finding, Place, Severity
from articles.text.housestyle.terms import Kind, Rule, Terms

__all__ = [
    "BUILTINS",
    "Copy",
    "Finding",
    "Grade",
    "Grades",
    "Kind",
    "Line",
    "Outlet",
    "Picture",
    "Place",
    "Played",
    "Rule",
    "Severity",
    "Stylebook",
    "body_lines",
    "check",
    "field_line",
    "mended",
]

# Headlines come before the text, what stands for itself at the end.
_ORDER = ("kicker", "headline", "deck", "body")


class Stylebook:
    """The paper's rules, compiled."""

    def __init__(self, rules: Iterable[Rule] = (), grades: Grades | None = None) -> None:
        self.terms = Terms(rules)
        self.scale = builtin.Scale.of(grades or {})


def check(copy: Copy, book: Stylebook) -> list[Finding]:
    """Every finding, in reading order."""
    findings = [*book.terms.find(copy), *builtin.find(copy, book.scale)]
    return sorted(findings, key=_place)


def _place(finding: Finding) -> tuple[int, str, int, int, int, str]:
    place = finding.place
    rank = _ORDER.index(place.field) if place.field in _ORDER else len(_ORDER)
    return rank, place.field, place.block, place.start, place.end, finding.rule


def mended(lines: Iterable[Line], findings: Iterable[Finding]) -> list[Line]:
    """The lines with every suggestion made; of two that overlap the first is."""
    wanted: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        if finding.suggestion is not None and finding.text:
            wanted.setdefault((finding.place.field, finding.place.block), []).append(finding)
    return [_mended(line, wanted.get((line.field, line.block), [])) for line in lines]


def _mended(line: Line, findings: list[Finding]) -> Line:
    text, at = "", 0
    for finding in sorted(findings, key=lambda each: (each.place.start, -each.place.end)):
        if finding.place.start >= at:
            text += line.text[at : finding.place.start] + (finding.suggestion or "")
            at = finding.place.end
    return Line(line.field, line.block, line.kind, text + line.text[at:])
