"""Characters and words typed twice: 的的, 记者记者. Chinese doubles much on purpose (天天, 谢谢,
研究研究), so only little words are looked at, and phrases of nobody's speech."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from articles.text.han import HAN
from articles.text.housestyle.copy import Copy, Line
from articles.text.housestyle.slip import Limits, Slip

_LITTLE = re.compile(r"([的了是在和与及被把将从也都就这那们于并而但或且我他她])\1")
# Where a little word ends one word and begins the next, or is doubled in a set phrase.
_RIGHT = re.compile(
    r"目的的|标的的|有的的|的的确|的的喀|的的士|了了解|了了结|了了然|不了了|了了事|了了却|了了之|了了心"
    r"|[于还但就只可要总也凡正却若便即更倒算硬]是是|是是非"
    r"|[现存正实内外潜所好自]在在|在在线|在在职|在在校|在在建|在在场|在在编|在在岗"
    r"|[共缓饱总调柔温随附祥中平]和和|和和[平谐睦美气解善风约声]"
    r"|[参给赠授赋]与与|与与[会其此众世]|[以普涉顾论提触企]及及|及及[时格早其]|被被[子褥单告]|[棉盖]被被"
    r"|把把[关脉握守控柄手]|[一两几车火拖刀]把把|[麻主大小干少老上中即必]将将|将将[军士领要来帅]"
    r"|[服听顺跟依]从从|从从[容前来此]|[首成古京花故]都都|都都[市督是]|[成造迁高屈将]就就|就就[业地读近医座职餐]"
    r"|[人我他她它你咱]们们|[由对关等处属至终基敢忠善便位大小低高优]于于|于于[是今]|[合吞兼]并并|[因反从继进]而而"
    r"|[自忘]我我|我我[行们]|其他他|他他们|[这那]{2}[里个么些样种边位时天]|或或|但但|且且|也也[门]"
)
_PHRASE = re.compile(rf"([{HAN}]{{2,6}})\1")
# 一个一个, 你好你好, 来了来了: counted, or spoken.
_SPOKEN = re.compile(
    r"^[一两几哈呵嘿嘻呜哇啊哦嗯好来快加不走别慢等救你谢对是没行可再]|[了着吧吗呀啊的地]$"
)
_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》|‘[^‘’]*’")
# Verbs that are doubled to soften them.
_SOFTENED = frozenset(
    "研究 讨论 商量 考虑 学习 休息 打扫 收拾 参观 了解 活动 合计 琢磨 体验 介绍 放松 检查 观察 "
    "比较 整理 锻炼 打听 照顾 帮助 指点 指导 关心 欣赏 准备 尝试 感受 磨练 历练 熟悉 适应 核对 "
    "雪白 笔直 通红 冰凉 滚烫 碧绿 漆黑 火热 乌黑 金黄 打磨 沟通 交流 溜达 拾掇 念叨 合作 比划 "
    "总结 反思 练习 表示 宣传 调查 走访 庆祝 热闹 高兴 暖和 凉快 轻松 掂量 思考 盘算 显摆".split()
)


def check(copy: Copy, _limits: Limits) -> Iterator[Slip]:
    for line in copy.lines:
        yield from _little_words(line)
        yield from _phrases(line)


def _little_words(line: Line) -> Iterator[Slip]:
    right = _covered(_RIGHT, line.text)
    for match in _LITTLE.finditer(line.text):
        if not _inside(match, right) and not _is_three(line.text, match):
            yield Slip("doubled_word", line, match.start(), match.end(), match[1])


def _phrases(line: Line) -> Iterator[Slip]:
    quoted = _covered(_QUOTED, line.text)
    for match in _PHRASE.finditer(line.text):
        phrase = match[1]
        if len(set(phrase)) == 1 or phrase in _SOFTENED or _SPOKEN.search(phrase):
            continue
        if len(phrase) % 2 == 0 and phrase[: len(phrase) // 2] == phrase[len(phrase) // 2 :]:
            continue
        if not _inside(match, quoted) and line.kind != "cell":
            yield Slip("doubled_phrase", line, match.start(), match.end(), phrase)


def _covered(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


def _inside(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    """Spans come in the order of the text, and none is in another."""
    before = bisect_right(spans, match.start(), key=lambda span: span[0])
    return before > 0 and match.end() <= spans[before - 1][1]


def _is_three(text: str, match: re.Match[str]) -> bool:
    """Three and more are a sound or a stammer, and somebody meant them."""
    return text[match.end() : match.end() + 1] == match[1]
