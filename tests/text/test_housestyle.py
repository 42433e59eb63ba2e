"""The built-in rules of house style: what each finds, and what it must leave alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.housestyle import (
    BUILTINS,
    Copy,
    Finding,
    Grade,
    Line,
    Outlet,
    Picture,
    Played,
    Severity,
    Stylebook,
    body_lines,
    check,
    mended,
)
from articles.text.housestyle.sentences import BUILTIN

BOOK = Stylebook()
# One alone is enough to make a line Chinese for the rules that ask.
SIGNED = {"bylines": ("罗行舟",)}


def piece(*paragraphs: str) -> Copy:
    lines = tuple(Line("body", at, "paragraph", text) for at, text in enumerate(paragraphs))
    return Copy(lines, **SIGNED)


def found(*paragraphs: str) -> list[tuple[str, str, str | None]]:
    return [(each.rule, each.text, each.suggestion) for each in check(piece(*paragraphs), BOOK)]


# (rule, text, what is found, what replaces it)
FOUND = [
    ("half_width", "工人们说,夜班车来了。", ",", "，"),
    ("half_width", "车来了.他上车。", ".", "。"),
    ("straight_quotes", '他说"车来了"。', '"', "“"),
    ("straight_quotes", "他说'车来了'。", "'", "‘"),
    ("unpaired", "他说：“车来了。", "“", None),
    ("unpaired", "他说车来了”。", "”", None),
    ("unpaired", "三号线（末班车开往厂区。", "（", None),
    ("unpaired", "读《夜班车的人。", "《", None),
    ("unpaired", "他说：“读过《夜班车》（第二版”的人不多。", "（", None),
    ("nesting", "他说：“班长喊“收工”，大家才停。”", "“", "‘"),
    ("nesting", "人们叫他‘活地图’。", "‘", "“"),
    ("ellipsis", "他想了想。。。没有回答", "。。。", "……"),
    ("ellipsis", "他想了想...没有回答", "...", "……"),
    ("ellipsis", "他想了想…没有回答", "…", "……"),
    ("ellipsis", "焊工、钳工、铆工……等工种都在招人。", "等", None),
    ("dash", "夜班--最后一班车", "--", "——"),
    ("dash", "夜班──最后一班车", "──", "——"),
    ("dash", "夜班――最后一班车", "――", "——"),
    ("dash", "他停下。—车来了", "—", "——"),
    ("doubled_mark", "车来了，，他上车。", "，，", "，"),
    ("doubled_mark", "车来了。。他上车", "。。", "。"),
    ("doubled_mark", "车来了，。他上车", "，。", None),
    ("doubled_mark", "他说：“车来了。”。", "”。", None),
    ("line_start", "，他上车。", "，", None),
    ("line_start", "”他上车。", "”", None),
    ("list_comma", "读《夜班车》、《末班车》。", "、", ""),
    ("list_comma", "评出“好司机”、“好乘客”。", "、", ""),
    ("full_width_digit", "今年有１２名工人获奖。", "１２", "12"),
    ("full_width_digit", "增长１２％以上。", "１２％", "12%"),
    ("mixed_number", "来了3千人。", "3千", "3000"),
    ("mixed_number", "发放2.5百万元。", "2.5百", "250"),
    ("zero_year", "二0二五年的冬天", "二0二五", "二〇二五"),
    ("zero_year", "二零二五年的冬天", "二零二五", "二〇二五"),
    ("zero_year", "二○二五年的冬天", "二○二五", "二〇二五"),
    ("range", "招收10-20人。", "10-20", "10～20"),
    ("range", "气温18~22℃。", "18~22", "18～22"),
    ("range", "2019-2021年间", "2019-2021", "2019—2021"),
    ("range_unit", "增长10～20%。", "10～20%", "10%～20%"),
    ("range_unit", "投资9—16亿元。", "9—16亿", "9亿—16亿"),
    ("percent", "上涨百分之5。", "百分之5", "5%"),
    ("grouping", "补发1,2000元。", "1,2000", "12000"),
    ("grouping", "补发12，000元。", "12，000", "12000"),
    ("approximate", "来了三、四十人。", "三、四", "三四"),
    ("approximate", "来了5、6十人。", "5、6", "五六"),
    ("doubled_word", "工人的的夜班车。", "的的", "的"),
    ("doubled_word", "他们了了。", "了了", "了"),
    ("doubled_phrase", "市总工会市总工会决定加开夜班车。", "市总工会市总工会", "市总工会"),
    ("doubled_phrase", "本报记者记者昨天上了夜班车。", "记者记者", "记者"),
    ("traditional", "楊凌的夜班车从厂门口发车。", "楊", "杨"),
]

# What a careful editor would leave as it is.
LEFT = [
    "他说：“班长喊‘收工’，大家才停。”",
    "“真的？！”他喊，“太好了！！！”",
    "车来了……他上车……",
    "…………",
    "秦岭—淮河一线，上海—北京的列车。",
    "夜班——最后一班车——来了。",
    "3:2战胜对手，比分是21-19，客队以3-2取胜。",
    "电话029-8734-4649，热线0000-5550110，手机138-0000-0000。",
    "见https://example.com/a-b--c?d=1,2和GB/T 15834-2011。",
    "2025-11-26 09:30发车，11-12号车次。",
    "有3,000人参加，补发12,345,678元。",
    "三千克、3千克、5千米、8千瓦、10百分点。",
    "百分之百、百分之五、5%。",
    "三、四年级的学生，一、二等奖，第三、四名，七、八月间。",
    "东八区的三、四号楼，二、三产业。",
    "天天、人人、谢谢、星星、常常、刚刚、等等、渐渐、妈妈。",
    "目的的确定、不了了之、了了解、于是是这样、是是非非、实实在在、在在职人员中。",
    "饱和和不饱和，总和和平均数，参与与分享，共和和平。",
    "研究研究，讨论讨论，一个一个，雪白雪白，商量商量再说。",
    "“你好你好，来了来了！”他说。",
    "高高兴兴、来来往往、叮叮当当、哈哈哈哈。",
    "二〇二五年，一九四九年，〇五年，2025年。",
    "从五一到十一，一百零八将，一千零一夜。",
    "毕昇和乾隆都在书里。",
    "workers’ daily，it’s，rock ’n’ roll之外的工人。",
    "（一）招工 （二）用工 1）报名 2）体检 a）面试",
    "他读《人民日报》《工人日报》，也读“夜班”“白班”两个栏目。",
    "“第一批”“第二批”（以上为试点）、“第三批”随后。",
    "型号AB-12-34、C919、5G-A、T-3次。",
    "3百强企业、500强、2十佳",
    "iPhone 15、Python 3.12、U.S. Army, Inc.的工人。",
    "等……等车来了再说，走走停停……等到天亮。",
    "他说：“一、二，起！”",
    "3～5天，10%～20%，9亿～16亿元，2019—2021年。",
]


@pytest.mark.parametrize(("rule", "text", "wrong", "right"), FOUND)
def test_a_rule_finds_what_it_is_for(rule: str, text: str, wrong: str, right: str | None) -> None:
    assert (rule, wrong, right) in found(text)


@pytest.mark.parametrize("text", LEFT)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_every_rule_of_the_text_is_tried() -> None:
    asked = {rule for rule, *_rest in FOUND}
    of_text = {r.name for r in BUILTINS.values() if r.group in ("marks", "numbers", "words")}
    assert asked == of_text
    assert all(r.basis for r in BUILTINS.values() if r.group in ("marks", "numbers"))


def test_a_quotation_runs_over_paragraphs_as_newspapers_do_it() -> None:
    assert found("他说：“车来了。", "“大家上车。”") == []
    assert found("“车来了。", "“大家上车。", "“走吧。”") == []
    # The last paragraph does not close it.
    assert found("“车来了。", "“大家上车。") == [("unpaired", "“", None)]
    # A crosshead is no paragraph to run on in.
    lines = (Line("body", 0, "paragraph", "“车来了。"), Line("body", 1, "crosshead", "“夜班”"))
    assert [each.rule for each in check(Copy(lines, **SIGNED), BOOK)] == ["unpaired"]


def test_places_count_the_lines_of_the_body() -> None:
    html = (
        "<p>车来了。</p><ul><li>甲组</li><li>乙组，，丙组</li></ul>"
        "<blockquote><p>好。。好</p></blockquote>"
    )
    lines = tuple(body_lines(html))
    assert [line.kind for line in lines] == ["paragraph", "list", "list", "quote"]
    findings = check(Copy(lines, **SIGNED), BOOK)
    assert [(each.place.block, each.text) for each in findings] == [(2, "，，"), (3, "。。")]
    assert (findings[0].before, findings[0].after) == ("乙组", "丙组")


def named(copy: Copy, book: Stylebook = BOOK) -> list[tuple[str, str]]:
    return [(each.rule, each.place.field) for each in check(copy, book)]


def test_headlines_that_are_too_long() -> None:
    long = "夜班公交通到厂门口之后的第一个星期里我们看到了什么又听见了什么呢"
    lines = (Line("headline", 0, "heading", long), Line("short_title", 0, "heading", long[:17]))
    copy = Copy(lines, **SIGNED)
    assert named(copy) == [("headline_long", "headline"), ("short_title_long", "short_title")]
    longer = Stylebook(
        grades={"headline_long": Grade(limit=40), "short_title_long": Grade(off=True)}
    )
    assert named(copy, longer) == []
    (finding,) = check(Copy(lines[:1], **SIGNED), BOOK)
    assert finding.message == "The headline has 32 characters; 30 are the most."


def test_pictures_say_what_they_show_and_whose_they_are() -> None:
    whole = Picture("a" * 64, "焊工俯身", "决赛现场", "贺枝远 摄", "溯江工人报社", "")
    assert named(Copy(pictures=(whole, Picture("b" * 64, licence="CC BY")), **SIGNED)) == [
        ("figure_alt", "figures.1.alt"),
        ("figure_caption", "figures.1.caption"),
        ("figure_credit", "figures.1.credit"),
    ]
    assert ("figure_licence", "figures.0.licence") in named(
        Copy(pictures=(Picture("c" * 64),), **SIGNED)
    )


def test_recordings_have_words_for_those_who_cannot_hear_them() -> None:
    said = {"caption": "汽笛", "credit": "秦岸 录音"}
    film, sound = Played("a" * 64, is_video=True), Played("b" * 64)
    assert set(named(Copy(recordings=(film, sound), **SIGNED))) == {
        ("clip_captions", "clips.0.captions"),
        ("clip_caption", "clips.0.caption"),
        ("clip_credit", "clips.0.credit"),
        ("clip_transcript", "clips.1.transcript"),
        ("clip_caption", "clips.1.caption"),
        ("clip_credit", "clips.1.credit"),
    }
    whole = (
        Played("a" * 64, is_video=True, captions=True, **said),
        Played("b" * 64, transcript=True, **said),
        Played("c" * 64, captions=True, **said),
    )
    assert named(Copy(recordings=whole, **SIGNED)) == []
    # A transcript beside a film is no captions: nobody reads it while the film runs.
    alone = Played("d" * 64, is_video=True, transcript=True, **said)
    assert named(Copy(recordings=(alone,), **SIGNED)) == [("clip_captions", "clips.0.captions")]


def test_a_reprint_needs_a_source_that_holds() -> None:
    def rules(standing: str | None, **fields: object) -> list[str]:
        source = Outlet("江口晚报", standing) if standing else None  # type: ignore[arg-type]
        copy = Copy(reprint=True, source=source, source_author="甲", **fields)  # type: ignore[arg-type]
        return [rule for rule, _field in named(copy)]

    assert rules("usable") == []
    assert rules(None) == ["source_missing"]
    assert rules("unlisted") == ["source_unlisted"]
    assert rules("expired") == rules("not_yet") == ["source_expired"]
    assert rules("banned") == ["source_banned"]
    unsigned = Copy(reprint=True, source=Outlet("江口晚报", "usable"))
    assert named(unsigned) == [("reprint_author", "source_author")]
    # A piece of our own says who wrote it.
    assert named(Copy()) == [("byline", "credits")]
    assert named(Copy(source=Outlet("江口晚报", "banned"), **SIGNED)) == []


def test_a_paper_grades_the_rules_for_itself() -> None:
    book = Stylebook(grades={"doubled_mark": Grade(Severity.SUBMIT), "percent": Grade(off=True)})
    findings = check(piece("涨了百分之5，，真的。"), book)
    assert [(each.rule, each.severity) for each in findings] == [("doubled_mark", Severity.SUBMIT)]


def test_every_sentence_fits_its_rule() -> None:
    for name, rule in BUILTINS.items():
        assert rule.name == name
        assert name in BUILTIN or name == "unpaired"


MIXED = st.text(
    st.sampled_from(
        "工人的的了夜班班车0123456789，。、；：？！“”‘’（）《》()\"'…—-～~%,. \n"
        "楊凌會百千十三四年百分之之等"
    ),
    max_size=120,
)


def spans_are_true(copy: Copy, findings: list[Finding]) -> None:
    lines = {(line.field, line.block): line.text for line in copy.lines}
    for each in findings:
        if (each.place.field, each.place.block) not in lines or not each.text:
            continue
        line = lines[each.place.field, each.place.block]
        assert 0 <= each.place.start < each.place.end <= len(line)
        assert line[each.place.start : each.place.end] == each.text
        assert line[: each.place.start].endswith(each.before)
        assert line[each.place.end :].startswith(each.after)


@given(st.lists(MIXED | st.text(max_size=60), max_size=4))
def test_places_are_inside_and_mending_comes_to_an_end(paragraphs: list[str]) -> None:
    copy = piece(*paragraphs)
    for _round in range(12):
        findings = check(copy, BOOK)
        spans_are_true(copy, findings)
        assert all(each.message for each in findings)
        after = Copy(tuple(mended(copy.lines, findings)), **SIGNED)
        if after == copy:
            break
        copy = after
    else:
        raise AssertionError(f"never at rest: {copy.lines} {findings}")
    assert not any(each.suggestion is not None and each.text for each in findings)
