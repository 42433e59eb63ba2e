"""Headlines, crossheads, sources, dates and what does not belong to a piece."""

import pytest

from articles import intake

ONE = "入夏以来，渭北机械厂给车间装上了喷雾降温设备，机床旁的温度降了五六度。"
TWO = "“以前一个班要换三身衣裳。”铸造工老冯说，如今一身就够，干活也有了精神。"
THREE = "厂工会还办起了清凉驿站，绿豆汤、盐汽水和仁丹天天备着，谁渴了谁就来。"


def read(*lines: str) -> intake.ImportedCopy:
    return intake.read_pasted("\n".join(lines))


def shape(copy: intake.ImportedCopy) -> list[str]:
    short = {ONE: "one", TWO: "two", THREE: "three"}
    return [short.get(block.text, f"{block.kind}:{block.text}") for block in copy.body]


# Headlines


def test_headline_and_deck_in_one_line() -> None:
    copy = read("车间里来了“一阵风”——渭北机械厂防暑降温见闻", ONE, TWO)
    assert (copy.headline, copy.deck) == ("车间里来了“一阵风”", "渭北机械厂防暑降温见闻")
    assert copy.original_headline == ""


def test_a_deck_on_its_own_line() -> None:
    copy = read("车间里来了“一阵风”", "——渭北机械厂防暑降温见闻", "本报记者 王秋", ONE)
    assert (copy.headline, copy.deck) == ("车间里来了“一阵风”", "渭北机械厂防暑降温见闻")


@pytest.mark.parametrize(
    "lines",
    [
        ("引题：入夏第一课", "主题：车间里来了“一阵风”", "副题：渭北机械厂防暑见闻"),
        ("（引题）入夏第一课", "（主题）车间里来了“一阵风”", "（副题）——渭北机械厂防暑见闻"),
        ("【引题】入夏第一课", "【主题】车间里来了“一阵风”", "【副题】渭北机械厂防暑见闻"),
        ("入夏第一课（引题）", "车间里来了“一阵风”（主题）", "渭北机械厂防暑见闻（副题）"),
        ("眉题:入夏第一课", "标题:车间里来了“一阵风”", "副标题:渭北机械厂防暑见闻"),
        ("肩题：入夏第一课", "主标题：车间里来了“一阵风”——渭北机械厂防暑见闻"),
        ("引题", "入夏第一课", "主题", "车间里来了“一阵风”", "副题", "渭北机械厂防暑见闻"),
        ("入夏第一课", "车间里来了“一阵风”", "——渭北机械厂防暑见闻"),
        ("主题：车间里来了“一阵风”", "引题：入夏第一课", "副题：渭北机械厂防暑见闻"),
    ],
)
def test_kicker_headline_and_deck(lines: tuple[str, ...]) -> None:
    copy = read(*lines, "本报记者 王秋", ONE, TWO)
    assert copy.kicker == "入夏第一课"
    assert copy.headline == "车间里来了“一阵风”"
    assert copy.deck == "渭北机械厂防暑见闻"
    assert shape(copy) == ["one", "two"]


@pytest.mark.parametrize(
    "line",
    [
        "(原標題)车间来风——渭北见闻",
        "（原标题）车间来风——渭北见闻",
        "原标题：车间来风——渭北见闻",
        "（原标题：车间来风——渭北见闻）",
        "【原题】车间来风——渭北见闻",
    ],
)
def test_the_original_headline_is_kept_whole_and_proposed(line: str) -> None:
    copy = read(line, ONE, TWO)
    assert copy.original_headline == "车间来风——渭北见闻"
    assert (copy.headline, copy.deck) == ("车间来风", "渭北见闻")


@pytest.mark.parametrize("above", [True, False])
def test_beside_another_headline_the_original_is_only_kept(above: bool) -> None:
    mark = "（原标题：车间来风——渭北见闻）"
    lines = ["老厂新凉", mark, ONE, TWO] if above else ["老厂新凉", ONE, TWO, mark]
    copy = read(*lines)
    assert copy.original_headline == "车间来风——渭北见闻"
    assert (copy.headline, copy.deck) == ("老厂新凉", "")
    assert shape(copy) == ["one", "two"]


def test_a_crosshead_right_under_the_original_headline_is_no_deck() -> None:
    copy = read("（原标题）车间来风——渭北见闻", "机器旁边", ONE, "休息室里", TWO)
    assert copy.deck == "渭北见闻"
    assert shape(copy) == ["crosshead:机器旁边", "one", "crosshead:休息室里", "two"]


