"""Bytes to text: UTF-8 and UTF-16 with or without a mark, the GB18030 family, Big5.

GB18030 and Big5 accept almost any bytes as each other's, so a strict decode proves nothing. What
tells them apart is that the right one gives Chinese: about two characters in three of any real
text are among the five hundred commonest, and about one in ten of a wrong decoding's.
"""

import codecs
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

import charset_normalizer
import opencc

from articles.intake.errors import UNKNOWN_DATA, IntakeError
from articles.text.han import is_han, is_rare

# The commonest characters of modern written Chinese, Simplified; the Traditional are derived.
_COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
    "去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
    "或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
    "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做"
    "必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权"
    "收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信"
    "马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连"
    "断深难近矿千周委素技备半办青省列习响约支般史感劳便团往历市克何除消构府称太准精值号率族维划选标写存候"
    "亲快效院查江型眼王按格养易置派层片始却专状育厂京识适属满县局照参红细引听该铁价严届践创镇企扶贫职访"
)
_ENOUGH = 0.3  # of the Chinese characters are common: this is Chinese
_SOME, _CLEARLY = 0.12, 3  # or this much, if no other reading has a third of it
_SAMPLE = 20_000  # characters looked at
_MARKS: tuple[tuple[bytes, str, str | None], ...] = (
    (codecs.BOM_UTF8, "utf-8", None),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
_FAMILIES = (
    ("gb18030", "gb18030"),
    ("big5hkscs", "big5"),
    ("big5", "big5"),
    ("utf-16-le", "utf-16"),
    ("utf-16-be", "utf-16"),
    ("utf-8", None),
)
# How text is misread: what it was taken for, and what it was.
_MISREADINGS = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("latin-1", "gb18030"),
    ("big5hkscs", "gb18030"),
    ("gb18030", "big5hkscs"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`converted` names the encoding if it was not UTF-8: a repair, like the others."""

    text: str
    converted: str | None


def decode(name: str, data: bytes) -> Decoded:
    """The text of a file, a byte that fits nothing shown as U+FFFD; IntakeError if none fits."""
    for mark, encoding, label in _MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), label)
    if (text := _utf8(data)) is not None:
        return Decoded(text, None)
    found = [(data.decode(encoding, "replace"), label) for encoding, label in _FAMILIES]
    best = max(found, key=lambda each: _likelihood(each[0]))
    if _likelihood(best[0]) >= _ENOUGH or _stands_out(best[0], found):
        return Decoded(*best)
    return _guess(name, data)


def _guess(name: str, data: bytes) -> Decoded:
    """Text too short or too foreign to be judged by its commonest characters."""
    if b"\0" in data:
        raise IntakeError("binary", name=name, what=UNKNOWN_DATA)
    with suppress(UnicodeDecodeError):
        text = data.decode("gb18030")
        if any(map(is_han, text)) and not any(is_han(char) and is_rare(char) for char in text):
            return Decoded(text, "gb18030")
    if sum(byte < 0x80 for byte in data) * 5 > len(data) * 4:
        with suppress(UnicodeDecodeError):
            return Decoded(data.decode("cp1252"), "cp1252")
    guess = charset_normalizer.from_bytes(data).best()
    if guess is None:
        raise IntakeError("encoding", name=name)
    return Decoded(str(guess), guess.encoding)


def unscramble(text: str) -> Decoded | None:
    """Text that some machine has read in the wrong encoding, read again: 鏂板崕绀 is 新华社."""
    before = how_chinese(text)
    if before >= _ENOUGH or text.isascii():
        return None
    for taken_for, was in _MISREADINGS:
        again = text.encode(taken_for, "replace").decode(was, "replace")
        if how_chinese(again) >= max(_ENOUGH, before + 0.2):
            return Decoded(again, f"{was} misread as {taken_for}")
    return None


def _utf8(data: bytes) -> str | None:
    """As UTF-8 if it is that, or was before a few of its bytes were lost."""
    if b"\0" in data:
        return None
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    beyond_ascii = sum(char > "\x7f" for char in text) - lost
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return text if lost * 4 <= beyond_ascii else None
    return text


def _stands_out(best: str, found: list[tuple[str, str | None]]) -> bool:
    """Whether one reading of a damaged text, half of it out of step, is still the only one."""
    others = [_likelihood(text) for text, _ in found if text != best]
    return _likelihood(best) >= max([_SOME, *(_CLEARLY * other for other in others)])


def _likelihood(text: str) -> float:
    """Chinese by its characters; else, without any, plain letters, as in English UTF-16."""
    chinese = how_chinese(text)
    if chinese or any(is_han(char) or char == "\ufffd" for char in text):
        return chinese
    plain = sum(" " <= char <= "~" or char in "\r\n\t" for char in text)
    return plain / len(text) if plain * 20 >= len(text) * 19 else 0.0


def how_chinese(text: str) -> float:
    """The share of common characters among the Chinese ones, less that of lost ones."""
    han = common = lost = 0
    for char in text[:_SAMPLE]:
        if char == "\ufffd" or "\ue000" <= char <= "\uf8ff":
            lost += 1
        elif is_han(char):
            han += 1
            common += char in _common()
    return (common - lost) / (han + lost) if common > lost else 0.0


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON + opencc.OpenCC("s2tw").convert(_COMMON))
