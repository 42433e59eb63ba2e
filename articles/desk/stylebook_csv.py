"""The stylebook as a CSV file: written for Excel, read from it, wholly or not at all.

`read` says line by line what an import would do; `take` does it when no line is wrong.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from articles.desk import stylebook
from articles.desk.errors import Refused
from articles.models import LedgerEntry, StyleRule

STARTER = Path(__file__).with_name("stylebook_starter.csv")
MOST_BYTES = 4 * 2**20
MOST_LINES = 20_000
# Excel runs what begins so as a formula; with East Asian settings, the wide signs too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_TOLD = 200  # changes that the ledger's note spells out

# Header, field. Files are written with the Chinese ones; the names of the fields are read, too.
COLUMNS: dict[str, str] = {
    "类别": "kind",
    "词语": "term",
    "应写作": "replacement",
    "例外": "exceptions",
    "说明": "note",
    "级别": "severity",
    "区分大小写": "match_case",
    "主题": "topic",
    "启用": "enabled",
}
_KINDS = {
    "禁用": "banned", "慎用": "cautious", "规范写法": "preferred", "首现用全称": "first",
    "名单顺序": "order", "必备表述": "required",
}  # fmt: skip
_SEVERITIES = {"提示": "hint", "提醒": "warning", "拦签发": "publish", "拦提交": "submit"}
_YES_NO = {"是": True, "否": False, "yes": True, "no": False, "1": True, "0": False}
_WORDS: dict[str, dict[str, Any]] = {
    "kind": _KINDS, "severity": _SEVERITIES, "match_case": _YES_NO, "enabled": _YES_NO,
}  # fmt: skip
_EMPTY: dict[str, Any] = {"severity": "warning", "match_case": False, "enabled": True}

Outcome = Literal["added", "changed", "same", "wrong"]


@dataclass(frozen=True)
class Verdict:
    """What becomes of one line of the file. `number` counts from 1, the header included."""

    number: int
    outcome: Outcome
    rule: StyleRule | None = None
    said: str | Promise = ""
    """What changes, or what is wrong and what to do."""
    term: str = ""


@dataclass(frozen=True)
class Reading:
    text: str
    verdicts: list[Verdict] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        return sum(verdict.outcome == outcome for verdict in self.verdicts)

    @property
    def added(self) -> int:
        return self.count("added")

    @property
    def changed(self) -> int:
        return self.count("changed")

    @property
    def same(self) -> int:
        return self.count("same")

    @property
    def wrong(self) -> int:
        return self.count("wrong")

    @property
    def ready(self) -> bool:
        return not self.wrong and bool(self.added or self.changed)


def write(rules: Iterable[StyleRule]) -> str:
    """The rules as Excel opens them: a mark of UTF-8 at the beginning."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for rule in rules:
        writer.writerow(_cell(rule, name) for name in COLUMNS.values())
    return "\ufeff" + out.getvalue()


def _cell(rule: StyleRule, name: str) -> str:
    value = getattr(rule, name)
    if name in _WORDS:
        return next(word for word, meant in _WORDS[name].items() if meant == value)
    text = str(value).replace("\n", "|")
    return f"'{text}" if text[:1] in _FORMULA else text


def decode(data: bytes) -> str:
    """UTF-8, with or without its mark, or GB18030, as Chinese Excel saves. Raises Refused."""
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is too large: 4 MB is the most. Import it in parts."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused(_("This is no CSV file. In Excel, save it as “CSV UTF-8” and choose that file."))


def read(text: str) -> Reading:
    """What an import of this text would do. Raises Refused when it is no table of rules."""
    rows = _table(text)
    known = {(rule.kind, rule.term): rule for rule in StyleRule.objects.all()}
    seen: dict[tuple[str, str], int] = {}
    return Reading(text, [_judge(number, row, known, seen) for number, row in rows])


