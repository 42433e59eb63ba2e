"""Two changes of one text: whoever wrote what, it is there or somebody is asked."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from articles.text.merge import conflicts, joined, merge

TEXTS = st.lists(st.sampled_from("甲乙丙丁戊"), max_size=7)
ALIKE = st.sampled_from([None, lambda one, other: True])


@given(TEXTS, TEXTS, TEXTS, ALIKE)
def test_every_side_can_be_read_back_from_the_merge(base, mine, theirs, alike) -> None:
    """So nothing of either side is missing: it is in a chunk, shown or taken."""
    chunks = merge(base, mine, theirs, alike)
    assert [item for chunk in chunks for item in chunk.base] == base
    assert [item for chunk in chunks for item in chunk.mine] == mine
    assert [item for chunk in chunks for item in chunk.theirs] == theirs


@given(TEXTS, TEXTS, ALIKE)
def test_with_a_side_that_changed_nothing_the_other_side_comes_out(base, side, alike) -> None:
    for chunks in (merge(base, side, base, alike), merge(base, base, side, alike)):
        assert not conflicts(chunks)
        assert joined(chunks) == side


@given(TEXTS, TEXTS, ALIKE)
def test_two_who_wrote_the_same_agree(base, side, alike) -> None:
    chunks = merge(base, side, side, alike)
    assert not conflicts(chunks)
    assert joined(chunks) == side


@given(TEXTS, TEXTS, TEXTS, ALIKE)
def test_mine_and_theirs_may_change_places(base, mine, theirs, alike) -> None:
    one, other = merge(base, mine, theirs, alike), merge(base, theirs, mine, alike)
    assert [(c.base, c.mine, c.theirs) for c in one] == [(c.base, c.theirs, c.mine) for c in other]


@given(TEXTS, TEXTS, TEXTS, ALIKE)
def test_what_only_one_side_added_is_in_the_merged_text(base, mine, theirs, alike) -> None:
    merged = Counter(joined(merge(base, mine, theirs, alike)))
    for item in set(mine + theirs) - set(base):
        assert merged[item], item


def test_changes_in_different_places_are_put_together() -> None:
    chunks = merge("甲乙丙丁", "甲新乙丙丁", "甲乙丙末")
    assert "".join(joined(chunks)) == "甲新乙丙末"
    assert not conflicts(chunks)


def test_neighbouring_paragraphs_do_not_collide() -> None:
    assert "".join(joined(merge("甲乙丙", "Ａ乙丙", "甲Ｂ丙"))) == "ＡＢ丙"
    # A run that was rewritten is paired when its paragraphs grew out of the old ones.
    base, mine, theirs = ["a1", "b1"], ["a2", "b2"], ["a1", "b3"]
    (conflict,) = conflicts(merge(base, mine, theirs, lambda one, other: one[0] == other[0]))
    assert (conflict.base, conflict.mine, conflict.theirs) == (["b1"], ["b2"], ["b3"])
    assert conflicts(merge(base, mine, theirs))[0].base == base


def test_one_place_changed_by_both_is_a_conflict_that_keeps_both() -> None:
    (conflict,) = conflicts(merge("甲乙丙", "甲我丙", "甲他丙"))
    assert (conflict.mine, conflict.theirs, conflict.both) == (["我"], ["他"], ["我", "他"])
    # Deleted here, rewritten there: nobody decides that alone.
    (conflict,) = conflicts(merge("甲乙丙", "甲丙", "甲他丙"))
    assert (conflict.base, conflict.mine, conflict.theirs) == (["乙"], [], ["他"])
    (conflict,) = conflicts(merge("甲乙", "甲我乙", "甲他乙"))
    assert conflict.both == ["我", "他"]
