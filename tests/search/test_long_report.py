"""A report of thirty thousand characters is found by whatever stands in it, wherever."""

import random
from itertools import pairwise

import pytest

from articles import search
from articles.text.words import fold
from tests.search.shelf import NOON, found, shelve

LENGTH = 30_000
# Few characters, so that every pair stands in it many times and other texts have them too.
CHARACTERS = "的一国工会职人业安全生产服务中心年月日车间渡口夜班公交与和在了，。、；：（）《》—%"
WORDS = ("5G", "3.14", "No.7", "GDP", "2026", "AI", "Café", "職工", "產業")


def make_report() -> str:
    chance = random.Random(30)
    lines: list[str] = []
    length = 0
    while length < LENGTH:
        line = "".join(
            chance.choice(WORDS) if chance.random() < 0.02 else chance.choice(CHARACTERS)
            for _place in range(chance.randint(120, 400))
        )
        lines.append(line)
        length += len(line)
    return "\n".join(lines)[:LENGTH]


REPORT = make_report()
TEXTS = {
    1: REPORT,
    # The same characters in another order, and the beginning alone.
    2: "".join(random.Random(2).sample(REPORT.replace("\n", ""), 3000)),
    3: REPORT[:200],
}
FOLDED = {number: "\n".join(map(fold, text.split("\n"))) for number, text in TEXTS.items()}


@pytest.fixture
def shelf(db: None) -> None:
    for number, text in TEXTS.items():
        shelve(number, text)


def substring(start: int, length: int) -> str:
    """So many characters inside one line; marks alone would ask nothing."""
    while True:
        part = REPORT[start : start + length]
        if len(part) == length and "\n" not in part and any(map(str.isalnum, part)):
            return part
        start = (start + 1) % LENGTH


def truth(*terms: str) -> list[int]:
    return [number for number, text in FOLDED.items() if all(fold(term) in text for term in terms)]


def test_by_substrings_from_its_first_line_to_its_last(shelf: None) -> None:
    for place, start in enumerate(range(0, LENGTH, 499)):
        part = substring(start, 2 + place % 5)
        assert found(part) == truth(part), (start, part)


def test_by_substrings_of_every_length(shelf: None) -> None:
    for start in (7, 16_380, LENGTH - 40):
        for length in range(2, 31):
            part = substring(start, length)
            assert found(part) == truth(part), (start, part)


def test_by_every_character_that_it_has(shelf: None) -> None:
    for character in sorted(filter(str.isalnum, set(REPORT))):
        assert found(character) == truth(character), character


def test_by_phrases_and_several_words(shelf: None) -> None:
    chance = random.Random(4)
    for _time in range(12):
        parts = [substring(chance.randrange(LENGTH), 2 + number) for number in range(3)]
        assert found(" ".join(parts)) == truth(*parts), parts
        assert found(f'"{parts[2]}" {parts[0]}') == truth(parts[2], parts[0]), parts


def test_by_nothing_that_runs_from_one_paragraph_into_the_next(shelf: None) -> None:
    lines = REPORT.split("\n")
    for above, below in pairwise(lines):
        joined = above[-3:] + below[:3]
        if any(map(str.isalnum, joined)):
            assert found(joined) == truth(joined), joined
        if any(map(str.isalnum, above[-3:])) and any(map(str.isalnum, below[:3])):
            assert found(f'"{above[-3:]} {below[:3]}"') == []


def test_its_end_is_marked(shelf: None) -> None:
    part = substring(LENGTH - 40, 12)
    [hit] = search.find(part, at=NOON).hits
    marked = "".join(piece.text for piece in hit.excerpt if piece.is_match)
    assert fold(marked) == fold(part)
