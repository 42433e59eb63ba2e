"""Lines that tell about a piece instead of being part of it: date, source, byline, editor."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from articles.intake import credits, dates, names
from articles.intake.copy import Credit
from articles.intake.lines import Line
from articles.text.han import HAN

_LABEL = re.compile(
    f"""
      (?P<editor>(?:本[版期]|网络|网站|新媒体|文字|值班|执行|见习|实习)?(?:责任编辑|责编)
        |(?<![{HAN}])(?:本[版期报]|网络|值班|见习)?编辑)
    | (?<![{HAN}])(?P<staff>校对|校审|审核|审校|审读|监制|初审|复审|终审|[一二三]审
        |[副总]?主编|总编辑?|签发|排版|版式|制作|美编|美术编辑|图片编辑|设计|制图|策划|统筹
        |视觉|核发|值班主任|值班编委|编审|值班总编|编发|出品人?|运营|口述|讲述)
    | (?<![{HAN}])(?P<reprint>(?:本文|文章|稿件)?(?:转载[自于]?|转自|摘自|摘编自|选自|原载于?
        |据(?=[^，。]{{1,12}}[报网社台](?:报道|消息|电|讯)?\\s*$))
        (?![请须需或及和时者与]))
    | (?<![{HAN}])(?P<source>(?:文章|稿件|信息|新闻|内容|本文)?来源(?:于)?|稿源)
    | (?<![{HAN}])(?P<date>(?:发布|发表|更新|刊发|见报|采写|录入)?(?:时间|日期)|发[布表]于)
    | (?<![{HAN}])(?P<link>原文(?:链接|地址|网址)?|链接)
    | (?<![{HAN}])(?P<noise>浏览(?:次数|量)?|阅读(?:次数|量|数)?|点击(?:次数|量|率|数)?
        |访问(?:次数|量)|字号|字体|分享(?:到)?|评论(?:数)?|人气|栏目|频道|版[次面]|关键[词字]
        |标签|分类|打印|收藏|稿件编号|字数)
    | (?<![{HAN}])(?P<contact>(?:作者|工作|所在)?单位|(?:联系|手机)?(?:电话|方式)|手机
        |(?:电子)?邮箱|邮编)
    """,
    re.VERBOSE,
)
_CREDIT = re.compile(
    f"(?<![{HAN}])(?:本[报网刊台社])?(?:特约|见习|实习|摄影|首席|全媒体)*(?:记者|通讯员|作者|实习生|"
    r"摄影|摄像|撰文|采写|翻译|编译|供图|文字|图片|[文图](?=[:：/／|｜丨]))[:：/／|｜丨\s]"
)
_URL = re.compile(r"https?://[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", re.IGNORECASE)
_PARENTHESIS = re.compile(r"[（(]([^（）()]*)[)）]")
_MEANT = re.compile("[文图摄]|记者|通讯员|编辑|责编|来源|稿源|转|作者|实习生|摄影|供稿|原")
_FRAMES = str.maketrans(dict.fromkeys("【】[]〔〕()（）<>〈〉□■◆◇○●◎▲△▼▽★☆※►▶◀■▪", " "))
_PAGE = re.compile(r"第?\s*[A-Z]?\d{1,3}\s*版|第\s*\d+\s*期")
_TITLE = re.compile("《([^》]+)》")
_REPORT = re.compile("(?<=[报网社台])(?:报道|消息|电|讯)$")
_COUNT = re.compile(r"[\d,，\s大中小次A+＋-]*")
_LONGEST = 400  # characters of a line that tells about a piece; a page's may be crowded
_SEPARATORS = " \u3000\t:：/／|｜丨、，,"
_SENTENCE = re.compile("[。！？；]")
_MEDIUM = re.compile(
    "(?:报|网|社|台|刊|端|杂志|公众号|微信|微博|头条|新闻|观察|周末|在线|视频|融媒|媒体|评论|发布)"
    f"[》”]?(?:[（(].*[)）]|[—-]+[{HAN}]+)?$|《|(?:cn|com|net|org)$"
)
_OWN_SOURCE = re.compile("本[报网刊台社站]|原创|自采|自发")


@dataclass(slots=True)
class Fields:
    """What a line tells; `lossy` if it said more than is kept here."""

    credits: list[Credit] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    responsible: bool = False  # whether they are called 责任编辑, not just 编辑
    source: str = ""
    source_url: str = ""
    published_at: str | None = None
    reprint: bool = False
    lossy: bool = False

    @property
    def only_names(self) -> bool:
        """Whether the line says who made the piece and nothing more."""
        told = self.source or self.source_url or self.published_at or self.reprint or self.lossy
        return bool(self.credits or self.editors) and not told

    @property
    def only_date(self) -> bool:
        told = self.source or self.source_url or self.credits or self.editors or self.lossy
        return self.published_at is not None and not told


def read(line: Line, own_names: Collection[str] = (), *, bare: bool = False) -> Fields | None:
    """The fields that a line consists of, or None if anything in it is something else.

    `bare` takes a name without a label for the author's.
    """
    if len(line.key) > _LONGEST:
        return None
    fields = Fields()
    text = _frame_off(line.key, fields)
    if _LABEL.search(text):
        text = _take_url(text, fields)
    text = _take_date(text, fields)
    labels = list(_LABEL.finditer(text))
    if not labels and _is_folio(text, fields):
        return fields
    for start, end, kind in _stretches(text, labels):
        if not _take(line, text, start, end, kind, fields, bare=bare):
            return None
    if fields.source and fields.source in own_names:
        fields.reprint = False
    # An address and nothing else may be the piece's own.
    addressed = all(label.lastgroup == "contact" for label in labels)
    return None if addressed and replace(fields, lossy=False) == Fields() else fields


def _frame_off(key: str, fields: Fields) -> str:
    """The key without brackets and bullets, and without remarks on a name; same length."""

    def blank(match: re.Match[str]) -> str:
        remark = match[1]
        after_name = match.start() > 0 and not key[match.start() - 1].isspace()
        if not after_name or _MEANT.search(remark):
            return match[0]
        fields.lossy = True
        return " " * len(match[0])

    return _PARENTHESIS.sub(blank, key).translate(_FRAMES)


def _take_url(text: str, fields: Fields) -> str:
    match = _URL.search(text)
    if match is None:
        return text
    fields.source_url = match[0]
    return text[: match.start()] + " " * len(match[0]) + text[match.end() :]


def _take_date(text: str, fields: Fields) -> str:
    found = dates.find(text)
    if found is None:
        return text
    start, end, fields.published_at = found
    return text[:start] + " " * (end - start) + text[end:]


def _is_folio(text: str, fields: Fields) -> bool:
    """Whether a date, a page and a paper's name are all there is: 渭北职工报 6月3日 第3版."""
    rest = _PAGE.sub("", text)
    has_page = rest != text
    name = rest.strip(" \u3000|｜:：")
    is_one = has_page or fields.published_at is not None
    if not is_one or (name and (len(name) > 12 or not _MEDIUM.search(name))):
        return False
    fields.lossy = fields.lossy or has_page or bool(name)
    return True


