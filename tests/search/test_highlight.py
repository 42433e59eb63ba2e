"""The words that were looked for, marked in the text as it was printed."""

from hypothesis import given
from hypothesis import strategies as st

from articles.search.entry import fold_line
from articles.search.highlight import LENGTH, Piece, excerpt, lines, mark
from articles.text import markup


def marked(text: str, *terms: str) -> str:
    return "".join(
        f"[{piece.text}]" if piece.is_match else piece.text for piece in mark(text, terms)
    )


def cut(text: str, *terms: str) -> str:
    return "".join(
        f"[{piece.text}]" if piece.is_match else piece.text
        for piece in excerpt(text.split("\n"), terms)
    )


def test_marks_are_put_into_the_printed_text() -> None:
    assert marked("职工的“幸福指数”，幸福", "幸福") == "职工的“[幸福]指数”，[幸福]"
    assert marked("職工５Ｇ基站", "职工", "5g基") == "[職工５Ｇ基]站"
    assert marked("重20㎏的ﬁsh", "20kg", "fi") == "重[20㎏]的[ﬁ]sh"
    assert marked("cafe\u0301  Noir", "café noir") == "[cafe\u0301  Noir]"
    assert marked("ｶﾞｽ管", "ガス") == "[ｶﾞｽ]管"
    assert marked("It’s 50%_a\\b", "it's", "%_a\\b") == "[It’s] 50[%_a\\b]"
    assert marked("好😀！", "😀") == "好[😀]！"
    assert marked("没有", "渡口") == "没有"
    assert marked("", "渡口") == ""


def test_matches_that_touch_or_overlap_are_one() -> None:
    assert mark("幸福指数高", ["幸福指", "指数"]) == [Piece("幸福指数", True), Piece("高", False)]


@given(st.text(max_size=40), st.data())
def test_nothing_is_lost_and_what_is_marked_matches(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    term = fold_line(text[start : start + data.draw(st.integers(1, 6))])
    pieces = mark(text, [term] if term else [])
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        assert not piece.is_match or term in fold_line(piece.text)


def test_an_excerpt_is_cut_around_the_first_match() -> None:
    long = "江" * 300 + "渡口" + "水" * 300
    text = cut(long, "渡口")
    assert text.startswith("…江江")
    assert text.endswith("水…")
    assert "[渡口]" in text
    assert len(text) <= LENGTH + 4


def test_the_line_with_most_of_the_words_is_taken() -> None:
    assert cut("有渡口\n有末班船和渡口\n渡口", "渡口", "末班") == "有[末班]船和[渡口]"
    assert cut("开头一句\n第二句", "别处") == "开头一句"
    assert cut("", "别处") == ""


def test_a_match_longer_than_the_excerpt_is_whole() -> None:
    term = "甲" * 150
    assert f"[{term}]" in cut("乙" * 50 + term + "丙" * 50, term)


def test_latin_words_stay_whole_at_the_beginning() -> None:
    text = "The committee considered representations from every harbour before the ferry sailed"
    assert cut(text + " on" * 60, "ferry").startswith("…harbour before the [ferry]")


def test_lines_are_those_that_were_indexed() -> None:
    body = markup.clean(
        "<h2>小标题</h2><p>工<strong>会</strong>的<a href='https://example.org/?a>b&c=\"d'>活<em>动</em>"
        "</a>&amp;&lt;b&gt;<br>下一行 1 &lt; 2</p><ul><li>一</li><li>二</li></ul><blockquote><p>引"
        "</p></blockquote><table><caption>表</caption><tr><td>格</td></tr></table><hr><p>x<sup>2</sup></p>"
    )
    assert [line for line in lines(body) if line] == markup.to_text(body).split("\n")