@pytest.mark.parametrize("dash", ["——", " —— ", "--", "――", "－－", "———"])
def test_dashes_as_they_are_typed(dash: str) -> None:
    copy = read(f"车间来风{dash}渭北见闻", ONE)
    assert (copy.headline, copy.deck) == ("车间来风", "渭北见闻")


def test_a_dash_in_an_english_headline_does_not_split() -> None:
    headline = "Union wins -- at last -- a self-made rule"
    assert read(headline, "It took them a year to get there.").headline == headline


def test_a_day_without_a_year_is_neither_deck_nor_date() -> None:
    copy = read("车间来风", "6月3日", ONE)
    assert (copy.deck, copy.published_at, copy.boilerplate) == ("", None, ("6月3日",))


def test_a_dash_in_a_publishers_name_does_not_split() -> None:
    copy = read("陕工网——陕西工人报推出清凉专栏", "本报记者 王秋", ONE)
    assert (copy.headline, copy.deck) == ("陕工网——陕西工人报推出清凉专栏", "")
    named = intake.read_pasted(
        f"走进“看得见——渭北周报”编辑部\n{ONE}", own_names=["看得见——渭北周报"]
    )
    assert named.headline == "走进“看得见——渭北周报”编辑部"


def test_a_question_may_be_a_headline_and_a_sentence_is_none() -> None:
    assert read("车间里的风从哪里来？", ONE).headline == "车间里的风从哪里来？"
    assert read(ONE, TWO).headline == ""
    assert shape(read(ONE, TWO)) == ["one", "two"]
    assert (
        read("渭北传来好消息：机器旁边凉快了！", ONE).headline == "渭北传来好消息：机器旁边凉快了！"
    )


def test_a_headline_with_nothing_below_it() -> None:
    copy = read("车间里来了“一阵风”")
    assert (copy.headline, copy.body) == ("车间里来了“一阵风”", ())


def test_marked_parts_of_a_submission_form() -> None:
    copy = read(
        "标题：老厂新凉", "作者：王秋", "单位：渭北机械厂", "手机：13900000000", "正文：", ONE, TWO
    )
    assert copy.headline == "老厂新凉"
    assert [tuple(credit) for credit in copy.credits] == [("王秋", "author")]
    assert shape(copy) == ["one", "two"]
    assert copy.boilerplate == ("单位：渭北机械厂", "手机：13900000000")


# Crossheads


def test_crossheads_are_short_lines_between_paragraphs() -> None:
    copy = read("老厂新凉", ONE, "机器旁边", TWO, "为职工幸福“加码”", THREE)
    assert shape(copy) == [
        "one",
        "crosshead:机器旁边",
        "two",
        "crosshead:为职工幸福“加码”",
        "three",
    ]


def test_numbered_crossheads_may_stand_one_under_another() -> None:
    copy = read("老厂新凉", ONE, "一、机器旁边", "（一）喷雾", TWO, "01", "休息室里", THREE)
    assert shape(copy) == [
        "one", "crosshead:一、机器旁边", "crosshead:（一）喷雾", "two", "crosshead:01",
        "crosshead:休息室里", "three",
    ]  # fmt: skip


def test_marked_crossheads() -> None:
    copy = read("老厂新凉", ONE, "（小标题）谁来付这笔钱？", TWO)
    assert shape(copy) == ["one", "crosshead:谁来付这笔钱？", "two"]


def test_a_poem_has_no_crossheads() -> None:
    poem = ["风从渭水来", "吹过车间的窗", "吹过老冯的额头", "吹进一碗绿豆汤"]
    copy = read("风", "王秋", *poem)
    assert copy.headline == "风"
    assert shape(copy) == [f"paragraph:{line}" for line in poem]


def test_dialogue_captions_facts_and_signatures_are_no_crossheads() -> None:
    lines = ["“真凉快！”", "图为职工在休息", "时间：七月三日", "——摘自车间日记"]
    for line in lines:
        assert f"paragraph:{line}" in shape(read("老厂新凉", ONE, line, TWO))
    notice = read("关于防暑降温的通知", "各车间：", ONE, "渭北机械厂工会", "2024年6月1日")
    assert shape(notice)[-2:] == ["paragraph:渭北机械厂工会", "paragraph:2024年6月1日"]
    assert notice.published_at is None


