"""The paper's own rules: terms, names, order and required wording."""

from hypothesis import given
from hypothesis import strategies as st

from articles.text.housestyle import Copy, Kind, Line, Rule, Severity, Stylebook, check, mended


def piece(*paragraphs: str, headline: str = "") -> Copy:
    head = (Line("headline", 0, "heading", headline),) if headline else ()
    lines = tuple(Line("body", at, "paragraph", text) for at, text in enumerate(paragraphs))
    return Copy(head + lines, bylines=("甲",))


def found(rules: list[Rule], *paragraphs: str, headline: str = "") -> list[tuple[str, str | None]]:
    findings = check(piece(*paragraphs, headline=headline), Stylebook(rules))
    return [(each.text, each.suggestion) for each in findings]


def test_a_banned_term_and_a_longer_one_that_is_in_order() -> None:
    rule = Rule(Kind.BANNED, "民工", exceptions=("农民工",), severity=Severity.PUBLISH)
    assert found([rule], "民工和农民工") == [("民工", None)]
    (finding,) = check(piece("进城民工"), Stylebook([rule]))
    assert (finding.severity, finding.rule) == (Severity.PUBLISH, "banned:民工")
    assert finding.message == "“民工” is not used in this paper."


def test_alternatives_and_what_to_write_instead() -> None:
    rule = Rule(Kind.PREFERRED, "打工仔|打工妹", "务工人员", note="带有轻慢意味。")
    assert found([rule], "打工妹、打工仔") == [("打工妹", "务工人员"), ("打工仔", "务工人员")]
    (finding,) = check(piece("打工仔"), Stylebook([rule]))
    assert finding.message == "“打工仔” is written “务工人员”. 带有轻慢意味。"


def test_the_right_form_may_contain_the_wrong_one() -> None:
    rule = Rule(Kind.PREFERRED, "溯江工会", "溯江市总工会|溯江工会大厦")
    assert found([rule], "溯江工会大厦旁的溯江工会") == [("溯江工会", "溯江市总工会")]


def test_the_longer_rule_speaks_for_the_shorter() -> None:
    rules = [Rule(Kind.CAUTIOUS, "打工"), Rule(Kind.PREFERRED, "打工仔", "务工人员")]
    assert found(rules, "打工仔，打工") == [("打工仔", "务工人员"), ("打工", None)]
    # A graver rule is not silenced by a longer, lighter one.
    grave = [Rule(Kind.BANNED, "打工", severity=Severity.SUBMIT), rules[1]]
    assert len(found(grave, "打工仔")) == 2


def test_latin_terms_are_whole_words_in_either_case() -> None:
    rule = Rule(Kind.PREFERRED, "App", "应用程序")
    assert found([rule], "手机app和APP，Apple，WhatsApp，App2") == [
        ("app", "应用程序"),
        ("APP", "应用程序"),
    ]
    exact = Rule(Kind.PREFERRED, "App", "应用程序", match_case=True)
    assert found([exact], "手机app、App") == [("App", "应用程序")]


def test_a_full_name_where_the_short_one_stands_first() -> None:
    rule = Rule(Kind.FIRST, "全国总工会|全总", "中华全国总工会")
    assert found([rule], "全国总工会今天发布", headline="全国总工会发布") == [
        ("全国总工会", "中华全国总工会")
    ]
    assert found([rule], "中华全国总工会今天发布。", "全总说，全国总工会会再查。") == []
    assert found([rule], "全总说。", "中华全国总工会说。") == [("全总", "中华全国总工会")]
    # Headlines may be short, and say nothing for the text.
    assert found([rule], "工人说。", headline="全总发布") == []
    assert found([rule], "全总说。", headline="中华全国总工会发布") == [("全总", "中华全国总工会")]


def test_a_person_is_introduced_with_their_title() -> None:
    rule = Rule(Kind.FIRST, "周砚青", "溯江市总工会主席周砚青")
    assert found([rule], "周砚青说。周砚青又说。") == [("周砚青", "溯江市总工会主席周砚青")]
    assert found([rule], "溯江市总工会主席周砚青说。周砚青又说。") == []


def test_names_in_a_list_stand_in_their_order() -> None:
    rule = Rule(Kind.ORDER, "甲一、乙二、丙三", severity=Severity.WARNING)
    assert found([rule], "乙二、甲一、丙三出席。") == [("乙二、甲一、丙三", "甲一、乙二、丙三")]
    assert found([rule], "甲一、丙三出席，乙二主持。") == []
    assert found([rule], "局长丙三、副局长甲一出席。") == [("丙三、副局长甲一", None)]
    # Not a list: somebody goes with somebody.
    assert found([rule], "乙二陪同甲一调研。乙二说。甲一说。") == []
    (finding,) = check(piece("丙三和乙二到场"), Stylebook([rule]))
    assert finding.message == "These names stand in another order: 乙二、丙三."


def test_what_has_to_be_said_with_it() -> None:
    rule = Rule(Kind.REQUIRED, "举报电话", "12345|举报邮箱")
    assert found([rule], "举报电话已经开通。", "举报电话") == [("举报电话", None)]
    assert found([rule], "举报电话已经开通。", "拨12345。") == []


def test_two_thousand_rules_are_found_in_one_pass() -> None:
    rules = [Rule(Kind.PREFERRED, f"错词{number}号", f"正词{number}号") for number in range(2000)]
    text = "".join(f"错词{number}号，" for number in range(0, 2000, 100))
    assert len(found(rules, text)) == 20


TERMS = st.text("工人会主席甲乙aB1、", min_size=1, max_size=4).filter(
    lambda text: bool(text.strip("、 "))
)
RULES = st.lists(
    st.builds(
        Rule,
        st.sampled_from(list(Kind)),
        TERMS,
        TERMS | st.just(""),
        st.lists(TERMS, max_size=2).map(tuple),
        match_case=st.booleans(),
    ),
    max_size=6,
)


@given(RULES, st.lists(st.text("工人会主席甲乙aB1、。", max_size=40), max_size=3))
def test_any_rules_on_any_text(rules: list[Rule], paragraphs: list[str]) -> None:
    copy = piece(*paragraphs)
    findings = check(copy, Stylebook(rules))
    for each in findings:
        if each.text:
            line = paragraphs[each.place.block]
            assert line[each.place.start : each.place.end] == each.text
    mended(copy.lines, findings)


@given(st.text("工人会主席。，", max_size=40))
def test_replaced_terms_do_not_come_back(text: str) -> None:
    book = Stylebook([Rule(Kind.PREFERRED, "工人", "工人师傅"), Rule(Kind.BANNED, "主席", "会长")])
    copy = piece(text)
    copy = Copy(tuple(mended(copy.lines, check(copy, book))), bylines=("甲",))
    own = [each for each in check(copy, book) if ":" in each.rule]
    assert own == []