def _table(text: str) -> list[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    try:
        header = [COLUMNS.get(name.strip(), name.strip()) for name in next(reader, [])]
        rows = list(_rows(reader, header))
    except csv.Error as problem:
        raise Refused(
            _("The file cannot be read as CSV (line %(number)s). Save it from Excel once more.")
            % {"number": reader.line_num}
        ) from problem
    missing = [name for name, at in COLUMNS.items() if at in ("kind", "term") and at not in header]
    if missing:
        raise Refused(
            _("The first line has to name the columns; “%(columns)s” is missing. Export the rules "
              "to see how it is done.") % {"columns": "、".join(missing)}
        )  # fmt: skip
    if len(rows) > MOST_LINES:
        raise Refused(
            _("The file has %(count)s rules; %(most)s are the most. Import it in parts.")
            % {"count": len(rows), "most": MOST_LINES}
        )
    return rows


def _rows(reader: Any, header: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    while True:
        number = reader.line_num + 1
        row = next(reader, None)
        if row is None:
            return
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield number, dict(zip(header, cells, strict=False))


def _judge(
    number: int,
    row: dict[str, str],
    known: dict[tuple[str, str], StyleRule],
    seen: dict[tuple[str, str], int],
) -> Verdict:
    term = row.get("term", "")
    try:
        rule = StyleRule(**_values(row))
        stylebook.tidy(rule)
    except ValidationError as problem:
        return Verdict(number, "wrong", said=_sentences(problem), term=term)
    key = (rule.kind, rule.term)
    if key in seen:
        said = _("The same rule stands in line %(number)s already.") % {"number": seen[key]}
        return Verdict(number, "wrong", said=said, term=term)
    seen[key] = number
    before = known.get(key)
    if before is None:
        return Verdict(number, "added", rule, term=term)
    # A column that the file does not have leaves what is stored.
    for name in stylebook.FIELDS:
        if name not in row:
            setattr(rule, name, getattr(before, name))
    rule.pk = before.pk
    said = stylebook.difference(before, rule)
    return Verdict(number, "changed" if said else "same", rule, said, term)


def _values(row: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for header, name in COLUMNS.items():
        cell = row.get(name, "")
        if cell[:1] == "'" and cell[1:2] in _FORMULA:
            cell = cell[1:]
        if name == "exceptions":
            cell = "\n".join(part.strip() for part in cell.replace("｜", "|").split("|"))
        if name not in _WORDS:
            values[name] = cell
        elif not cell and name in _EMPTY:
            values[name] = _EMPTY[name]
        else:
            values[name] = _word(header, name, cell)
    return values


def _word(header: str, name: str, cell: str) -> Any:
    words = _WORDS[name]
    if cell in words:
        return words[cell]
    if cell.lower() in words.values():
        return cell.lower()
    choices = "、".join(list(words)[: 2 if words is _YES_NO else None])
    raise ValidationError(
        _("“%(cell)s” in the column “%(column)s”: write one of %(choices)s.")
        % {"cell": cell, "column": header, "choices": choices}
    )


def _sentences(problem: ValidationError) -> str:
    if not hasattr(problem, "error_dict"):
        return " ".join(problem.messages)
    headers = {name: header for header, name in COLUMNS.items()}
    return " ".join(
        f"{headers.get(name, name)}：{' '.join(messages)}"
        for name, messages in problem.message_dict.items()
    )


@transaction.atomic
def take(user: User | None, text: str) -> tuple[Reading, LedgerEntry | None]:
    """Import the text, if no line is wrong; None for the entry when nothing changes.

    `user` is None for the operator at the command line. Raises NotAllowed, Refused.
    """
    if user is not None:
        stylebook.check_right(user)
    reading = read(text)
    if reading.wrong:
        raise Refused(
            _("Nothing was imported: %(count)s lines are wrong.") % {"count": reading.wrong}
        )
    if not reading.ready:
        return reading, None
    added = [each.rule for each in reading.verdicts if each.outcome == "added" and each.rule]
    changed = [each for each in reading.verdicts if each.outcome == "changed" and each.rule]
    StyleRule.objects.bulk_create(added, batch_size=500)
    for verdict in changed:
        assert verdict.rule is not None
        verdict.rule.save()
    told = [f"+ {rule.get_kind_display()} {rule.term}" for rule in added]
    told += [f"{each.term} {each.said}" for each in changed]
    more = len(told) - _TOLD
    if more > 0:
        told = [*told[:_TOLD], _("And %(count)s more.") % {"count": more}]
    note = f"+{len(added)} ~{len(changed)}\n" + "\n".join(told)
    return reading, stylebook.record(user, "style_import", note)