# Dates and sources


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2024年6月3日", "2024-06-03"),
        ("2024-06-03", "2024-06-03"),
        ("2024-06-03 10:20", "2024-06-03T10:20:00"),
        ("2024/6/3 9:05:07", "2024-06-03T09:05:07"),
        ("2024.06.03", "2024-06-03"),
        ("发布时间：2024年6月3日10时20分", "2024-06-03T10:20:00"),
        ("时间：2024-06-03", "2024-06-03"),
        ("2024年06月03日 星期一", "2024-06-03"),
    ],
)
def test_dates(line: str, expected: str) -> None:
    copy = read("老厂新凉", line, ONE, TWO)
    assert copy.published_at == expected
    assert shape(copy) == ["one", "two"]


@pytest.mark.parametrize(
    "line", ["渭北职工报 2024年6月3日 星期一 第3版", "2024年06月03日　第03版", "渭北职工报 第3版"]
)
def test_a_papers_folio_is_no_headline(line: str) -> None:
    copy = read(line, "老厂新凉", ONE, TWO)
    assert copy.headline == "老厂新凉"
    assert copy.published_at == ("2024-06-03" if "2024" in line else None)
    assert copy.boilerplate == (line,)
    assert not copy.reprint


@pytest.mark.parametrize("line", ["2024年13月1日", "2024-02-30", "1:20", "3-2"])
def test_what_is_no_date(line: str) -> None:
    copy = read("老厂新凉", ONE, line, TWO)
    assert copy.published_at is None
    assert any(line in block.text for block in copy.body)


def test_one_line_that_tells_everything() -> None:
    line = "2024-06-03 10:20　来源：渭北职工报　作者：王秋　责任编辑：沈岚　浏览次数：1,234"
    copy = intake.read_pasted(f"老厂新凉\n{line}\n{ONE}", own_names=["渭北职工报"])
    assert copy.source == "渭北职工报"
    assert copy.published_at == "2024-06-03T10:20:00"
    assert [tuple(credit) for credit in copy.credits] == [("王秋", "author")]
    assert copy.responsible_editor == "沈岚"
    assert not copy.reprint
    assert shape(copy) == ["one"]


@pytest.mark.parametrize(
    ("line", "source", "address"),
    [
        ("来源：新华社", "新华社", ""),
        ("稿源：工人日报", "工人日报", ""),
        ("（来源：人民日报）", "人民日报", ""),
        ("转载自《工人日报》", "工人日报", ""),
        ("本文转自：新华网", "新华网", ""),
        (
            "转自新华网 https://www.example.com/a/1.html",
            "新华网",
            "https://www.example.com/a/1.html",
        ),
        ("摘自《读者》2024年第3期", "读者", ""),
        ("来源：工人日报-中工网", "工人日报-中工网", ""),
    ],
)
def test_sources_of_reprints(line: str, source: str, address: str) -> None:
    for lines in (["老厂新凉", line, ONE, TWO], ["老厂新凉", ONE, TWO, line]):
        copy = read(*lines)
        assert (copy.source, copy.source_url) == (source, address)
        assert copy.reprint
        assert shape(copy) == ["one", "two"]


@pytest.mark.parametrize("line", ["来源：本报", "来源：渭北市总工会", "稿源：厂工会办公室"])
def test_sources_of_own_copy(line: str) -> None:
    copy = read("老厂新凉", line, ONE)
    assert copy.source == line.split("：")[1]
    assert not copy.reprint


def test_an_agencys_dateline_makes_a_reprint_and_stays() -> None:
    first = f"新华社西安6月3日电（记者 王秋）{ONE}"
    copy = read("老厂新凉", first, TWO)
    assert copy.reprint
    assert copy.source == "新华社"
    assert [tuple(credit) for credit in copy.credits] == [("王秋", "reporter")]
    assert copy.body[0].text == first


# What is not the piece's


