"""The paper's house style: its own rules and its grades of the built-in ones, and the only way
to change them: with a ledger entry.

All changes stand in one chain, so that its head says which edition of the book holds: a process
compiles the rules once an edition.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Rank
from articles.desk import ledger
from articles.desk.errors import NotAllowed
from articles.models import LedgerEntry, StyleGrade, StyleRule
from articles.text.housestyle import BUILTINS, Grade, Kind, Rule, Severity, Stylebook

CHAIN = "stylebook"
FIELDS = (
    "kind", "term", "replacement", "exceptions", "note", "severity", "match_case", "topic",
    "enabled",
)  # fmt: skip

# The newest editions that this process has compiled, by the hash of their chain's head.
_compiled: dict[str, Stylebook] = {}
_KEPT = 4


def may_edit(user: User) -> bool:
    """Desk heads and the chief, by role: a duty runs the night and writes no rules."""
    return user.is_active and any(role.rank >= Rank.DESK_HEAD for role in user.roles)


def check_right(user: User) -> None:
    if not may_edit(user):
        raise NotAllowed(_("Only desk heads and the chief editor change the house style."))


def current() -> Stylebook:
    """The book in force. One small query when this process knows the edition."""
    edition = (
        LedgerEntry.objects.filter(subject_kind=CHAIN, subject_id=1)
        .order_by("-seq")
        .values_list("hash", flat=True)
        .first()
        or ""
    )
    if not edition:
        return _EMPTY
    if edition not in _compiled:
        book = _compile()
        while len(_compiled) >= _KEPT:
            _compiled.pop(next(iter(_compiled)), None)
        _compiled[edition] = book
    return _compiled[edition]


_EMPTY = Stylebook()


def _compile() -> Stylebook:
    rules = [plain(rule) for rule in StyleRule.objects.filter(enabled=True)]
    grades = {
        grade.rule: Grade(
            Severity[grade.severity.upper()] if grade.severity else None, grade.limit, grade.off
        )
        for grade in StyleGrade.objects.all()
    }
    return Stylebook(rules, grades)


def plain(rule: StyleRule) -> Rule:
    return Rule(
        Kind(rule.kind),
        rule.term,
        rule.replacement,
        tuple(line.strip() for line in rule.exceptions.splitlines() if line.strip()),
        rule.note,
        Severity[rule.severity.upper()],
        rule.match_case,
    )


def tidy(rule: StyleRule) -> None:
    """What was typed, without blanks at the ends. Raises ValidationError where it makes no rule;
    that there is only one rule of its kind for a term is for the caller to check."""
    for name in ("term", "replacement", "note", "topic"):
        setattr(rule, name, getattr(rule, name).strip())
    lines = [line.strip() for line in rule.exceptions.splitlines()]
    rule.exceptions = "\n".join(line for line in lines if line)
    rule.clean_fields()
    if problem := _problem(plain(rule)):
        raise ValidationError(problem)


def _problem(rule: Rule) -> dict[str, str]:
    if not rule.terms:
        return {"term": _("Write the term that is looked for.")}
    if rule.kind is Kind.ORDER and len(set(rule.terms)) < max(2, len(rule.terms)):
        return {"term": _("An order needs two or more different names, parted by “、”.")}
    if rule.kind in (Kind.PREFERRED, Kind.FIRST, Kind.REQUIRED) and not rule.forms:
        return {"replacement": _("Say what is to be written.")}
    if set(rule.forms) & set(rule.terms):
        return {"replacement": _("This is the term itself. Write what is right instead.")}
    strangers = [
        each for each in rule.exceptions
        if not any(term.lower() in each.lower() and term != each for term in rule.terms)
    ]  # fmt: skip
    if strangers:
        return {
            "exceptions": _("“%(exception)s” does not contain the term: it is no exception to it.")
            % {"exception": strangers[0]}
        }
    return {}


@transaction.atomic
def save(user: User, rule: StyleRule) -> LedgerEntry | None:
    """Add or change a rule; None when nothing changes. Raises NotAllowed, ValidationError."""
    check_right(user)
    tidy(rule)
    rule.validate_constraints()
    before = StyleRule.objects.select_for_update().filter(pk=rule.pk).first() if rule.pk else None
    change = difference(before, rule)
    if not change:
        return None
    rule.save()
    return record(user, "style_rule", f"{rule.term} {change}")


@transaction.atomic
def remove(user: User, rule: StyleRule) -> LedgerEntry:
    check_right(user)
    entry = record(user, "style_remove", f"{rule.get_kind_display()} {rule.term}")
    StyleRule.objects.filter(pk=rule.pk).delete()
    return entry


def difference(before: StyleRule | None, after: StyleRule) -> str:
    """What an edit changes, in words for the ledger; empty when nothing."""
    values = {name: (_shown(before, name), _shown(after, name)) for name in FIELDS}
    if before is None:
        told = [f"{_label(name)} {new}" for name, (_old, new) in values.items() if new]
        return f"+ {'; '.join(told)}"
    return "; ".join(
        f"{_label(name)} {old or '—'} → {new or '—'}"
        for name, (old, new) in values.items()
        if old != new
    )


def _label(name: str) -> str:
    return str(StyleRule._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a field of ours, no relation back


def _shown(rule: StyleRule | None, name: str) -> str:
    if rule is None:
        return ""
    value = getattr(rule, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    display = getattr(rule, f"get_{name}_display", None)
    return str(display() if display else value).replace("\n", "、")


def record(user: User | None, action: str, note: str) -> LedgerEntry:
    rank = user.rank_on(None) if user else Rank.NONE
    return ledger.append(CHAIN, 1, action, user, rank=rank, note=note)


def grades() -> dict[str, StyleGrade]:
    return {grade.rule: grade for grade in StyleGrade.objects.all()}


@transaction.atomic
def set_grades(user: User, wanted: Mapping[str, Mapping[str, Any]]) -> LedgerEntry | None:
    """Regrade built-in rules: by name, a severity (or "", the rule's own; or "off") and a limit.

    None when nothing changes. Raises NotAllowed, ValidationError.
    """
    check_right(user)
    stored = {grade.rule: grade for grade in StyleGrade.objects.select_for_update()}
    told = []
    for name, values in wanted.items():
        rule = BUILTINS[name]
        severity, limit = values.get("severity", ""), values.get("limit")
        grade = stored.get(name) or StyleGrade(rule=name)
        before = (grade.off, grade.severity, grade.limit)
        grade.off = severity == "off"
        grade.severity = "" if grade.off or severity == rule.severity.key else severity
        grade.limit = limit if rule.limit is not None and limit != rule.limit else None
        if before == (grade.off, grade.severity, grade.limit):
            continue
        grade.full_clean(validate_unique=False)
        grade.save()
        weight = "off" if grade.off else grade.severity or rule.severity.key
        number = "" if rule.limit is None else f" {grade.limit or rule.limit}"
        told.append(f"{name}: {weight}{number}")
    return record(user, "style_grade", "; ".join(told)) if told else None
