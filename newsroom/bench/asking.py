"""Asking search, and a Markdown table of how right and how quick it was."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from accounts.models import Author
from articles import search
from articles.models import Section
from newsroom.bench.questions import Question

SIZE = 20


@dataclass(frozen=True)
class Answer:
    """`milliseconds` for the page that was asked for, not for those on the way to it."""

    numbers: list[int]
    milliseconds: float
    problem: str | None


class Asker:
    def __init__(self, at: datetime) -> None:
        self._at = at
        self._sections = Section.objects.in_bulk()
        self._authors = Author.objects.in_bulk()

    def ask(self, question: Question) -> Answer:
        narrowed: dict[str, Any] = {"since": question.since, "until": question.until}
        if question.section:
            narrowed["section"] = self._sections[question.section]
        if question.author:
            narrowed["author"] = self._authors[question.author]
        before = None
        for page in range(1, question.page + 1):
            began = time.perf_counter()
            found = search.find(question.query, before=before, limit=SIZE, at=self._at, **narrowed)
            took = (time.perf_counter() - began) * 1000
            before = found.older
            if before is None and page < question.page:
                return Answer([], took, found.problem)
        return Answer([hit.article.pk for hit in found.hits], took, found.problem)


@dataclass
class Row:
    """What came of the questions of one kind, each asked twice."""

    first: list[float] = field(default_factory=list)
    second: list[float] = field(default_factory=list)
    unequal: int = 0
    too_slow: int = 0

    def add(self, first: Answer, second: Answer, is_right: bool) -> None:
        self.first.append(first.milliseconds)
        self.second.append(second.milliseconds)
        self.unequal += not is_right
        self.too_slow += "too_slow" in (first.problem, second.problem)


def table(title: str, rows: dict[str, Row], compared: bool) -> list[str]:
    lines = [
        f"| {title} | asked | equal | unequal | too slow | median | 95th percentile | worst "
        "| asked again: median | 95th percentile | worst |",
        "|---|" + "---:|" * 10,
    ]
    for kind, row in rows.items():
        count = len(row.first)
        cells = [
            str(count),
            *((str(count - row.unequal), str(row.unequal)) if compared else ("–", "–")),
        ]
        cells.append(str(row.too_slow))
        for took in (row.first, row.second):
            cells += [f"{value:.1f}" for value in (median(took), most_of(took), max(took))]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return lines


def most_of(values: Sequence[float]) -> float:
    """The 95th percentile: of twenty values the nineteenth."""
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]
