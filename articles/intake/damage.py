"""Copy that has lost bytes on its way, and where."""

import re
from collections.abc import Iterator

from articles.intake.errors import Message, gettext_noop
from articles.intake.lines import SourceLine
from articles.text import glosses
from articles.text.han import HAN

_LOST = gettext_noop(
    "Characters were lost before this copy arrived; by line: %(places)s (%(count)s in all). Ask "
    "for it to be sent again, or put the right characters in and bring it in once more."
)
_SHOWN = 5  # places named in the message
_AROUND = 8  # characters shown on each side of one
# U+FFFD; what it becomes when read as GB18030; a character without a meaning inside Chinese.
_REPLACED = re.compile(f"\ufffd+|(?:锟斤拷?)+|(?<=[{HAN}])[\ue000-\uf8ff]+(?=[{HAN}])")
_BROKEN_GLOSS = re.compile(rf"(?<=[{HAN}])[(（]([^()（）\s]{{0,7}}[?？][^()（）\s]{{0,7}})[)）]")
_MARKS = re.compile("[?？]+")
_MANY = 3  # this many glosses that are nothing but question marks are no doubt of the writer's


def find(lines: list[SourceLine]) -> Message | None:
    places = [place for line in lines for place in _places(line)]
    unsure = [place for place, sure in places if not sure]
    lost = [place for place, sure in places if sure or len(unsure) >= _MANY or _glossed(lines)]
    if not lost and _is_all_marks(lines):
        lost = [f"{line.number}: {line.text[: 2 * _AROUND]}…" for line in lines if "?" in line.text]
    if not lost:
        return None
    shown = "; ".join(lost[:_SHOWN]) + ("; …" if len(lost) > _SHOWN else "")
    return Message("lost_bytes", _LOST, {"count": str(len(lost)), "places": shown})


def _places(line: SourceLine) -> Iterator[tuple[str, bool]]:
    """Each place as `3: …示范区(q?)总工…`, and whether it is damage beyond doubt."""
    found = [(match.span(), True) for match in _REPLACED.finditer(line.text)]
    for match in _BROKEN_GLOSS.finditer(line.text):
        kind = _judge(match[1], line.text[match.start() - 1])
        if kind is not None:
            found.append((match.span(), kind))
    for (start, end), sure in sorted(found):
        around = line.text[max(0, start - _AROUND) : end + _AROUND]
        yield f"{line.number}: …{around}…", sure


def _judge(gloss: str, char: str) -> bool | None:
    """Whether letters around question marks are a reading; not sure of question marks alone.

    会(hu?) is damage, 他问(why?) is English, 生于1950年(?) may be the writer's doubt.
    """
    if not _MARKS.sub("", gloss):
        return False
    letters = (re.escape(glosses.plain(part)) for part in _MARKS.split(gloss))
    pattern = re.compile(".{0,3}".join(letters))
    return True if any(map(pattern.fullmatch, glosses.readings(char))) else None


def _glossed(lines: list[SourceLine]) -> bool:
    return bool(glosses.find([line.text for line in lines]))


def _is_all_marks(lines: list[SourceLine]) -> bool:
    """Whether question marks are all that is left of the characters: ???????? 2024 ??."""
    text = "".join(char for line in lines for char in line.text if not char.isspace())
    return len(text) >= 8 and text.count("?") * 3 > len(text)
