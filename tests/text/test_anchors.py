"""A passage is found again after edits around it, and told apart when it was itself edited."""

import time

from hypothesis import assume, given
from hypothesis import strategies as st

from articles.text.anchors import Fate, Passage, locate, passage, pick, whole
from articles.text.markup import Block

TEXT = st.text(alphabet="末班车等最后一个工人，。a1 ", max_size=30)
# No character of a quote stands elsewhere: of two equal passages nobody can say which was meant.
QUOTE = st.text(alphabet="灯亮着就敢走", min_size=1, max_size=12)


def body(*texts: str) -> list[Block]:
    return [Block("paragraph", text) for text in texts]


def marked(before: str, quote: str, after: str) -> tuple[list[Block], Passage]:
    then = body(before + quote + after)
    return then, passage(then, 0, len(before), len(before) + len(quote))


@given(TEXT, QUOTE, TEXT, TEXT, TEXT)
def test_edits_around_a_passage_never_move_it(
    before: str, quote: str, after: str, new_before: str, new_after: str
) -> None:
    then, mark = marked(before, quote, after)
    now = body(new_before + quote + new_after)
    place = locate(mark, then, now)
    assert (place.fate, place.text) == (Fate.STANDS, quote)
    assert (place.block, place.start) == (0, len(new_before))


@given(
    st.lists(TEXT, max_size=4), st.lists(TEXT, max_size=4), st.lists(TEXT, max_size=4),
    TEXT, QUOTE, TEXT,
)  # fmt: skip
def test_edits_in_other_paragraphs_never_move_it(
    head: list[str], tail: list[str], new_head: list[str], before: str, quote: str, after: str
) -> None:
    own = before + quote + after
    then = body(*head, own, *tail)
    mark = passage(then, len(head), len(before), len(before) + len(quote))
    place = locate(mark, then, body(*new_head, own, *tail))
    assert place == (Fate.STANDS, len(new_head), len(before), quote)


@given(TEXT, QUOTE, TEXT)
def test_a_passage_that_was_cut_out_is_gone(before: str, quote: str, after: str) -> None:
    then, mark = marked(before, quote, after)
    assert locate(mark, then, body(before + after)).fate is Fate.GONE
    assert locate(mark, then, []).fate is Fate.GONE


@given(QUOTE, QUOTE, QUOTE)
def test_an_edit_inside_is_told_with_what_it_says_now(one: str, other: str, new: str) -> None:
    around = "从今晚起，末班车等最后一班工人。"
    quote = f"{one}中{other}"
    assume(f"{one}{new}{other}" != quote)
    then, mark = marked(around, quote, around)
    place = locate(mark, then, body(f"{around}{one}{new}{other}{around}"))
    assert (place.fate, place.text) == (Fate.CHANGED, f"{one}{new}{other}")
    assert place.start == len(around)


def test_the_same_words_elsewhere_are_not_mistaken_for_it() -> None:
    then = body("工人说灯亮了。", "司机说灯亮了。")
    mark = passage(then, 1, 3, 6)
    assert mark.quote == "灯亮了"
    now = body("工人说灯亮了。", "司机说灯灭了。")
    assert locate(mark, then, now) == (Fate.CHANGED, 1, 3, "灯灭了")
    assert locate(mark, then, body("工人说灯亮了。")).fate is Fate.GONE
    moved = body("司机说灯亮了。", "新的一段。", "工人说灯亮了。")
    assert locate(mark, then, moved) == (Fate.STANDS, 0, 3, "灯亮了")


def test_a_paragraph_is_a_passage_too() -> None:
    then = body("第一段。", "从今晚起，末班车等最后一班工人。")
    mark = whole(then, 1)
    place = locate(mark, then, body("从今晚起，末班车多等十分钟，等最后一班工人。", "第一段。"))
    assert place == (Fate.CHANGED, 0, 0, "从今晚起，末班车多等十分钟，等最后一班工人。")


def test_a_passage_is_picked_as_it_was_marked_on_the_page() -> None:
    texts = body("灯亮着，人就敢走。", "老周说：\n灯亮着，\n人就敢走。灯亮着。")
    # A page shows line breaks as spaces or not at all.
    found = pick(texts, 1, "灯亮着， 人就敢")
    assert found is not None
    assert (found.block, found.quote) == (1, "灯亮着，\n人就敢")
    second = pick(texts, 1, "灯亮着", "人就敢走。")
    assert second is not None
    assert (second.block, second.start) == (1, 15)
    assert pick(texts, 0, "没有的话") is None
    assert pick(texts, 0, "  ") is None
    # Counted from the wrong paragraph, it still is the nearest one that says so.
    near = pick(texts, 7, "人就敢走")
    assert near is not None
    assert near.block == 1


def test_long_texts_are_searched_in_reasonable_time() -> None:
    sentence = "工会到车间里去，听一听工人们的话，把记下来的事一件一件地办好。"
    then = body(*(f"{number}、{sentence * 4}" for number in range(200)), sentence * 300)
    now = body(*(f"{number}、{sentence * 4}" for number in range(3, 200)), sentence * 301 + "完")
    begun = time.perf_counter()
    for block in range(0, 200, 10):
        locate(passage(then, block, 2, 12), then, now)
    locate(passage(then, 200, 4, 40), then, now)
    assert time.perf_counter() - begun < 5
