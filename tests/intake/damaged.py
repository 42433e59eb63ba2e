"""A piece of our own, and what a mirror site does to one: Traditional characters, a reading in
parentheses after many of them, half-width punctuation."""

import random
import re
from typing import NamedTuple

import opencc
import pypinyin

HEADLINE = "一碗热汤面里的“夜班时间”"
DECK = "渭北机械厂职工食堂通宵开灶见闻"
CROSSHEADS = ("灯亮着，人就不慌", "把意见写在墙上", "省下来的和换回来的")
REPORTER, EDITOR = "秦小禾", "顾明远"
PARAGRAPHS = (
    "凌晨两点，渭北机械厂的食堂还亮着灯。",
    "铸造车间的老师傅冯建国摘下手套，端起一碗热汤面，先喝了一口汤。“这个点能吃上热乎饭，过去想都不敢想。”"
    "他说，“从前夜里饿了，就啃一个冷馒头，喝一口凉水。”",
    "这家位于陕西渭北的老厂，着力解决夜班职工吃饭难的问题，从去年冬天起把食堂改成了通宵开灶。",
    "食堂的灯，最早是为铸造车间亮的。炉子不能停，人就不能走，几十名职工要从傍晚一直干到天明。",
    "厂工会做过一次调查：夜班职工里，七成以上的人有胃病，四成的人说自己“从来不吃夜宵”。问为什么，回答"
    "差不多都一样——没地方吃。",
    "“数字摆在那里，谁看了都坐不住。”厂工会主席贺兰说。她把调查结果带到了职工代表大会上，着力推动这件事"
    "写进当年的工作计划；三个月后，食堂的夜灯亮了。",
    "食堂门口有一面墙，贴满了纸条。面太软、汤太咸、辣椒不够香……什么都能写，写了就有人管。",
    "厨师长老段每天收工前都要把纸条看一遍。有人嫌面条下得早，到了半夜就坨成一团，他便改成现点现下；有人想吃"
    "家乡的味道，他就学着做浆水面、搅团和胡辣汤。",
    "“做饭和做零件是一个道理，差一点都不行。”老段笑着说，他现在记得住一百多个夜班职工的口味，谁不吃香菜，"
    "谁要多放醋，心里都有数。",
    "墙上还有一张纸条，写的人没有留名字：“谢谢你们等我下班。”老段舍不得揭下来，用玻璃框把它装了起来。",
    "通宵开灶要花钱。水电、人工、食材加在一起，一年比过去多支出近三十万元。这笔账，厂里也算过。",
    "财务科的账本上另有几行数：夜班的请假少了，废品率降了，着力培养的年轻技工留下来的多了。“省下来的看不见，"
    "换回来的看得见。”贺兰这样总结。",
    "天快亮的时候，冯建国下班了。他又到食堂坐了一会儿，这回没有吃面，只要了一杯热豆浆。窗外，第一班公交车正"
    "缓缓开进厂门。",
)
ORDER = (0, 1, 2, "灯", 3, 4, 5, "墙", 6, 7, 8, 9, "账", 10, 11, 12)
FOOT = (
    "关注公众号，随时阅读渭北职工报",
    "渭职网——渭北职工报 © 2019 weizhi.example. 地址：渭北市解放路18号 联系电话：0913-5550123 "
    "E-mail:post@weizhi.example",
    "陕ICP备00000000号 版权所有 Copyright 2006渭职网 未经书面授权不得转载或镜像",
)


class Damaged(NamedTuple):
    text: str
    glosses: int


def make_piece() -> str:
    crossheads = iter(CROSSHEADS)
    body = [PARAGRAPHS[each] if isinstance(each, int) else next(crossheads) for each in ORDER]
    lines = [
        f"（原标题）{HEADLINE}——{DECK}",
        *body,
        f"本报记者 {REPORTER}",
        f"责任编辑：{EDITOR}",
        *FOOT,
    ]
    return "\n".join(lines)


def damage(text: str, seed: int = 1, every: float = 0.5) -> Damaged:
    """The piece as a mirror site leaves it, and how many readings it put in."""
    chance = random.Random(seed)
    traditional = opencc.OpenCC("s2t").convert(text).replace("陝", "陜")
    narrow = traditional.translate(str.maketrans("，：？！（）；", ",:?!();"))
    pieces = []
    glosses = 0
    for simple, char in zip(text, narrow, strict=True):
        pieces.append(char)
        if simple != char and re.match("[一-鿿]", char) and chance.random() < every:
            pieces.append(_gloss(char, chance))
            glosses += 1
    return Damaged("".join(pieces), glosses)


def _gloss(char: str, chance: random.Random) -> str:
    """A reading as mirrors write it: mostly right, at times without its tone or with another."""
    marked = pypinyin.pinyin(char, heteronym=True)[0]
    plain = pypinyin.pinyin(char, style=pypinyin.Style.NORMAL)[0][0]
    ways = [f"({marked[0]})"] * 8
    ways += [f"({plain})", f"（{marked[0]}）", f"({marked[0].replace('a', 'ɑ').replace('g', 'ɡ')})"]
    if len(marked) > 1:
        ways.append(f"({marked[0]})/({marked[1]})")
    return chance.choice(ways)
