"""Who made a piece, in every arrangement that correspondents send."""

import pytest

from articles import intake

LEAD = "六月以来，渭河边的工地上一派忙碌，工人们赶在汛期之前加固堤防，机器声从早响到晚。"
NEXT = "“再有一个星期，最险的一段就能合龙。”现场负责人说，大家心里都憋着一股劲。"
R, C, P, A, T, N = (
    "reporter", "correspondent", "photographer", "author", "translator", "intern",
)  # fmt: skip

LINES = [
    ("本报记者 郝佳伟", [("郝佳伟", R)]),
    ("本报记者　郝佳伟", [("郝佳伟", R)]),
    ("本报记者郝佳伟", [("郝佳伟", R)]),
    ("本报记者：郝佳伟", [("郝佳伟", R)]),
    ("记者 王秋 李向阳 通讯员 何川", [("王秋", R), ("李向阳", R), ("何川", C)]),
    ("记者：王秋、李向阳", [("王秋", R), ("李向阳", R)]),
    ("记者/王秋", [("王秋", R)]),
    ("记者丨王秋 李向阳", [("王秋", R), ("李向阳", R)]),
    ("本报记者 王 秋 李 想", [("王秋", R), ("李想", R)]),
    ("本报记者　王　秋　李向阳", [("王秋", R), ("李向阳", R)]),
    ("本报记者王秋 通讯员何川", [("王秋", R), ("何川", C)]),
    ("记者王秋通讯员何川", [("王秋", R), ("何川", C)]),
    ("□本报记者 王秋", [("王秋", R)]),
    ("■ 本报记者 王秋", [("王秋", R)]),
    ("（本报记者 王秋）", [("王秋", R)]),
    ("本报首席记者 王秋 见习记者 李想", [("王秋", R), ("李想", R)]),
    ("本报驻榆林记者 王秋", [("王秋", R)]),
    ("本报记者 王秋 榆林报道", [("王秋", R)]),
    ("全媒体记者 王秋", [("王秋", R)]),
    ("渭职网记者 王秋", [("王秋", R)]),
    ("特约记者 王秋", [("王秋", R)]),
    ("特约通讯员 何川", [("何川", C)]),
    ("本报通讯员 何川 王秋", [("何川", C), ("王秋", C)]),
    ("实习生 林一", [("林一", N)]),
    ("本报记者 王秋 实习生 林一", [("王秋", R), ("林一", N)]),
    ("作者：王秋", [("王秋", A)]),
    ("作者 王秋", [("王秋", A)]),
    ("文/王秋 图/李想", [("王秋", A), ("李想", P)]),
    ("文丨王秋 图丨李想", [("王秋", A), ("李想", P)]),
    ("文：王秋　图：李想", [("王秋", A), ("李想", P)]),
    ("文 王秋 图 李想", [("王秋", A), ("李想", P)]),
    ("王秋/文 李想/图", [("王秋", A), ("李想", P)]),
    ("王秋 文 李想 图", [("王秋", A), ("李想", P)]),
    ("王秋 文/图", [("王秋", A), ("王秋", P)]),
    ("文/图 王秋", [("王秋", A), ("王秋", P)]),
    ("图文/王秋", [("王秋", A), ("王秋", P)]),
    ("本报记者 王秋 文/图", [("王秋", R), ("王秋", P)]),
    ("本报记者 王秋 摄影报道", [("王秋", R), ("王秋", P)]),
    ("本报记者 王秋 摄", [("王秋", P)]),
    ("本报记者 王秋 李想 摄", [("王秋", P), ("李想", P)]),
    ("王秋 摄", [("王秋", P)]),
    ("王秋摄", [("王秋", P)]),
    ("摄影：王秋", [("王秋", P)]),
    ("本报记者 王秋 摄影 李想", [("王秋", R), ("李想", P)]),
    ("文/本报记者 王秋 图/通讯员 何川", [("王秋", R), ("何川", P)]),
    ("翻译：王秋", [("王秋", T)]),
    ("编译/王秋", [("王秋", T)]),
    ("本报记者 阿依古丽·买买提 王秋", [("阿依古丽·买买提", R), ("王秋", R)]),
    ("通讯员 才让 多吉", [("才让", C), ("多吉", C)]),
    ("本报记者 欧阳明华 诸葛 青", [("欧阳明华", R), ("诸葛青", R)]),
    ("本报记者 王秋和李向阳", [("王秋", R), ("李向阳", R)]),
    ("本报记者 张和平", [("张和平", R)]),
    ("作者：渭北市总工会宣教部", [("渭北市总工会宣教部", A)]),
    ("作者：渭北机械厂 何川", [("何川", A)]),
    ("特约通讯员 渭北市总工会 何川", [("何川", C)]),
    ("本报记者 王秋 发自榆林", [("王秋", R)]),
    ("本报记者 王秋（文） 李想（图）", [("王秋", R), ("李想", P)]),
    ("本报记者 王秋 通讯员 何川 文/图", [("王秋", R), ("王秋", P), ("何川", C), ("何川", P)]),
    ("本报讯记者王秋报道", [("王秋", R)]),
    ("本报西安记者 王秋", [("王秋", R)]),
    ("本报榆林记者站 王秋 何川", [("王秋", R), ("何川", R)]),
    ("央视新闻记者 王秋", [("王秋", R)]),
    ("通讯员李想本报记者王秋", [("李想", C), ("王秋", R)]),
    ("王秋 文并图", [("王秋", A), ("王秋", P)]),
    ("采访：王秋 摄影：李想", [("王秋", A), ("李想", P)]),
    ("撰文/王秋 摄影/李想 策划/何川", [("王秋", A), ("李想", P)]),
    ("作者：王秋 单位：渭北机械厂 电话：13900000000", [("王秋", A)]),
    ("本报评论员", [("本报评论员", A)]),
    ("作者：本报评论员", [("本报评论员", A)]),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_a_byline_above_the_piece(line: str, expected: list[tuple[str, str]]) -> None:
    copy = intake.read_pasted(f"堤上一夜\n{line}\n{LEAD}\n{NEXT}")
    assert [tuple(credit) for credit in copy.credits] == expected
    assert copy.headline == "堤上一夜"
    assert [block.text for block in copy.body] == [LEAD, NEXT]


@pytest.mark.parametrize(("line", "expected"), [each for each in LINES if "评论员" not in each[0]])
def test_a_byline_below_the_piece(line: str, expected: list[tuple[str, str]]) -> None:
    copy = intake.read_pasted(f"堤上一夜\n{LEAD}\n{NEXT}\n{line}\n责任编辑：沈岚")
    assert [tuple(credit) for credit in copy.credits] == expected
    assert copy.responsible_editor == "沈岚"
    assert [block.text for block in copy.body] == [LEAD, NEXT]


@pytest.mark.parametrize(
    ("opening", "kept", "expected"),
    [
        ("本报讯（记者 王秋 通讯员 何川）", "", [("王秋", R), ("何川", C)]),
        ("本报讯 (记者 王秋)", "", [("王秋", R)]),
        ("本报讯（记者王秋、李想）", "", [("王秋", R), ("李想", R)]),
        ("本报讯（王秋 何川）", "", [("王秋", A), ("何川", A)]),
        ("本报讯（通讯员　王　秋）", "", [("王秋", C)]),
        ("本报讯 记者王秋、通讯员何川报道：", "", [("王秋", R), ("何川", C)]),
        ("本报记者王秋报道：", "", [("王秋", R)]),
        ("（记者 王秋）", "", [("王秋", R)]),
        ("本报渭北6月3日讯（记者 王秋）", "本报渭北6月3日讯 ", [("王秋", R)]),
        ("本报北京6月3日电（记者 王秋）", "本报北京6月3日电 ", [("王秋", R)]),
        ("渭职网讯（记者 王秋）", "渭职网讯 ", [("王秋", R)]),
        ("本报讯 ", "本报讯 ", []),
    ],
)
def test_opening_formulas(opening: str, kept: str, expected: list[tuple[str, str]]) -> None:
    copy = intake.read_pasted(f"堤上一夜\n{opening}{LEAD}\n{NEXT}")
    assert [tuple(credit) for credit in copy.credits] == expected
    assert [block.text for block in copy.body] == [kept + LEAD, NEXT]


@pytest.mark.parametrize(
    ("closing", "expected", "editor"),
    [
        ("（本报记者 王秋）", [("王秋", R)], ""),
        ("(记者 王秋 通讯员 何川)", [("王秋", R), ("何川", C)], ""),
        ("（王秋 何川）", [("王秋", A), ("何川", A)], ""),
        ("（文/王秋 图/李想）", [("王秋", A), ("李想", P)], ""),
        (" 本报记者 王秋", [("王秋", R)], ""),
        ("（本报记者 王秋）（责任编辑：沈岚）", [("王秋", R)], "沈岚"),
        ("【责任编辑：沈 岚】", [], "沈岚"),
        ("（通讯员 何川 编辑 沈岚）", [("何川", C)], "沈岚"),
    ],
)
def test_closing_formulas(closing: str, expected: list[tuple[str, str]], editor: str) -> None:
    copy = intake.read_pasted(f"堤上一夜\n{LEAD}\n{NEXT}{closing}")
    assert [tuple(credit) for credit in copy.credits] == expected
    assert copy.responsible_editor == editor
    assert [block.text for block in copy.body] == [LEAD, NEXT]


@pytest.mark.parametrize(
    "line",
    [
        "记者调查发现，堤上的工人来自六个县，最远的家在三百里外。",
        "记者 王秋6月3日从省水利厅获悉，今年的汛期比往年早。",
        "作者系渭北市总工会干部，长期在基层工作。",
        "编辑部的灯也亮了一夜。",
        "图为工人在加固堤防。",
        "来源于群众的办法，最管用。",
        "本报讯昨天已经刊登过这件事。",
    ],
)
def test_sentences_that_begin_like_bylines_stay(line: str) -> None:
    copy = intake.read_pasted(f"堤上一夜\n{LEAD}\n{line}\n{NEXT}")
    assert copy.credits == ()
    assert line in [block.text for block in copy.body]


@pytest.mark.parametrize("word", ["记者调查", "记者手记", "编辑手记", "作者简介", "图片新闻"])
def test_headings_that_begin_like_bylines_stay(word: str) -> None:
    copy = intake.read_pasted(f"堤上一夜\n{LEAD}\n{word}\n{NEXT}")
    assert copy.credits == ()
    assert ("crosshead", word) in copy.body


def test_a_photographer_in_a_caption_is_credited_and_stays() -> None:
    caption = "图为工人在加固堤防。 本报记者 李想 摄"
    copy = intake.read_pasted(f"堤上一夜\n本报记者 王秋\n{LEAD}\n{caption}\n{NEXT}")
    assert [tuple(credit) for credit in copy.credits] == [("王秋", R), ("李想", P)]
    assert ("paragraph", caption) in copy.body


def test_an_essay_signed_with_a_bare_name() -> None:
    for text in (f"堤上一夜\n王 秋\n{LEAD}\n{NEXT}", f"堤上一夜\n{LEAD}\n{NEXT}\n　　　　　王秋"):
        copy = intake.read_pasted(text)
        assert [tuple(credit) for credit in copy.credits] == [("王秋", A)]
        assert len(copy.body) == 2


def test_english_bylines() -> None:
    text = "Dike Holds\nBy Jane Smith and Bob Lee\nThe dike held through the night, they said.\n"
    copy = intake.read_pasted(text)
    assert [tuple(credit) for credit in copy.credits] == [("Jane Smith", R), ("Bob Lee", R)]
    assert copy.headline == "Dike Holds"


@pytest.mark.parametrize(
    ("line", "editor"),
    [
        ("责任编辑：胡睿琳", "胡睿琳"),
        ("责编：胡睿琳", "胡睿琳"),
        ("编辑 胡睿琳", "胡睿琳"),
        ("责任编辑/胡睿琳", "胡睿琳"),
        ("[责任编辑: 胡 睿 琳 ]", "胡睿琳"),
        ("责编：胡睿琳 沈岚", "胡睿琳、沈岚"),
        ("编辑：沈岚 校对：何川 责任编辑：胡睿琳", "胡睿琳"),
    ],
)
def test_responsible_editors(line: str, editor: str) -> None:
    copy = intake.read_pasted(f"堤上一夜\n{LEAD}\n{NEXT}\n{line}")
    assert copy.responsible_editor == editor
    assert len(copy.body) == 2


def test_the_responsible_editor_goes_before_other_editors() -> None:
    copy = intake.read_pasted(f"堤上一夜\n{LEAD}\n{NEXT}\n编辑：沈岚\n责任编辑：胡睿琳")
    assert copy.responsible_editor == "胡睿琳"
    assert copy.boilerplate == ("编辑：沈岚",)
