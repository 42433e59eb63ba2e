"""What search is asked when it is measured: words of the archive itself, drawn by a seed."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from articles.models import PublishedArticle, PublishedCredit
from articles.search.query import Unanswerable, parse
from articles.text.han import HAN
from articles.text.markup import to_text

# Bodies from which words are drawn and in which the commonest are counted.
SAMPLE = 1000
COMMON = 50
OF_EACH = 10
_FAR = 100
_YEAR = timedelta(days=365)
_PAIR = re.compile(f"(?=([{HAN}]{{2}}))")
_CHARACTER = re.compile(f"[{HAN}]")
_QUOTES_AND_SPACES = '\\s"“”„＂「」『』'
# The longest that is drawn, as it stands in a line.
_LONGEST = re.compile(f"[^{_QUOTES_AND_SPACES}]{{12}}")
_PARTED = re.compile(f"[{_QUOTES_AND_SPACES}]")


@dataclass(frozen=True)
class Question:
    """`page` 1 is the newest pieces, 2 what "older" leads to."""

    kind: str
    query: str
    section: int | None = None
    author: int | None = None
    since: date | None = None
    until: date | None = None
    page: int = 1


class NothingToAsk(Exception):
    """No piece in the archive has a line of text."""


class Source:
    """Bodies of an archive, chosen by chance, and what is often in them."""

    def __init__(self, chance: random.Random, at: datetime) -> None:
        self.chance = chance
        self.bodies = list(_bodies(chance, at))
        if not self.bodies:
            raise NothingToAsk
        self.pairs = self._commonest(_PAIR, COMMON)
        self.characters = self._commonest(_CHARACTER, None)

    def substring(self, shortest: int, longest: int) -> str:
        """Somewhere in a body, inside one line: what a reader could ask for as it stands."""
        while True:
            line = self.chance.choice(self.chance.choice(self.bodies).split("\n"))
            length = self.chance.randint(shortest, longest)
            start = self.chance.randint(0, max(len(line) - length, 0))
            drawn = line[start : start + length]
            if len(drawn) == length and not _PARTED.search(drawn):
                with suppress(Unanswerable):
                    parse(drawn)
                    return drawn

    def _commonest(self, pattern: re.Pattern[str], count: int | None) -> list[str]:
        counted = Counter(
            found for body in self.bodies for found in dict.fromkeys(pattern.findall(body))
        )
        return [found for found, _bodies in counted.most_common(count)]


def draw(substrings: int, seed: int, at: datetime) -> list[Question]:
    """So many substrings of bodies, the commonest pairs, and some of every other kind."""
    source = Source(random.Random(seed), at)
    rare = [source.substring(2, 6) for _each in range(substrings)]
    return [
        *(Question("random substring", query) for query in rare),
        *(Question("commonest pair", query) for query in source.pairs),
        *_by_form(source),
        *_narrowed([*source.pairs[: OF_EACH // 2], *rare[: OF_EACH // 2]], at),
        *(Question("second page", query, page=2) for query in source.pairs[:OF_EACH]),
        *(Question(f"{_FAR}th page", query, page=_FAR) for query in source.pairs[: OF_EACH // 2]),
    ]


def _by_form(source: Source) -> Iterator[Question]:
    characters, some = source.characters, max(len(source.characters) // OF_EACH, 1)
    for character in [*characters[: OF_EACH // 2], *characters[::some][:OF_EACH]]:
        yield Question("single character", character)
    for _each in range(OF_EACH):
        one, two = source.substring(2, 3), source.substring(2, 3)
        yield Question("two words", f"{one} {two}")
        yield Question("quoted phrase", f'"{source.substring(6, 12)}"')
        common = source.chance.sample(source.pairs, min(2, len(source.pairs)))
        yield Question("two common words", " ".join(common))
        # Everywhere each, hardly anywhere together: the index chooses many, the text few.
        yield Question("two common words as one", "".join(common))
        yield Question("common pair and a character more", common[0] + common[-1][0])
        yield Question("found nowhere", f"{one}龘{two}")


def _narrowed(words: Sequence[str], at: datetime) -> Iterator[Question]:
    pieces = PublishedArticle.objects.visible(at)
    for section in _most_and_fewest(pieces, "section_id"):
        yield from (Question("in a section", word, section=section) for word in words)
    bylines = PublishedCredit.objects.filter(article__in=pieces).exclude(author=None)
    for author in _most_and_fewest(bylines, "author_id"):
        yield from (Question("of an author", word, author=author) for word in words)
    ends = pieces.aggregate(first=Min("date"), last=Max("date"))
    middle = ends["first"] + (ends["last"] - ends["first"]) / 2
    for word in words:
        yield Question("in one year", word, since=middle, until=middle + _YEAR)
        yield Question("up to a day long ago", word, until=ends["first"] + _YEAR)


def _most_and_fewest(rows: QuerySet[Any], column: str) -> list[int]:
    counted = rows.values_list(column).annotate(pieces=Count("pk")).order_by("-pieces", column)
    found = [number for number, _pieces in counted]
    return list(dict.fromkeys([*found[:1], *found[-1:]]))


def _bodies(chance: random.Random, at: datetime) -> Iterator[str]:
    """A published piece by chance is that with the next number: there may be gaps."""
    pieces = PublishedArticle.objects.visible(at)
    ends = pieces.aggregate(first=Min("pk"), last=Max("pk"))
    for _each in range(SAMPLE if ends["last"] else 0):
        number = chance.randint(ends["first"], ends["last"])
        body = pieces.filter(pk__gte=number).order_by("pk").values_list("body", flat=True)[0]
        text = to_text(body)
        if _LONGEST.search(text):
            yield text
