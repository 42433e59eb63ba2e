"""The sanitiser alone against the whole collection: what it lets through holds text and no more,
as another parser reads it; once more through it, nothing changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import markup
from tests.safety import vectors
from tests.safety.reading import finds
from tests.safety.vectors import CORPUS, FAMILIES, NESTING


def test_there_are_enough_of_them() -> None:
    assert len(CORPUS) >= 800
    assert len(vectors.nestings()) == vectors.NESTINGS
    assert all(len(family) >= 15 for family in FAMILIES.values())
    assert len(vectors.short(60)) >= 400


def test_the_judge_knows_a_bad_one() -> None:
    """Were it blind, everything here would pass."""
    bad = [vector for vector in CORPUS if finds(vector)]
    assert len(bad) > 700
    for html in (
        "<p onclick=x>", "<a href=' javascript:x'>", "<svg>", "<p><!--x--></p>", "<p id=x>",
        "<a href='//x.example'>", "<figure class=x></figure>", "<td colspan=999>",
    ):  # fmt: skip
        wrapped = f"<table><tr>{html}</tr></table>" if html.startswith("<td") else html
        assert finds(wrapped), html


@pytest.mark.parametrize("family", [*FAMILIES, "nestings"])
def test_nothing_gets_through(family: str) -> None:
    for vector in vectors.nestings() if family == "nestings" else FAMILIES[family]:
        for shape in (
            "{}", "<p>前{}后</p>", "<table><tr><td>{}</td></tr></table>", "<ul><li>{}</li></ul>",
            "<a href='/x'>{}</a>",
        ):  # fmt: skip
            once = markup.clean(shape.replace("{}", vector))
            assert finds(once) == [], (vector, once)
            assert markup.clean(str(once) + "") == once, vector


def test_all_of_them_one_after_the_other() -> None:
    """What one of them opens is closed before the next, or swallows it; it never sets it free."""
    for joint in ("", "\n", "<p>隔</p>"):
        once = markup.clean(joint.join(CORPUS))
        assert finds(once) == []
        assert markup.clean(str(once) + "") == once


def test_as_plain_text_every_character_stays_text() -> None:
    for vector in CORPUS:
        body = markup.from_blocks([markup.Block("paragraph", vector)])
        assert finds(body) == []
        assert "<" not in body.removeprefix("<p>").removesuffix("</p>").replace("<br>", ""), body


@settings(max_examples=400)
@given(st.lists(NESTING, min_size=1, max_size=4).map("".join))
def test_whatever_else_is_nested(html: str) -> None:
    once = markup.clean(html)
    assert finds(once) == []
    assert markup.clean(str(once) + "") == once
    # Cut anywhere, as a merge or an old export may have it.
    for at in range(0, len(html), max(1, len(html) // 5)):
        assert finds(markup.clean(html[at:])) == []
