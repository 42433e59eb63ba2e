"""What search should answer: every visible piece read from end to end, without any index."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappush, heapreplace
from html.parser import HTMLParser
from itertools import pairwise
from multiprocessing import get_context

import django
from django.db.models import Max, Min
from django.utils import timezone

from articles.models import PublishedArticle, Section
from articles.search.query import parse
from articles.text.words import fold
from newsroom.bench.questions import Question

_CHUNK = 500
# Between two lines, which no term crosses: a private character that folding leaves alone.
_BORDER = "\ue000"
_READ = (
    "headline", "kicker", "deck", "original_headline", "summary", "body", "credits", "tags",
    "figures", "clips", "section", "visible_from",
)  # fmt: skip
# Tags inside a line of a body; every other one ends it.
_INSIDE = {"strong", "em", "sub", "sup", "a"}
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


@dataclass
class _Sought:
    """`newest` is a heap of (second, number): the newest pieces so far that answer."""

    question: Question
    terms: list[str]
    sections: set[int]
    want: int
    newest: list[tuple[int, int]] = field(default_factory=list)

    def look_at(self, key: tuple[int, int], piece: PublishedArticle, text: str) -> None:
        is_full = len(self.newest) >= self.want
        if is_full and key < self.newest[0]:
            return
        if not all(term in text for term in self.terms) or not self._is_inside(piece):
            return
        if is_full:
            heapreplace(self.newest, key)
        else:
            heappush(self.newest, key)

    def _is_inside(self, piece: PublishedArticle) -> bool:
        asked = self.question
        day = timezone.localdate(piece.visible_from)
        return (
            (not self.sections or piece.section_id in self.sections)
            and (not asked.author or any(c["author"] == asked.author for c in piece.credits))
            and (not asked.since or day >= asked.since)
            and (not asked.until or day <= asked.until)
        )


def truth(
    questions: Sequence[Question], size: int, at: datetime, processes: int = 2
) -> list[list[int]]:
    """The numbers of the pieces on each question's page of `size`. One pass through the table,
    of which each process reads a part."""
    ends = PublishedArticle.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["last"] is None:
        return [[] for _question in questions]
    edges = [
        ends["first"] + (ends["last"] + 1 - ends["first"]) * part // processes
        for part in range(processes + 1)
    ]
    jobs = [(questions, size, at, *edge) for edge in pairwise(edges)]
    if processes == 1:
        parts = [_read(*jobs[0])]
    else:
        with ProcessPoolExecutor(processes, get_context("spawn"), django.setup) as pool:
            parts = [job.result() for job in [pool.submit(_read, *job) for job in jobs]]
    pages = []
    for question, *found in zip(questions, *parts, strict=True):
        newest = sorted((key for part in found for key in part), reverse=True)
        start = (question.page - 1) * size
        pages.append([number for _second, number in newest[start : start + size]])
    return pages


def _read(
    questions: Sequence[Question], size: int, at: datetime, first: int, end: int
) -> list[list[tuple[int, int]]]:
    """For each question the newest pieces that answer it, with numbers from `first` below `end`."""
    every = [
        _Sought(question, parse(question.query), _sections(question), question.page * size)
        for question in questions
    ]
    # The newest first: common words are soon done with.
    pieces = PublishedArticle.objects.visible(at).filter(pk__gte=first, pk__lt=end).only(*_READ)
    for piece in pieces.order_by("-pk").iterator(chunk_size=_CHUNK):
        key = (int(piece.visible_from.timestamp()), piece.pk)
        text = fold(_BORDER.join(_lines(piece))).translate(_STRAIGHT)
        for sought in every:
            sought.look_at(key, piece, text)
    return [sought.newest for sought in every]


def _sections(question: Question) -> set[int]:
    if question.section is None:
        return set()
    children = Section.objects.filter(parent=question.section).values_list("pk", flat=True)
    return {question.section, *children}


def _lines(piece: PublishedArticle) -> Iterator[str]:
    """Everything of a piece that is searched."""
    yield from (piece.headline, piece.kicker, piece.deck, piece.original_headline, piece.summary)
    yield from (credit["name"] for credit in piece.credits)
    yield from (tag["name"] for tag in piece.tags)
    yield from (figure["caption"] for figure in piece.figures)
    for clip in piece.clips:
        yield from (clip["title"], clip["caption"], *clip["transcript"].split("\n"))
    body = _Body()
    body.feed(piece.body)
    body.close()
    yield from body.text.split("\n")


class _Body(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INSIDE:
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, [])

    def handle_data(self, data: str) -> None:
        self.text += data
