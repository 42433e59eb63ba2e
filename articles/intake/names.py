"""Names of people as bylines print them: 张三, 张　三, 欧阳明华, 阿依古丽·买买提, Jane Smith."""

import re
from collections.abc import Iterator

from articles.text.han import HAN

Span = tuple[int, int]

# The family names of nearly everyone, by their place in population lists; then those of two.
_FAMILY = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏"
    "薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武"
    "乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂"
    "谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵"
    "解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜"
    "晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌"
    "银扬明沙薄伏岑习胥保和蔺水占云帅宿雍濮牧扈麦门敬亓仝仉佘厉信倒元冶初别危双吾呼员哈党喜闫肖付代尉尚"
    "山师平幸庆强弓惠支斯旷昝暴曾朴束栾步母毋油洛浦涂湛满漆潭火狄玉璩由皮相矫种禄税粟缪罡羊羿翦聊苍苑茅"
    "荀莘菅葉蒲蓟蔚薄袭覃訾谯豆贝贡赏赫车轩辽逄通逯郅郇郏郗郦鄂鄞钮铁问阙隗雒须骆魁鱼鲜鹿麻黑储达"
)
_DOUBLE_FAMILY = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 夏侯 轩辕 端木 独孤 "
    "南宫 西门 百里 呼延 东郭 申屠 拓跋 赫连 澹台 淳于 单于 太史 公冶 宗政 濮阳 完颜 闻人 钟离 "
    "第五".split()
)
# Words that stand where a name would, in headings such as 记者手记 and 编辑 出版.
_NO_NAME = re.compile(
    "调查|手记|观察|走访|体验|采访|视点|述评|来信|札记|日记|点评|连线|见闻|行动|招聘|学会|协会|队伍|"
    "近日|昨日|今日|今天|昨天|获悉|了解|看到|发现|与会|报道|简介|介绍|出版|团队|工作|培训|大赛|比赛|"
    "作品|新闻|资料|摘要|报送|提供|整理|审核|校对|制作|来源|图片|视频|您|你|我|他|吗|呢|什么|怎|如何|请"
)
_NO_NAME_AT_START = re.compile("[从在到说的了是把部附版于向对将已]")
_OFFICE = re.compile(
    f"[{HAN}]{{3,15}}(?:部|会|局|院|社|中心|公司|厂|队|处|委|办|校|网|报|组|科|室|员)"
)
_HAN_NAME = re.compile(f"[{HAN}]{{2,4}}")
_DOTTED_NAME = re.compile(f"[{HAN}]{{1,8}}(?:[·•‧・．.][{HAN}A-Z]{{1,10}}){{1,4}}")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-zÀ-ɏ'’.-]*(?: [A-Z][A-Za-zÀ-ɏ'’.-]*){0,3}")
_ALONE = re.compile(f"[□■◆●○◎\\s]*[{HAN}]\\s*[{HAN}](?:\\s*[{HAN}])?(?:[\\s、]+[{HAN}\\s]{{2,5}})*")
_BETWEEN = re.compile(r"[\s、，,;；&/／|｜丨]+")
_AND = re.compile("[和与]")


def find(text: str, start: int, end: int, *, sure: bool) -> list[Span] | None:
    """The names that a stretch of text consists of, or None if it holds anything else.

    `sure` is whether a label says that names stand here; without one they need a family name.
    """
    people: list[Span] = []
    offices: list[Span] = []
    for left, right in _join_spaced(text, list(_words(text, start, end))):
        if sure and _is_office(text[left:right]):
            offices.append((left, right))
            continue
        found = _split(text, left, right, sure=sure)
        if found is None:
            return None
        people += found
    return people or offices or None


def has_family_name(text: str) -> bool:
    return text[:1] in _FAMILY or text[:2] in _DOUBLE_FAMILY


def is_alone(text: str) -> bool:
    """Whether a line looks like names and nothing else, perhaps behind a bullet: □张三 李四."""
    return _ALONE.fullmatch(text) is not None


def _is_office(word: str) -> bool:
    """渭北市总工会 何川: a person's office, or a byline of its own where nobody is named."""
    short = len(word) <= 4 and has_family_name(word)
    return _OFFICE.fullmatch(word) is not None and not short


def _words(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for match in _BETWEEN.finditer(text, start, end):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < end:
        yield at, end


def _join_spaced(text: str, words: list[Span]) -> Iterator[Span]:
    """张 三 is one name, 张 三 李 四 two, Jane Smith one, 欧阳 修 one, 张 三丰 one."""
    at = 0
    while at < len(words):
        start, end = words[at]
        at += 1
        while at < len(words) and _continues(text, (start, end), words, at):
            end = words[at][1]
            at += 1
        yield start, end


def _continues(text: str, name: Span, words: list[Span], at: int) -> bool:
    left, right = words[at]
    if text[name[1] : left].strip():
        return False  # parted by more than blanks
    so_far, word = "".join(text[slice(*name)].split()), text[left:right]
    if _LATIN_NAME.fullmatch(so_far) and word.isascii():
        return _LATIN_NAME.fullmatch(word) is not None
    if so_far in _DOUBLE_FAMILY:
        return len(word) <= 2
    if len(so_far) == 1:
        return len(word) <= 2
    if len(so_far) == 2 and name[1] - name[0] > 2 and len(word) == 1:
        # 张 三 李 四: the third character opens a name if a fourth follows that can close it.
        singles = [text[slice(*each)] for each in words[at : at + 2]]
        return not (len(singles) == 2 and len(singles[1]) == 1 and has_family_name(word))
    return False


def _split(text: str, start: int, end: int, *, sure: bool) -> list[Span] | None:
    """One word as a name, or as several that were set without a blank between them."""
    word = text[start:end]
    bare = "".join(word.split())
    if _DOTTED_NAME.fullmatch(bare) or (sure and _LATIN_NAME.fullmatch(word)):
        return [(start, end)]
    if _NO_NAME.search(bare) or (_NO_NAME_AT_START.match(bare) and not has_family_name(bare)):
        return None
    if _HAN_NAME.fullmatch(bare):
        if len(bare) == 4 and bare == word and not bare.startswith(tuple(_DOUBLE_FAMILY)):
            halves = [(start, start + 2), (start + 2, end)]
            if all(has_family_name(text[left:right]) for left, right in halves):
                return halves
        if sure or has_family_name(bare):
            return [(start, end)]
        return None
    for match in _AND.finditer(text, start + 2, end - 2):
        parts = [(start, match.start()), (match.end(), end)]
        if all(_HAN_NAME.fullmatch(text[a:b]) and has_family_name(text[a:b]) for a, b in parts):
            return parts
    return _cut(text, start, end)


def _cut(text: str, start: int, end: int) -> list[Span] | None:
    """张三丰李四 by its family names; None if it cannot be names alone."""
    if start == end:
        return []
    if end - start > 12 or not re.fullmatch(f"[{HAN}]+", text[start:end]):
        return None
    for length in (3, 2, 4):
        name = text[start : start + length]
        if len(name) == length and start + length <= end and has_family_name(name):
            if length == 4 and name[:2] not in _DOUBLE_FAMILY:
                continue
            rest = _cut(text, start + length, end)
            if rest is not None:
                return [(start, start + length), *rest]
    return None
