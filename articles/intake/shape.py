"""How a line looks: short like a heading, or a paragraph."""

import re
import unicodedata

from articles.intake.lines import Line
from articles.text.han import HAN

_ENDS_OPEN = re.compile("[，、；：,;:][”’」』）)]?$")
_ENDS_SENTENCE = re.compile(r"(?:[。！？!?…]|(?<=[A-Za-z\d])\.)[”’」』）)\"']*$")
_ENDS_STATEMENT = re.compile(r"(?:[。…]|(?<=[A-Za-z\d])\.)[”’」』）)\"']*$")
_ORDINAL = re.compile(
    r"(?:第?[一二三四五六七八九十百]{1,3}[章节部分篇]*|[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]|"
    r"(?:Part|PART)?\s?\d{1,2})(?:[、.．:：\s]|$)|[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]"
)
_CAPTION = re.compile(r"图[为①-⑳\d]|图片[由均来]|[（(]图|▲|△|↑|↓|资料图")
_FACT = re.compile("(?:时间|日期|地点|地址|电话|联系人|邮箱|网址|单位|主办|承办|价格|票价)[:：]")
_SPEAKER = re.compile("(?:记者|问|答|主持人|嘉宾|网友|读者|[QA])\\s*[:：]")
_DATELINE = re.compile(
    f"本[报网刊台社站][{HAN}\\d]{{0,14}}[讯电]|[{HAN}]{{2,8}}[社网][{HAN}\\d]{{0,14}}[日]?电"
)


def width(text: str) -> int:
    """Columns: a Chinese character or full-width mark takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def ends_sentence(line: Line) -> bool:
    return _ENDS_SENTENCE.search(line.key) is not None


def is_short(line: Line, columns: int = 60) -> bool:
    """Whether a line could be a heading: short, and neither a sentence nor part of one."""
    key = line.key
    return (
        width(key) <= columns
        and not _ENDS_SENTENCE.search(key)
        and not _ENDS_OPEN.search(key)
        and "。" not in key
        and not _SPEAKER.match(key)
    )


def may_be_headline(line: Line) -> bool:
    """As above, but longer, and a question or a call may be a headline."""
    key = line.key
    return (
        width(key) <= 140
        and not _ENDS_OPEN.search(key)
        and not _ENDS_STATEMENT.search(key)
        and "。" not in key
        and not _DATELINE.match(key)
    )


def may_be_crosshead(line: Line) -> bool:
    if line.hint == "heading":
        return width(line.key) <= 120
    if line.hint == "bold":
        return width(line.key) <= 80 and "。" not in line.key and not _ENDS_OPEN.search(line.key)
    return (
        line.hint == "text"
        and is_short(line)
        and any(char.isalnum() for char in line.key)
        and not line.key.startswith(("—", "-", "－"))
        and not _CAPTION.match(line.key)
        and not _FACT.match(line.key)
        and not re.search("(?:[摄图绘]|提供)$|供图", line.key)
    )


def is_ordinal(line: Line) -> bool:
    """一、, （二）, 第三章, 04: a heading that counts itself."""
    return _ORDINAL.match(line.key) is not None


def is_captioned(line: Line) -> bool:
    return _CAPTION.match(line.key) is not None
