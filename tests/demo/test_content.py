"""The demo's paper and pieces are whole: everything parses, fits together and is enough to show."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from articles.models.page import STANDARD
from newsroom.demo import artwork
from newsroom.demo.content import (
    HERE,
    load_day,
    load_pages,
    load_paper,
    load_pieces,
    load_specials,
)
from newsroom.demo.reading import ContentError
from newsroom.demo.shapes import (
    AI_LABELS,
    CREDIT_ROLES,
    ROLES,
    SHOWN,
    STATES,
    STATUSES,
    DemoPaper,
    DemoPiece,
)

NOW = datetime(2031, 3, 1, 9, 30, tzinfo=UTC)


@cache
def paper() -> DemoPaper:
    return load_paper()


@cache
def pieces() -> list[DemoPiece]:
    return load_pieces(NOW, paper())


def length(piece: DemoPiece) -> int:
    return sum(len(block.text) for block in piece.body if block.kind != "image")


def test_every_file_is_read() -> None:
    folder = Path(artwork.__file__).parent.parent / "pieces"
    assert {piece.key for piece in pieces()} == {path.stem for path in folder.iterdir()}


def test_there_is_enough_to_look_at() -> None:
    live = [piece for piece in pieces() if piece.state == "live"]
    assert len(live) >= 40
    assert len([piece for piece in live if length(piece) >= 2000]) >= 2
    assert len([piece for piece in live if length(piece) <= 300]) >= 10
    top = [section for section in paper().sections if section.parent is None]
    assert len(top) == 8
    assert Counter(s.parent for s in paper().sections if s.parent) == {"union": 2}
    shown = {piece.section for piece in pieces() if piece.state in SHOWN}
    assert shown == {section.slug for section in paper().sections}


def test_every_state_and_shape_is_shown() -> None:
    assert {piece.state for piece in pieces()} == set(STATES)
    assert {person.role for person in paper().people} == set(ROLES)
    assert {block.kind for piece in pieces() for block in piece.body} == {
        "paragraph", "crosshead", "quote", "list", "table", "image",
    }  # fmt: skip
    assert {piece.origin for piece in pieces()} == {"own", "reprint"}
    assert {piece.ai_label for piece in pieces()} & set(AI_LABELS[1:])
    crowded = [Counter(credit.role for credit in piece.credits) for piece in pieces()]
    assert {"reporter": 3, "correspondent": 2, "photographer": 1} in crowded
    assert set().union(*crowded) <= set(CREDIT_ROLES)
    assert max(len(piece.headline) for piece in pieces()) == 60


def test_three_reviews_are_waiting_in_the_section_that_needs_three() -> None:
    strict = {section.slug for section in paper().sections if section.reviews == 3}
    assert strict
    for piece in pieces():
        if piece.state in ("second_review", "final_review"):
            assert piece.section in strict
            assert "程砺堤" not in {credit.name for credit in piece.credits}, "needed as reviewer"


def test_times_lie_in_the_last_twenty_days_and_one_ahead() -> None:
    shown = [piece for piece in pieces() if piece.state in SHOWN]
    ages = [NOW - piece.published_at for piece in shown if piece.published_at]
    assert min(ages) < timedelta(hours=1)
    assert max(ages) <= timedelta(days=20)
    ahead = [piece for piece in pieces() if piece.published_at and piece.published_at > NOW]
    assert [piece.state for piece in ahead] == ["scheduled"]


def test_dates_count_from_the_day_of_publication() -> None:
    piece = next(piece for piece in pieces() if piece.key == "riders-rain-rule")
    assert piece.published_at == NOW - timedelta(hours=27)
    assert piece.body[0].text.startswith("2月26日傍晚")
    for each in pieces():
        texts = [each.headline, each.deck, each.summary, *(block.text for block in each.body)]
        assert not any("{" in text for text in texts), each.key


def test_every_picture_is_used_and_every_tag_stands_somewhere() -> None:
    used = {image.key for piece in pieces() for image in piece.images}
    used |= {author.portrait for author in paper().authors if author.portrait}
    used |= {special.cover.key for special in load_specials(paper(), pieces())}
    assert used | {paper().site.logo} == artwork.KEYS
    assert {tag for piece in pieces() for tag in piece.tags} == {tag.slug for tag in paper().tags}
    assert any(source.ended_days_ago for source in paper().sources)


def test_a_change_shows_in_the_body() -> None:
    changed = [piece for piece in pieces() if piece.change]
    assert {piece.state for piece in changed} == {"corrected", "revising"}
    for piece in changed:
        assert piece.changed_body() != piece.body
        assert len(piece.changed_body()) == len(piece.body)


GOOD = """+++
key = "sample"
headline = "样稿"
section = "news"
owner = "shenyanqiu"
age_hours = 1
state = "live"
summary = ""
+++

