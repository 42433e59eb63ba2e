"""Errors per 10,000 characters: counted once a piece, seen by those they are for, as CSV too."""

import csv
import io
from typing import Any

import pytest

from accounts.models import User
from articles.models import Article, Section
from tests.admin.helpers import questions, signed_in, url
from tests.cast import Cast, make_draft, make_section, step

TEXT = "工" * 490


def read(cast: Cast, section: Section, *errors: int | None, owner: User, **fields: Any) -> Article:
    """A piece of 500 characters, read as often as there are counts."""
    article = make_draft(owner, section, "题" * 10, body=f"<p>{TEXT}</p>", **fields)
    step(article, "submit", owner)
    readers = (cast.proofreader, cast.editor, cast.second_editor)
    for reader, found in zip(readers, errors, strict=False):
        step(article, "proofread", reader, errors=found)
    return article


@pytest.fixture
def section(cast: Cast) -> Section:
    return make_section("depth", "深度", cast.desk, proofreads_required=3)


def report(user: User) -> Any:
    return signed_in(user).get(url("proofreading")).context["report"]


def test_who_sees_only_their_own_is_told_so(cast: Cast, section: Section) -> None:
    read(cast, section, 2, owner=cast.reporter)
    page = signed_in(cast.editor).get(url("proofreading")).content.decode()
    assert "这里只有您写的稿件" in page
    assert "马上就有统计" not in page
    page = signed_in(cast.desk_head).get(url("proofreading")).content.decode()
    assert "这里只有您写的稿件" not in page


def test_a_piece_is_as_long_as_it_is_however_often_it_was_read(
    cast: Cast, section: Section
) -> None:
    article = read(cast, section, 2, 1, None, owner=cast.reporter)
    read(cast, section, None, owner=cast.reporter)
    (piece,) = report(cast.chief).pieces
    assert piece.article == article
    assert (piece.readings, piece.errors, piece.words, piece.rate) == (2, 3, 500, 60.0)


def test_authors_are_those_of_the_text(cast: Cast, section: Section) -> None:
    read(cast, section, 5, owner=cast.reporter, credits=[
        {"name": "林小满", "role": "reporter", "author": None},
        {"name": "郝佳伟", "role": "intern", "author": None},
        {"name": "拍照的", "role": "photographer", "author": None},
    ])  # fmt: skip
    read(cast, section, 0, owner=cast.reporter)
    read(cast, section, 1, owner=cast.reporter, credits=[
        {"name": "林小满", "role": "reporter", "author": None},
    ])  # fmt: skip
    found = report(cast.chief)
    told = {name: (each.pieces, each.errors, each.rate) for name, each in found.authors}
    assert told == {
        "郝佳伟": (1, 5, 100.0), "林小满": (2, 6, 60.0), str(cast.reporter): (1, 0, 0.0),
    }  # fmt: skip
    # The worst first.
    assert [each.rate for each in found.pieces] == [100.0, 20.0, 0.0]
    assert (found.total.pieces, found.total.errors, found.total.rate) == (3, 6, 40.0)


def test_who_sees_whose(cast: Cast, section: Section) -> None:
    elsewhere = make_section("far", "远", cast.other_desk, proofreads_required=3)
    read(cast, section, 1, owner=cast.reporter)
    read(cast, section, 2, owner=cast.other_reporter)
    read(cast, elsewhere, 4, owner=cast.foreign_editor)
    for user, errors in (
        (cast.chief, 7), (cast.desk_head, 3), (cast.reporter, 1), (cast.other_reporter, 2),
        (cast.editor, 0), (cast.foreign_editor, 4),
    ):  # fmt: skip
        assert report(user).total.errors == errors, user
    for user in (cast.proofreader, cast.administrator, cast.outsider):
        assert signed_in(user).get(url("proofreading")).status_code == 403, user
    assert signed_in(cast.chief).post(url("proofreading")).status_code == 405


def test_another_month_and_nonsense(cast: Cast, section: Section) -> None:
    read(cast, section, 1, owner=cast.reporter)
    client = signed_in(cast.chief)
    assert client.get(url("proofreading"), {"month": "2001-12"}).context["report"].pieces == []
    for wrong in ("", "x", "2001-13", "9999-12", "0001-01", "9" * 40):
        page = client.get(url("proofreading"), {"month": wrong})
        assert page.context["report"].total.errors == 1


def test_the_table_is_handed_out_for_a_spreadsheet(cast: Cast, section: Section) -> None:
    read(cast, section, 3, owner=cast.reporter, credits=[
        {"name": "=1+1", "role": "reporter", "author": None},
    ])  # fmt: skip
    response = signed_in(cast.chief).get(url("proofreading"), {"csv": ""})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert ".csv" in response["Content-Disposition"]
    text = response.content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) == 4
    assert [line[-1] for line in lines[1:]] == ["60.00"] * 3
    # A name that a spreadsheet would take for a formula is only a name.
    assert lines[1][2] == "'=1+1"


def test_queries_do_not_grow(cast: Cast, section: Section) -> None:
    def asked() -> int:
        return questions(signed_in(cast.chief), url("proofreading"))

    read(cast, section, 1, owner=cast.reporter)
    before = asked()
    for number in range(5):
        read(cast, section, number, number, owner=(cast.reporter, cast.other_reporter)[number % 2])
    assert asked() == before
