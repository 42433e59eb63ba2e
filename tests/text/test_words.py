"""Counting in the Chinese way, and search tokens that never lose a true substring."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import traditional, words

ALPHABET = st.one_of(
    st.sampled_from(
        "工会著名着力乾隆後来皇后說说臺台陜陕职工 ，。:：\u3000\tAaßİﬁ１①é\u0301K℃가각།ཀ·—"
    ),
    st.characters(),
)
TEXTS = st.text(ALPHABET, max_size=40)


@given(TEXTS, st.data())
def test_a_text_that_holds_the_folded_query_has_its_tokens(text: str, data: st.DataObject) -> None:
    folded = words.fold(text)
    start = data.draw(st.integers(0, len(folded)))
    query = folded[start : data.draw(st.integers(start, len(folded)))]
    assert words.query_tokens(query) <= words.index_tokens(text)


@given(TEXTS, TEXTS, TEXTS)
def test_the_same_for_queries_as_they_are_typed(before: str, query: str, after: str) -> None:
    text = before + query + after
    if words.fold(query) in words.fold(text):
        assert words.query_tokens(query) <= words.index_tokens(text)


@given(st.text(st.sampled_from("職工會著力著名陜西ABCabc１２"), max_size=12), st.data())
def test_a_query_cut_from_ordinary_text_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    query = text[start : data.draw(st.integers(start, len(text)))]
    assert words.fold(query) in words.fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("職工群眾", "职工群众"),
        ("陜西 陝西", "陕西 陕西"),
        ("著力", "着力"),
        ("ＷＴＯ　２０２４", "wto 2024"),
        ("  A \n B ", "a b"),
        ("Straße", "strasse"),
        ("“幸福指数”", "“幸福指数”"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert words.fold(text) == folded


def test_tokens() -> None:
    assert words.index_tokens("工会AI，5G") == {
        "工", "会", "a", "i", "5", "g", "工会", "会a", "ai", "5g",
    }  # fmt: skip
    assert words.query_tokens("幸") == {"幸"}
    assert words.query_tokens("幸福指数") == {"幸福", "福指", "指数"}
    assert words.query_tokens("工会，好") == {"工会", "好"}
    assert words.query_tokens("……") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (0, 0)),
        ("工会", (2, 2)),
        ("工会，你好！", (6, 6)),
        ("“幸福指数”——五年", (10, 10)),
        ("2024年GDP增长5.2%。", (7, 15)),
        ("Hello world", (2, 10)),
        ("It’s “fine” — really…", (4, 18)),
        ("他说“Hello”。", (6, 10)),
        ("电话 029-87344649", (3, 14)),
        ("一\n二\u3000三", (3, 3)),
    ],
)
def test_count(text: str, expected: tuple[int, int]) -> None:
    assert words.count(text) == expected


@given(TEXTS)
def test_the_quick_way_to_simplified_is_the_table_s(text: str) -> None:
    assert traditional.one_by_one(text) == text.translate(traditional.characters())
