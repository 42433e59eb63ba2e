"""Whatever was published and whatever is asked: search finds what a substring test finds."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search
from articles.models import PublishedArticle
from articles.search.entry import fold_line
from articles.search.query import Unanswerable, parse
from tests.cast import make_section
from tests.search.shelf import NOON, found, shelve

pytestmark = pytest.mark.django_db

# Few characters, so that pairs repeat, stand in other orders and meet across marks.
close = st.text("工会的了一，。“”國国g5G·%_\\'é😀 ", min_size=1, max_size=25)
anything = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


class Piece(NamedTuple):
    number: int
    text: str
    headline: str
    hours_ago: int
    section: str


pieces = st.lists(
    st.builds(
        Piece,
        number=st.integers(1, 12),
        text=close | anything,
        headline=close,
        # From a day ahead to a hundred years ago, often close together.
        hours_ago=st.integers(-24, 100) | st.integers(0, 900_000),
        section=st.sampled_from(("news", "culture")),
    ),
    min_size=1,
    max_size=16,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=pieces, data=st.data())
def test_it_is_the_truth(pieces: list[Piece], data: st.DataObject) -> None:
    for number in PublishedArticle.objects.values_list("pk", flat=True):
        search.forget(number)
    PublishedArticle.objects.all().delete()
    # A number that comes twice is a revision, maybe in another section and at another time.
    for piece in pieces:
        shelve(
            piece.number,
            piece.text,
            headline=piece.headline,
            at=NOON - timedelta(hours=piece.hours_ago),
            section=make_section(piece.section),
        )
    shelf = {piece.number: piece for piece in pieces}
    source = data.draw(st.sampled_from(sorted(shelf.values())))
    source_text = data.draw(st.sampled_from((source.text, source.headline)))
    start = data.draw(st.integers(0, len(source_text) - 1))
    query = source_text[start : start + data.draw(st.integers(1, 8))]
    section = data.draw(st.sampled_from((None, "news", "culture")))
    try:
        terms = parse(query)
    except Unanswerable:
        assert search.find(query).problem == "empty"
        return

    def matches(piece: Piece) -> bool:
        parts = [fold_line(piece.headline), *map(fold_line, piece.text.split("\n"))]
        return (
            piece.hours_ago >= 0
            and section in (None, piece.section)
            and all(any(term in part for part in parts) for term in terms)
        )

    truth = sorted(
        (piece for piece in shelf.values() if matches(piece)),
        key=lambda piece: (piece.hours_ago, -piece.number),
    )
    filters = {"section": make_section(section)} if section else {}
    assert found(query, **filters) == [piece.number for piece in truth]
