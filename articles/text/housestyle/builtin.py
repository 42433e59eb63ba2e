"""The rules that every Chinese paper shares, as data: how much each weighs and what it rests on.

Checks stand in the modules beside this one; each returns `Slip`s, which `grade` makes findings
of. A paper regrades a rule, switches it off or sets its limit by a `Grade`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from articles.text.housestyle import doubled, facts, marks, numbers, pairs, script
from articles.text.housestyle.copy import Copy
from articles.text.housestyle.finding import Finding, Place, Severity, context
from articles.text.housestyle.sentences import BUILTIN
from articles.text.housestyle.slip import Limits, Slip

Group = Literal["marks", "numbers", "words", "headlines", "pictures", "recordings", "sources"]

MARKS = "GB/T 15834—2011"
NUMBERS = "GB/T 15835—2011"
NEWS_RULES = "互联网新闻信息服务管理规定（2017）第十五条"


@dataclass(frozen=True, slots=True)
class Builtin:
    """`basis` names the standard, with its clause where there is one."""

    name: str
    group: Group
    severity: Severity
    basis: str = ""
    limit: int | None = None
    """How long something may be, in words as Chinese editors count them."""


BUILTINS: dict[str, Builtin] = {
    rule.name: rule
    for rule in (
        Builtin("half_width", "marks", Severity.WARNING, f"{MARKS} 5.1"),
        Builtin("straight_quotes", "marks", Severity.WARNING, f"{MARKS} 4.8"),
        Builtin("unpaired", "marks", Severity.WARNING, f"{MARKS} 4.8、4.9、4.15"),
        Builtin("nesting", "marks", Severity.WARNING, f"{MARKS} 4.8"),
        Builtin("ellipsis", "marks", Severity.WARNING, f"{MARKS} 4.11"),
        Builtin("dash", "marks", Severity.WARNING, f"{MARKS} 4.10"),
        Builtin("doubled_mark", "marks", Severity.WARNING, f"{MARKS} 4"),
        Builtin("line_start", "marks", Severity.WARNING, f"{MARKS} 5.1"),
        Builtin("list_comma", "marks", Severity.HINT, f"{MARKS} 4.5"),
        Builtin("full_width_digit", "numbers", Severity.WARNING, f"{NUMBERS} 5.1"),
        Builtin("mixed_number", "numbers", Severity.WARNING, f"{NUMBERS} 5.3"),
        Builtin("zero_year", "numbers", Severity.WARNING, f"{NUMBERS} 5.2"),
        Builtin("range", "numbers", Severity.HINT, f"{NUMBERS} 5.1.3"),
        Builtin("range_unit", "numbers", Severity.HINT, f"{NUMBERS} 5.1.3"),
        Builtin("percent", "numbers", Severity.WARNING, f"{NUMBERS} 4.1"),
        Builtin("grouping", "numbers", Severity.WARNING, f"{NUMBERS} 5.1.1"),
        Builtin("approximate", "numbers", Severity.HINT, f"{NUMBERS} 5.2.1"),
        Builtin("doubled_word", "words", Severity.WARNING),
        Builtin("doubled_phrase", "words", Severity.HINT),
        Builtin("traditional", "words", Severity.WARNING, "通用规范汉字表（2013）"),
        Builtin("headline_long", "headlines", Severity.HINT, limit=30),
        Builtin("short_title_long", "headlines", Severity.HINT, limit=16),
        Builtin("deck_long", "headlines", Severity.HINT, limit=60),
        Builtin("figure_alt", "pictures", Severity.WARNING, "GB/T 37668—2019"),
        Builtin("figure_caption", "pictures", Severity.WARNING),
        Builtin("figure_credit", "pictures", Severity.WARNING, "著作权法（2020）第二十四条"),
        Builtin("figure_licence", "pictures", Severity.HINT),
        Builtin("clip_captions", "recordings", Severity.WARNING, "GB/T 37668—2019"),
        Builtin("clip_transcript", "recordings", Severity.WARNING, "GB/T 37668—2019"),
        Builtin("clip_caption", "recordings", Severity.HINT),
        Builtin("clip_credit", "recordings", Severity.WARNING, "著作权法（2020）第二十四条"),
        Builtin("byline", "sources", Severity.HINT),
        Builtin("source_missing", "sources", Severity.PUBLISH, NEWS_RULES),
        Builtin("source_unlisted", "sources", Severity.PUBLISH, NEWS_RULES),
        Builtin("source_expired", "sources", Severity.PUBLISH, NEWS_RULES),
        Builtin("source_banned", "sources", Severity.SUBMIT, NEWS_RULES),
        Builtin("reprint_author", "sources", Severity.HINT, NEWS_RULES),
    )
}  # fmt: skip

CHECKS: tuple[Callable[[Copy, Limits], Iterator[Slip]], ...] = (
    marks.check, pairs.check, numbers.check, doubled.check, script.check, facts.check,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grade:
    """What a paper makes of a built-in rule; None leaves what the rule says itself."""

    severity: Severity | None = None
    limit: int | None = None
    off: bool = False


Grades = Mapping[str, Grade]


@dataclass(frozen=True, slots=True)
class Scale:
    """Every built-in rule as one paper has it."""

    severities: Mapping[str, Severity] = field(default_factory=dict)
    limits: Limits = field(default_factory=dict)

    @classmethod
    def of(cls, grades: Grades) -> "Scale":
        severities, limits = {}, {}
        for name, rule in BUILTINS.items():
            grade = grades.get(name, Grade())
            if not grade.off:
                severities[name] = grade.severity or rule.severity
            if rule.limit is not None:
                limits[name] = grade.limit or rule.limit
        return cls(severities, limits)


def find(copy: Copy, scale: Scale) -> list[Finding]:
    return [
        _finding(copy, slip, scale.severities[slip.rule])
        for slip in _slips(copy, scale.limits)
        if slip.rule in scale.severities
    ]


def _slips(copy: Copy, limits: Limits) -> Iterable[Slip]:
    for check in CHECKS:
        yield from check(copy, limits)


def _finding(copy: Copy, slip: Slip, severity: Severity) -> Finding:
    if slip.line is None:
        return Finding(
            slip.rule, severity, Place(slip.field), BUILTIN[slip.says], slip.params,
            about=slip.about,
        )  # fmt: skip
    line, text = slip.line, slip.line.text[slip.start : slip.end]
    params = {"text": text, "right": slip.suggestion or ""} | dict(slip.params)
    before, after = context(line.text, slip.start, slip.end)
    place = Place(line.field, line.block, slip.start, slip.end)
    return Finding(
        slip.rule, severity, place, BUILTIN[slip.says], params, text, before, after,
        slip.suggestion, about=slip.about,
    )  # fmt: skip