@pytest.mark.parametrize(
    "line",
    [
        "关注公众号，随时阅读渭北职工报",
        "长按二维码关注我们！",
        "扫描二维码，关注“渭北工会”微信公众号",
        "点击阅读原文",
        "点个“在看”，为劳动者点赞！",
        "陕ICP备00000000号-1",
        "陕公网安备 61000000000000号",
        "渭职网——渭北职工报 © 2019 weizhi.example 地址：解放路18号 电话：0913-5550123",
        "版权所有 渭北职工报社",
        "Copyright 2006 Weizhi. All Rights Reserved",
        "未经书面授权不得转载或镜像",
        "网站图文若涉及侵权，请联系我们删除。",
        "违法和不良信息举报电话：0913-5550123",
        "新闻热线：0913-5550123 投稿邮箱：post@weizhi.example",
        "免责声明：本文仅代表作者观点",
        "本文系本报原创，转载请注明出处",
        "上一篇：旧闻",
        "[打印] [关闭]",
        "—END—",
    ],
)
def test_a_publishers_own_lines_are_kept_apart(line: str) -> None:
    copy = read("老厂新凉", ONE, TWO, "本报记者 王秋", "责任编辑：沈岚", line)
    assert shape(copy) == ["one", "two"]
    assert copy.boilerplate == (line,)


def test_everything_after_a_list_of_other_pieces_goes() -> None:
    copy = read("老厂新凉", ONE, TWO, "相关阅读", "高温津贴怎么发", "这些岗位要轮休")
    assert shape(copy) == ["one", "two"]
    assert copy.boilerplate == ("相关阅读", "高温津贴怎么发", "这些岗位要轮休")


def test_lines_of_a_page_above_the_piece() -> None:
    copy = read("首页 > 新闻 > 正文", "第03版：要闻", "老厂新凉", "字号：大 中 小", ONE)
    assert copy.headline == "老厂新凉"
    assert shape(copy) == ["one"]
    assert len(copy.boilerplate) == 3


@pytest.mark.parametrize(
    "line",
    [
        "群众纷纷为厂工会点赞。",
        "从关注公众号到线上报名，职工只用了三分钟。",
        "报名地址：渭北市解放路18号",
        "咨询电话：0913-5550123",
        "作品的版权所有者是一名钳工。",
        "他说，遇到侵权要联系工会。",
    ],
)
def test_service_and_news_that_sound_like_them_stay(line: str) -> None:
    assert shape(read("老厂新凉", ONE, TWO, line))[-1] == f"paragraph:{line}"
    signed = read("老厂新凉", ONE, TWO, line, "本报记者 王秋")
    assert shape(signed)[-1] == f"paragraph:{line}"


# Layout


def test_blank_lines_indents_and_invisible_characters() -> None:
    copy = intake.read_pasted(
        f"\ufeff\r\n　老厂新凉\u200b\r\n\r\n　　{ONE}\r\n \r\n\xa0\xa0{TWO}\r\n"
    )
    assert copy.headline == "老厂新凉"
    assert shape(copy) == ["one", "two"]


def test_lines_wrapped_by_a_mail_program_are_joined() -> None:
    def wrapped(paragraph: str) -> list[str]:
        return [paragraph[at : at + 20] for at in range(0, len(paragraph), 20)]

    long_one, long_two = ONE + TWO + THREE, TWO + THREE + ONE
    copy = read("老厂新凉", "", *wrapped(long_one), "", *wrapped(long_two))
    assert copy.headline == "老厂新凉"
    assert [block.text for block in copy.body] == [long_one, long_two]


def test_wrapped_english_is_joined_with_spaces() -> None:
    text = (
        "Cool Wind in the Shop\n\nThe plant has put mist sprayers beside its lathes, and the air\n"
        "there is five or six degrees cooler than it was a year ago, workers\n"
        "say. It used to take three sets of clothes to get through a shift;\n"
        "now one is enough, and there is more spirit in the work as well.\n\n"
        "The union has opened a cool room too, with soup and salted water for\n"
        "whoever is thirsty, and nobody has to ask for it twice any more now.\n"
    )
    copy = intake.read_pasted(text)
    assert copy.headline == "Cool Wind in the Shop"
    assert len(copy.body) == 2
    assert "the air there is five" in copy.body[0].text
    assert copy.repairs == ()


def test_english_copy_is_untouched() -> None:
    paragraph = (
        'The score was 3:2 at 9:30 (local time); "Well done," said Li, 50, who won 3,000 yuan!'
    )
    copy = read("Night Shift Wins", paragraph, "What comes next", "They play again on Friday.")
    assert copy.repairs == ()
    assert [tuple(block) for block in copy.body] == [
        ("paragraph", paragraph),
        ("crosshead", "What comes next"),
        ("paragraph", "They play again on Friday."),
    ]
