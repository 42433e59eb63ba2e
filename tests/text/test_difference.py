"""Differences lose nothing and are shown where a reader of Chinese looks for them."""

import itertools
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text.difference import Piece, of_blocks, of_text, shortened
from articles.text.markup import Block

TEXT = st.text(alphabet="末班车等最后一个工人，。a1 ", max_size=60)


def before_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != "new")


def after_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != "gone")


@given(TEXT, TEXT)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    pieces = of_text(before, after)
    assert before_of(pieces) == before
    assert after_of(pieces) == after
    assert all(piece.text for piece in pieces)


@given(TEXT, TEXT)
def test_kinds_never_stand_twice_in_a_row(before: str, after: str) -> None:
    kinds = [piece.kind for piece in of_text(before, after)]
    assert all(one != other for one, other in itertools.pairwise(kinds))


def test_one_character_is_shown_as_one_character() -> None:
    assert of_text("末班车等最后一个工人", "末班车等最后一位工人") == [
        Piece("same", "末班车等最后一"),
        Piece("gone", "个"),
        Piece("new", "位"),
        Piece("same", "工人"),
    ]


def test_a_lone_character_between_changes_joins_them() -> None:
    pieces = of_text("甲乙的丙丁", "戊己的庚辛")
    assert pieces == [Piece("gone", "甲乙的丙丁"), Piece("new", "戊己的庚辛")]


def test_what_stayed_is_left_out_but_for_its_edges() -> None:
    pieces = shortened([Piece("same", "一" * 40), Piece("new", "新"), Piece("same", "二" * 40)], 3)
    assert [piece.kind for piece in pieces] == ["gap", "same", "new", "same", "gap"]
    assert pieces[1].text == "一一一"
    assert pieces[3].text == "二二二"


def test_long_texts_are_compared_in_reasonable_time() -> None:
    sentence = "工会到车间里去，听一听工人们的话，把记下来的事一件一件地办好。"
    before = "".join(f"{number}、{sentence}" for number in range(600))
    after = "".join(f"{number}、{sentence}" for number in range(300, 900)).replace("办好", "办妥")
    begun = time.perf_counter()
    pieces = of_text(before, after)
    assert time.perf_counter() - begun < 5
    assert before_of(pieces) == before
    assert after_of(pieces) == after


def test_blocks_are_paired_with_those_they_grew_from() -> None:
    before = [
        Block("paragraph", "从今晚起，末班车等最后一班工人。"),
        Block("paragraph", "司机老周说，灯亮着，人就敢走。"),
    ]
    after = [
        Block("crosshead", "一盏灯"),
        Block("paragraph", "从今晚起，末班车多等最后一班工人十分钟。"),
        Block("paragraph", "司机老周说，灯亮着，人就敢走。"),
        Block("paragraph", "线路图明天贴在厂门口。"),
    ]
    changes = of_blocks(before, after)
    assert [(change.kind, change.block.text[:4]) for change in changes] == [
        ("new", "一盏灯"),
        ("changed", "从今晚起"),
        ("same", "司机老周"),
        ("new", "线路图明"),
    ]
    assert "".join(p.text for p in changes[1].pieces if p.kind == "new") == "多十分钟"


def test_a_paragraph_that_became_a_crosshead_says_so() -> None:
    (change,) = of_blocks([Block("paragraph", "一盏灯")], [Block("crosshead", "一盏灯")])
    assert (change.kind, change.was, change.block.kind) == ("changed", "paragraph", "crosshead")


def test_a_replaced_picture_is_one_gone_and_one_new() -> None:
    changes = of_blocks([Block("image", "a" * 64)], [Block("image", "a" * 63 + "b")])
    assert [change.kind for change in changes] == ["new", "gone"]


BLOCKS = st.lists(
    st.builds(Block, st.sampled_from(["paragraph", "crosshead"]), TEXT.filter(bool)), max_size=8
)


@settings(deadline=None)
@given(BLOCKS, BLOCKS)
def test_no_block_is_lost(before: list[Block], after: list[Block]) -> None:
    changes = of_blocks(before, after)
    assert [change.block for change in changes if change.kind != "gone"] == after
    told = [before_of(change.pieces) for change in changes if change.kind != "new"]
    assert told == [block.text for block in before]


def test_thousands_of_equal_paragraphs_are_compared_in_seconds() -> None:
    """An editor who opens such a piece waits no minute for it, nor does anybody else."""
    same, other, new = (Block("paragraph", text) for text in ("工", "旧", "新"))
    before, after = [same] * 6000 + [other] + [same] * 6000, [same] * 6003 + [new] + [same] * 6000
    began = time.process_time()
    changes = of_blocks(before, after)
    assert time.process_time() - began < 6
    assert [change.block for change in changes if change.kind != "gone"] == after
