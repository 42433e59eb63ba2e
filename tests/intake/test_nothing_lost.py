"""Whatever arrives, reading it neither stumbles nor loses a paragraph."""

import random
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import intake
from articles.text import markup
from tests.intake import documents

PARAGRAPHS = [
    "入夏以来，渭北机械厂给车间装上了喷雾降温设备，机床旁的温度降了五六度。",
    "“以前一个班要换三身衣裳。”铸造工老冯说，如今一身就够，干活也有了精神。",
    "厂工会还办起了清凉驿站，绿豆汤、盐汽水和仁丹天天备着，谁渴了谁就来。",
    "群众纷纷为厂工会点赞，也有人建议把驿站的门牌做得再大一些。",
    "这项工作得到了渭北职工报（记者 王秋）的关注，来源于一次座谈。",
]
ABOVE = [
    "老厂新凉",
    "——车间见闻",
    "引题：七月",
    "（原标题）旧题——新意",
    "2024年6月3日 10:20",
    "来源：渭北市总工会",
    "本报记者 王秋",
    "文/王秋 图/李想",
    "首页 > 新闻 > 正文",
]
BETWEEN = ["机器旁边", "一、降温", "02", "图为工人在休息。王秋摄", "★★★"]
BELOW = [
    "本报记者 王秋",
    "（王秋 何川）",
    "责任编辑：沈岚",
    "编辑：沈岚 校对：何川",
    "关注公众号",
    "陕ICP备00000000号",
    "版权所有 渭北职工报社",
    "地址：解放路18号 电话：0913-5550123",
]
SIGNS = (
    "本报记者通讯员文图摄作者责任编辑来源原标题引主副题张王李三四1920年月日"
    " \u3000\t\n()（）【】：:/—,，。？?!“”"
)
SCRAPS = st.text(st.one_of(st.sampled_from(SIGNS), st.characters()), max_size=120)


def read(name: str, data: bytes) -> intake.ImportedCopy | None:
    """The copy, or nothing where it is refused with a sentence."""
    try:
        return intake.read(name, data)
    except intake.IntakeError as error:
        return None if str(error).endswith(".") else pytest.fail(error.code)


@given(
    st.lists(st.sampled_from(ABOVE), max_size=4, unique=True),
    st.lists(st.sampled_from(PARAGRAPHS + BETWEEN), min_size=1, max_size=8),
    st.lists(st.sampled_from(BELOW), max_size=4, unique=True),
)
def test_every_paragraph_is_in_the_body_once_and_in_order(
    above: list[str], body: list[str], below: list[str]
) -> None:
    copy = intake.read_pasted("\n".join([*above, *body, *below]))
    kept = [block.text for block in copy.body if block.text in PARAGRAPHS]
    assert kept == [line for line in body if line in PARAGRAPHS]
    told = [
        copy.kicker, copy.headline, copy.deck, copy.original_headline, *copy.boilerplate,
        *(block.text for block in copy.body),
    ]  # fmt: skip
    for line in body:
        assert any(line in each for each in told)


@given(SCRAPS)
def test_any_text_is_read_or_refused(text: str) -> None:
    copy = read("a.txt", text.encode("utf-8", "replace"))
    if copy is not None:
        assert markup.blocks(copy.html) == markup.blocks(markup.clean(copy.html))
        assert copy.to_json()["file"] == "a.txt"
        for line in copy.comparison():
            assert line.before == copy.lines[line.number - 1]


@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.docx", ""]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    copy = read(name, data)
    assert copy is None or copy.original == data


REPORT = documents.save(documents.make_report())


@pytest.mark.parametrize("seed", range(10))
def test_a_damaged_document_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(REPORT)
    for _ in range(chance.choice([1, 3, 20])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    copy = read("a.docx", bytes(data))
    if copy is not None:
        assert Counter(block.kind for block in copy.body)["paragraph"] == 3


@pytest.mark.parametrize("seed", range(10))
def test_a_document_with_torn_xml_is_read_or_refused(seed: int) -> None:
    """The packing is whole and so is the XML, but what it says is not."""
    chance = random.Random(seed)

    def tear(part: str) -> str:
        pieces = part.split('"')
        pieces[chance.randrange(1, len(pieces), 2)] = chance.choice(["", "x", "9" * 30, "-1"])
        return '"'.join(pieces)

    torn = documents.repack(REPORT, {"word/document.xml": tear, "word/numbering.xml": tear})
    copy = read("a.docx", torn)
    assert copy is None or copy.lines


ENDLESS = ["(", "（记者 ", "!", ",", "“", "工 ", "1:", "—", "會(?)", "http://", "来源：", "　"]


@pytest.mark.parametrize("piece", ENDLESS)
def test_no_line_is_walked_again_and_again(piece: str) -> None:
    """Time grows with length: ten times as long may take ten times as long, not a hundred."""
    began = time.process_time()
    intake.read(
        "a.txt", f"题\n今天开会，部署工作。\n工{piece * (30_000 // len(piece))}会\n".encode()
    )
    assert time.process_time() - began < 5