一段。
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('section = "news"', 'section = "nowhere"', 4, "there is no section “nowhere”"),
        ('state = "live"', 'state = "lively"', 7, "there is no state “lively”"),
        ("age_hours = 1", 'age_hours = "1"', 6, "must be a number"),
        ("age_hours = 1\n", "age_hours = 1\nsurprise = 1\n", 7, "has no field “surprise”"),
        ('headline = "样稿"', "headline = 7", 3, "“headline” must be str"),
        ('headline = "样稿"\n', "", 2, "lacks “headline”"),
        ('headline = "样稿"', 'headline = "样稿', 3, "not TOML"),
        ('state = "live"', 'state = "withdrawn"', 7, "needs “withdrawal_reason”"),
        ('owner = "shenyanqiu"', 'owner = "nobody"', 5, "there is no account “nobody”"),
        ("一段。", "一段。\n又一段。", 12, "leave an empty line"),
        ("一段。", "- 一\n二", 11, "every line of a list"),
        ("一段。", "| 一 | 二 |\n| 三 |", 11, "same number of cells"),
        ("一段。", "![nothing]", 1, "there is no image of this piece “nothing”"),
        ('key = "sample"', 'key = "another"', 2, "must be “sample”"),
        ("+++\n\n", "\n", 1, "two lines of +++"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in GOOD
    (tmp_path / "sample.md").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_pieces(NOW, paper(), tmp_path)
    assert words in caught.value.problem
    if words != "there is no image of this piece “nothing”":
        assert caught.value.line == line


def test_two_pieces_may_not_share_a_headline(tmp_path: Path) -> None:
    (tmp_path / "sample.md").write_text(GOOD, encoding="utf-8")
    other = GOOD.replace('key = "sample"', 'key = "other"')
    (tmp_path / "other.md").write_text(other, encoding="utf-8")
    with pytest.raises(ContentError, match="two pieces have the headline “样稿”"):
        load_pieces(NOW, paper(), tmp_path)


def test_the_week_shows_every_screen_something() -> None:
    day = load_day(paper(), pieces())
    assert {topic.status for topic in day.assignments} == set(STATUSES)
    assert {"day", "night"} == {duty.shift for duty in day.duties}
    assert {"editor", "chief"} == {duty.rank for duty in day.duties}
    assert any(comment.quote for comment in day.comments)
    assert any(comment.done for comment in day.comments)
    assert any(comment.answers for comment in day.comments)
    assert any(piece.state == "draft" and piece.note for piece in pieces())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('username = "guwangchuan"', 'username = "nobody"', "there is no account “nobody”"),
        ('shift = "night"', 'shift = "noon"', "there is no shift “noon”"),
        ("days = [5, 6]", "days = [5, 7]", "“days” are numbers from 0 to 6"),
        ('status = "dropped"', 'status = "lost"', "there is no status “lost”"),
        ('piece = "review-third-ledger"', 'piece = "no-such"', "there is no piece “no-such”"),
        ('quote = "四千多个点"', 'quote = "五千个点"', "“五千个点” is nowhere in the body"),
    ],
)
def test_a_mistake_in_the_week_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = (HERE / "day.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "day.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_day(paper(), pieces(), tmp_path / "day.toml")
    assert words in caught.value.problem


def test_topics_have_groups_and_something_that_is_still_to_come() -> None:
    [special] = load_specials(paper(), pieces())
    states = {piece.key: piece.state for piece in pieces()}
    assert 2 <= len(special.groups) <= 3
    for group in special.groups:
        assert len([key for key in group.pieces if states[key] in SHOWN]) >= 3
    named = [key for group in special.groups for key in group.pieces]
    assert len(set(named)) == len(named)
    assert {states[key] for key in named} - set(SHOWN)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('editor = "guwangchuan"', 'editor = "nobody"', "there is no account “nobody”"),
        ('key = "night-river"', 'key = "no-such"', "there is no drawing “no-such”"),
        ('"night-school"', '"no-such"', "there is no piece “no-such”"),
    ],
)
def test_a_mistake_in_a_topic_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = (HERE / "specials.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "specials.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_specials(paper(), pieces(), tmp_path / "specials.toml")
    assert words in caught.value.problem


def test_the_paper_says_who_it_is() -> None:
    texts = load_pages()
    assert set(texts) == set(STANDARD)
    for blocks in texts.values():
        assert sum(len(block.text) for block in blocks) > 300
