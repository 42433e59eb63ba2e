"""Two contents of one piece put together: each side's changes are there, or somebody is asked."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from articles.desk.content import Content
from articles.desk.merging import LINES, Merge
from articles.text.markup import clean, parts

WORDS = st.sampled_from(["", "甲", "乙", "丙"])
PARAGRAPHS = st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=5)
NAMES = st.lists(st.sampled_from(["郝佳伟", "林小满", "周师傅"]), unique=True, max_size=3)
PICTURES = st.lists(
    st.tuples(st.sampled_from("abc"), st.booleans(), WORDS), unique_by=lambda each: each[0]
)


@st.composite
def contents(draw: Any) -> Content:
    content: Content = {name: draw(WORDS) for name in LINES}
    content["body"] = clean("\n".join(f"<p>{text}</p>" for text in draw(PARAGRAPHS)))
    section = draw(st.integers(1, 2))
    content["section"] = {"id": section, "name": str(section)}
    content["source"] = draw(st.sampled_from([None, {"id": 1, "name": "某社"}]))
    tags = draw(st.sets(st.integers(1, 3)))
    content["tags"] = [{"id": tag, "name": str(tag)} for tag in sorted(tags)]
    content["credits"] = [
        {"name": name, "role": "reporter", "author": None} for name in draw(NAMES)
    ]
    pictures = draw(PICTURES)
    covers = [image for image, is_cover, _caption in pictures if is_cover][:1]
    content["figures"] = [
        {"image": image, "is_cover": image in covers, "caption": caption}
        for image, _is_cover, caption in pictures
    ]
    return content


@given(contents(), contents())
def test_with_a_side_that_changed_nothing_the_other_side_comes_out(
    base: Content, side: Content
) -> None:
    for merge in (Merge(base, side, base), Merge(base, base, side), Merge(base, side, side)):
        assert not merge.has_conflicts
        assert merge.content({}) == side


@given(contents(), contents(), contents())
def test_every_field_is_somebodys_or_asked_about(
    base: Content, mine: Content, theirs: Content
) -> None:
    merge = Merge(base, mine, theirs)
    merged = merge.content({})
    asked = {each.name for each in merge.open_fields}
    for name in (*LINES, "section", "source"):
        assert merged[name] in (mine[name], theirs[name])
        if mine[name] == theirs[name] or name in asked:
            continue
        changed = theirs if mine[name] == base[name] else mine
        assert merged[name] == changed[name], name
    assert set(merge.undecided({})) == asked


@given(contents(), contents(), contents())
def test_what_either_side_added_is_there(base: Content, mine: Content, theirs: Content) -> None:
    both = Merge(base, mine, theirs)
    merged = both.content(dict.fromkeys(("credits", "figures"), "both"))
    for name, key in (("tags", "id"), ("credits", "name"), ("figures", "image")):
        was = {row[key] for row in base[name]}
        for side in (mine, theirs):
            for row in side[name]:
                assert row[key] in was or row[key] in {each[key] for each in merged[name]}
    was_written = set(parts(base["body"]))
    for side in (mine, theirs):
        assert set(parts(side["body"])) - was_written <= set(parts(merged["body"]))


@given(contents(), contents(), contents())
def test_a_picture_is_there_once_and_one_is_the_cover(
    base: Content, mine: Content, theirs: Content
) -> None:
    merge = Merge(base, mine, theirs)
    for picks in ({}, {"figures": "both"}, {"figures": "theirs"}):
        figures = merge.content(picks)["figures"]
        images = [figure["image"] for figure in figures]
        assert len(images) == len(set(images))
        assert sum(figure["is_cover"] for figure in figures) <= 1


@given(contents(), contents(), contents())
def test_one_side_can_be_taken_wherever_both_disagree(
    base: Content, mine: Content, theirs: Content
) -> None:
    merge = Merge(base, mine, theirs)
    for side, content in (("mine", mine), ("theirs", theirs)):
        picks = {each.name: side for each in merge.open_fields}
        picks |= {f"body-{number}": side for number in range(len(merge.body))}
        merged = merge.content(picks)
        for each in merge.open_fields:
            assert merged[each.name] == content[each.name]


def test_the_parts_of_a_body_are_the_body() -> None:
    body = clean(
        '<p>甲<strong>乙</strong><a href="https://a.example/">丙</a></p><h2>丁</h2><hr>'
        f'<ul><li>一</li></ul><figure class="newsroom-image" data-image="{"a" * 64}"></figure>'
    )
    assert "\n".join(parts(body)) == body
    assert len(parts(body)) == 5