def _stretches(text: str, labels: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    """The text between labels, each stretch with the kind of the label before it."""
    starts = [(0, 0, "credits"), *((m.start(), m.end(), m.lastgroup or "") for m in labels)]
    ends = [start for start, _, _ in starts[1:]] + [len(text)]
    for (_, start, kind), end in zip(starts, ends, strict=True):
        if kind == "credits":
            if text[start:end].strip():
                yield start, end, kind
            continue
        byline = _CREDIT.search(text, start, end)
        yield start, byline.start() if byline else end, kind
        if byline:
            yield byline.start(), end, "credits"


def _take(
    line: Line, text: str, start: int, end: int, kind: str, fields: Fields, *, bare: bool
) -> bool:
    """Reads one stretch into the fields; False if it does not hold what its label says."""
    raw = text[start:end]
    value = raw.strip(_SEPARATORS)
    at = start + (raw.find(value) if value else 0)
    if kind == "credits":
        found = credits.find(text, start, end, bare=bare)
        fields.credits += [Credit(line.name(a, b), role) for a, b, role in found]
        return bool(found)
    if _SENTENCE.search(value) or len(value) > 40:
        return False
    firm = raw.lstrip()[:1] in tuple(":：/／|｜丨")
    if kind == "editor":
        sure = firm or (raw[:1].isspace() and text[start - 4 : start] == "责任编辑")
        spans = names.find(text, at, end, sure=sure)
        editors = [line.name(a, b) for a, b in spans or ()]
        _take_editors(editors, "责" in text[start - 4 : start], fields)
        return bool(editors) or not value
    if kind in ("source", "reprint"):
        if text[start - 2 : start] == "转载" and value and not _MEDIUM.search(value):
            return False  # 转载：the headline
        fields.source = _source(line.text(at, at + len(value)), fields)
        fields.reprint = fields.reprint or kind == "reprint" or _is_medium(value)
        return bool(value) or kind == "reprint" or bool(fields.source_url)
    if kind == "date":
        return not value and fields.published_at is not None
    if kind == "link":
        return not value and bool(fields.source_url)
    fields.lossy = True
    if kind == "staff" and not firm:
        return raw[:1].isspace() and names.find(text, at, end, sure=False) is not None
    return (firm and len(value) <= 25) or _COUNT.fullmatch(value) is not None


def _take_editors(editors: list[str], responsible: bool, fields: Fields) -> None:
    """Of 编辑：… 责任编辑：… in one line the latter are meant."""
    if fields.editors and responsible != fields.responsible:
        fields.lossy = True
        if responsible:
            fields.editors = editors
    else:
        fields.editors += editors
        fields.lossy = fields.lossy or not editors
    fields.responsible = fields.responsible or responsible


def _is_medium(source: str) -> bool:
    """Whether a source publishes, and is another house: a union's office is neither."""
    return _MEDIUM.search(source) is not None and _OWN_SOURCE.match(source) is None


def _source(value: str, fields: Fields) -> str:
    """The name alone, without the issue that a piece was printed in."""
    title = _TITLE.match(value)
    name = title[1] if title else _REPORT.sub("", _PAGE.sub("", value)).strip(' \u3000"“”')
    fields.lossy = fields.lossy or name != value.strip('《》"“”')
    return name
