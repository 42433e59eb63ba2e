"""Repairs of damaged copy: what is mended, what is left, and that each can be refused alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import repair, traditional

MIRRORED = (
    "區(qū)總工會(huì)開展活動(dòng),著力服務(wù)職工。\n"
    "陜西的著名勞模說:“現(xiàn)在好!”(笑)全區(qū)有3,000人參加,9:30開始。"
)
MENDED = (
    "区总工会开展活动，着力服务职工。\n"
    "陕西的著名劳模说：“现在好！”（笑）全区有3,000人参加，9:30开始。"
)


def mended(text: str, *refused: str) -> str:
    return repair.apply(text, repair.find(text), refused)


def kinds(text: str) -> set[str]:
    return {each.kind for each in repair.find(text)}


def test_everything_at_once() -> None:
    assert mended(MIRRORED) == MENDED
    assert repair.find(MENDED) == []


def test_a_repair_says_where_it_is_and_what_was_there() -> None:
    lines = MIRRORED.split("\n")
    found = repair.find(MIRRORED)
    for each in found:
        assert lines[each.line - 1][each.start : each.end] == each.before
    assert {each.id for each in found if each.kind == "pinyin_glosses"} == {
        "pinyin_glosses:1:1", "pinyin_glosses:1:8", "pinyin_glosses:1:17", "pinyin_glosses:1:28",
        "pinyin_glosses:2:11", "pinyin_glosses:2:26",
    }  # fmt: skip
    assert len({each.id for each in found}) == len(found)


@pytest.mark.parametrize(
    ("refused", "expected"),
    [
        (("pinyin_glosses", "punctuation"), "区(qū)总工会(huì)开展活动(dòng),着力服务(wù)职工。"),
        (("traditional",), "區總工會開展活動，著力服務職工。"),
        (("punctuation",), "区总工会开展活动,着力服务职工。"),
        (("pinyin_glosses:1:8",), "区总工会(huì)开展活动，着力服务职工。"),
        (("traditional:1:24",), "区总工会开展活动，著力服务职工。"),
    ],
)
def test_each_kind_and_each_repair_can_be_refused(refused: tuple[str, ...], expected: str) -> None:
    ids = {each.id: each for each in repair.find(MIRRORED)}
    assert all(each in ids or each in repair.KINDS for each in refused), sorted(ids)
    assert mended(MIRRORED, *refused).split("\n")[0] == expected


@given(st.data())
def test_refusing_some_changes_nothing_about_the_others(data: st.DataObject) -> None:
    found = repair.find(MIRRORED)
    refused = data.draw(st.sets(st.sampled_from([each.id for each in found])))
    made = [each for each in found if each.id not in refused]
    once = repair.apply(MIRRORED, found, refused)
    assert once == repair.apply(MIRRORED, made)
    rest = repair.apply(MIRRORED, made)
    assert len(rest) == len(MIRRORED) + sum(len(each.after) - len(each.before) for each in made)


MARKS = [*"工會会區区著力陜西，,:?!();“”\"' \n"]
PIECES = ["(huì)", "（qū）", "(AI)", "3,000", "9:30", "http://a.cn/b?c=1,", "WTO", "頔(dí)", "%"]
SCRAPS = st.lists(st.sampled_from(MARKS + PIECES), max_size=40).map("".join)


@given(SCRAPS)
def test_on_any_scraps_repairs_are_in_place_apart_and_done_once(text: str) -> None:
    lines = text.split("\n")
    found = repair.find(text)
    done: dict[int, int] = {}
    for each in found:
        assert lines[each.line - 1][each.start : each.end] == each.before != each.after
        assert each.start >= done.get(each.line, 0)
        done[each.line] = each.end
    once = repair.apply(text, found)
    assert once.count("\n") == text.count("\n")


# Pinyin glosses


@pytest.mark.parametrize(
    "text",
    [
        "艺术家顾頔（dí）参加了演出。",
        "他来自山西省洪洞（tóng）县，今年五十岁，做了三十年木工。",
        "这个字念“饕（tāo）”，那个字念“餮（tiè）”，都不常用。",
        "人工智能(AI)、国内生产总值(GDP)和能(néng)源。",
        "单（shàn）县、乐（yuè）清、六（lù）安和蔚（yù）县的代表都来了，会议在台上台下的掌声里结束。",
    ],
)
def test_honest_glosses_stay(text: str) -> None:
    assert "pinyin_glosses" not in kinds(text)


def test_one_honest_gloss_stays_even_among_the_mirrors() -> None:
    text = "區(qū)總工會(huì)的顾頔(dí)開展活動(dòng),服務(wù)職工。"
    assert mended(text) == "区总工会的顾頔（dí）开展活动，服务职工。"


@pytest.mark.parametrize(
    "gloss",
    [
        "(huì)",
        "（huì）",
        "(hui)",
        "(hui4)",
        "(hùi)",
        "( huì )",
        "(huì)/(kuài)",
        "(huì/kuài)",
        "(Huì)",
    ],
)
def test_glosses_however_they_are_written(gloss: str) -> None:
    text = f"區(qū)總工會{gloss}開展活動(dòng),服務(wù)職工。"
    assert mended(text) == "区总工会开展活动，服务职工。"


def test_letters_that_only_look_right() -> None:
    text = "工(ɡōnɡ)會(huì)的綠(lv)色行動(dòng),女(nu)職工辦(bàn)好(hăo)事。"
    assert mended(text) == "工会的绿色行动，女职工办好事。"


def test_the_second_reading_may_be_the_mirrors_own() -> None:
    text = "知識(shí)/(zhì)就是力量,工會(huì)開展活動(dòng),服務(wù)職工。"
    assert mended(text) == "知识就是力量，工会开展活动，服务职工。"


def test_what_is_no_reading_of_its_character_stays() -> None:
    text = "工會(dong)開展活動(dòng)和服務(wù),區(qū)里(why)有會(huì)議。"
    assert mended(text) == "工会（dong）开展活动和服务，区里（why）有会议。"


# Traditional to Simplified


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("著力構建體系", "着力构建体系"),
        ("著名勞模的著作", "著名劳模的著作"),
        ("看著他們支援建設", "看着他们支援建设"),
        ("陜西、陝西", "陕西、陕西"),
        ("乾隆年間的乾旱", "乾隆年间的干旱"),
        ("皇后在後面", "皇后在后面"),
        ("頭髮和發展", "头发和发展"),
        ("瞭望台上瞭解情況", "瞭望台上了解情况"),
        ("畢昇發明活字", "毕昇发明活字"),
    ],
)
def test_traditional_by_context(text: str, expected: str) -> None:
    assert mended(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "毕昇、乾隆、瞭望、名著、慰藉、钱锺书、朱镕基、徵音、狼藉、显著",
        "职工群众的获得感、幸福感、安全感明显增强。",
        "于頔、陶喆、张堃、李祎",
    ],
)
def test_simplified_is_left_alone(text: str) -> None:
    assert repair.find(text) == []


def test_a_stray_character_in_simplified_copy_is_mended_alone() -> None:
    assert mended("楊凌示范区的毕昇广场，著有乾隆碑文。") == "杨凌示范区的毕昇广场，著有乾隆碑文。"


def test_a_line_without_a_script_follows_its_piece() -> None:
    assert mended("著力\n舉辦活動慶祝") == "着力\n举办活动庆祝"
    assert mended("著力\n举办活动庆祝") == "著力\n举办活动庆祝"


def test_each_changed_character_is_a_repair() -> None:
    found = repair.find("陜西舉辦著名活動")
    assert [(each.start, each.before, each.after) for each in found] == [
        (0, "陜", "陕"), (2, "舉", "举"), (3, "辦", "办"), (7, "動", "动"),
    ]  # fmt: skip


# The 5,401 characters of Big5's first level: all that Traditional copy ordinarily holds.
EVERYDAY = [
    char
    for row in range(0xA4, 0xC7)
    for char in bytes(
        byte for cell in [*range(0x40, 0x7F), *range(0xA1, 0xFF)] for byte in (row, cell)
    ).decode("big5", "ignore")
]


@given(st.text(st.sampled_from(EVERYDAY), max_size=30))
def test_nothing_traditional_is_left_and_nothing_moves(text: str) -> None:
    once = traditional.convert(text)
    assert len(once) == len(text)
    assert not any(map(traditional.is_traditional, once))


# Punctuation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天,我们开会;明天呢?好!", "今天，我们开会；明天呢？好！"),
        ("今天, 我们开会: 请坐", "今天，我们开会：请坐"),
        ("(一)指导思想:", "（一）指导思想："),
        ("共3,000人,其中女工1,200人", "共3,000人，其中女工1,200人"),
        ("比分为3:2,上午9:30开始", "比分为3:2，上午9:30开始"),
        ("增长5%,6月达到3.2%;气温25℃,湿度60%。", "增长5%，6月达到3.2%；气温25℃，湿度60%。"),
        ("国内生产总值(GDP)增长", "国内生产总值（GDP）增长"),
        ("WTO(世贸组织)成员", "WTO（世贸组织）成员"),
        ('他问:“你好吗?”我说:"好!"', '他问：“你好吗？”我说："好！"'),
        ("“幸福指数”,“实干指数”", "“幸福指数”，“实干指数”"),
        ("真的吗?!什么???", "真的吗？！什么？？？"),
        ("电话:(029)87344649,传真:029-87344650", "电话：(029)87344649，传真：029-87344650"),
        ("网址:https://a.cn/b?c=1,d,欢迎访问!", "网址：https://a.cn/b?c=1,d，欢迎访问！"),
        ("来信请寄:a.b@example.com,谢谢", "来信请寄：a.b@example.com，谢谢"),
        ("推出iPhone 15 Pro,售价5,999元(含税)", "推出iPhone 15 Pro，售价5,999元（含税）"),
        ("“你懂AI?”他问。你知道WTO?", "“你懂AI？”他问。你知道WTO？"),
        ("A:你好!B:再见!", "A：你好！B：再见！"),
        ("在(2020)年", "在（2020）年"),
    ],
)
def test_punctuation_between_chinese(text: str, expected: str) -> None:
    assert mended(text) == expected
    assert mended(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "他问“How are you?”我答“Fine, thanks!”后离开",
        "比例为1 : 2",
        "f(x)",
        "共有1,234,567人在12:30:45报名",
        "He met 张三, the chairman, at 9:30; why?",
        "Mr Zhang (张三) said: hello!",
        "GDP,CPI等指标",
        "E-mail:sxworker@126.com",
        "\"你好\"'再见'“好”",
        "工会. 职工",
    ],
)
def test_punctuation_that_stays(text: str) -> None:
    assert "punctuation" not in kinds(text)
