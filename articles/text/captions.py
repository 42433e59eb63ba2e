"""Captions of recordings: WebVTT and SRT come in, clean WebVTT goes out.

`webvtt` reads either and writes every caption anew, in the order of time, so that what is stored
is right whatever was typed. Sentences about what is wrong are English templates, marked for
translation; whoever shows one translates it and fills in its parameters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

HEADER = "WEBVTT"
_TIME = r"(?:([0-9]{1,3}):)?([0-5]?[0-9]):([0-5][0-9])[.,]([0-9]{3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s+(.*))?\s*")
_SETTING = re.compile(
    r"(?:vertical:(?:rl|lr)|align:(?:start|center|end|left|right)|size:[0-9.]{1,6}%"
    r"|line:-?[0-9.]{1,6}%?(?:,(?:start|center|end))?"
    r"|position:[0-9.]{1,6}%(?:,(?:line-left|center|line-right))?)"
)
# Italics, bold, underlined, and who speaks; what else stands in brackets no player shows.
_KEPT_TAG = re.compile(r"</?[biu]>|<v(?:\.[\w.-]+)?[ \t]+[^<>&]{1,80}>|</v>")
_TAG = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{1,40}\}")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|nbsp|lrm|rlm);)")
_LEFT_OUT = ("NOTE", "STYLE", "REGION")


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogue without needing a translator here."""
    return message


_EMPTY = gettext_noop("There is no caption in it. Choose a WebVTT (.vtt) or SRT (.srt) file.")
_NO_TIMES = gettext_noop(
    "Line %(line)s, “%(text)s”: a caption begins with its times, like 00:01.000 --> 00:04.000."
)
_BACKWARDS = gettext_noop("Line %(line)s: the caption ends before it begins.")
_NO_WORDS = gettext_noop("Line %(line)s: there are no words below these times.")


class CaptionsWrong(ValueError):
    """The text is no captions. `template % params` says where and why, in English."""

    def __init__(self, template: str, **params: str) -> None:
        super().__init__(template % params)
        self.template, self.params = template, params


@dataclass(frozen=True, slots=True)
class Caption:
    """Times in milliseconds; `settings` say where on the picture it stands."""

    start: int
    end: int
    text: str
    settings: str = ""


def webvtt(text: str) -> str:
    """The captions in `text`, WebVTT or SRT, as clean WebVTT; nothing for nothing.

    Raises CaptionsWrong.
    """
    if not text.strip():
        return ""
    found = sorted(_captions(text), key=lambda caption: caption.start)
    if not found:
        raise CaptionsWrong(_EMPTY)
    return "\n\n".join([HEADER, *(_written(caption) for caption in found)]) + "\n"


def words(captions: str) -> str:
    """What stored captions say, a line each, with who says it; without their times."""
    said = []
    for _first, lines in _blocks(captions):
        line = " ".join(lines[1:])
        speaker = re.match(r"<v(?:\.[\w.-]+)?[ \t]+([^<>]+)>", line)
        plain = unescape(_TAG.sub("", line)).strip()
        said.append(f"{speaker[1].strip()}: {plain}" if speaker else plain)
    return "\n".join(said)


def _captions(text: str) -> Iterator[Caption]:
    for first, lines in _blocks(text):
        at = 0 if "-->" in lines[0] else 1
        times = _TIMES.fullmatch(lines[at]) if at < len(lines) else None
        if times is None:
            raise CaptionsWrong(_NO_TIMES, line=str(first + at), text=lines[0].strip()[:40])
        start, end = _moment(*times.groups()[:4]), _moment(*times.groups()[4:8])
        if end <= start:
            raise CaptionsWrong(_BACKWARDS, line=str(first + at))
        said = "\n".join(filter(None, map(_clean, lines[at + 1 :])))
        if not said:
            raise CaptionsWrong(_NO_WORDS, line=str(first + at))
        settings = " ".join(each for each in (times[9] or "").split() if _SETTING.fullmatch(each))
        yield Caption(start, end, said, settings)


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines between empty ones, each block with the number of its first line; without the
    header, remarks and style sheets."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
            continue
        # A header may have lines of its own below it, up to the first empty one.
        if block and block[0].split()[0] not in (*_LEFT_OUT, HEADER):
            yield number - len(block), block
        block = []


def _moment(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int(thousandths)


def _clean(line: str) -> str:
    """One line of a caption without what a player does not know, its marks kept."""
    plain = "".join(
        character for character in line if character == "\t" or character.isprintable()
    ).replace("-->", "→")
    kept = _TAG.sub(lambda tag: tag[0] if _KEPT_TAG.fullmatch(tag[0]) else "", plain)
    parts = re.split(f"({_KEPT_TAG.pattern})", kept)
    # Every other bracket is a character, not the beginning of a mark.
    return "".join(
        part if number % 2 else _ENTITY.sub("&amp;", part).replace("<", "&lt;")
        for number, part in enumerate(parts)
    ).strip()


def _written(caption: Caption) -> str:
    times = f"{_clock(caption.start)} --> {_clock(caption.end)}"
    return f"{times} {caption.settings}".rstrip() + f"\n{caption.text}"


def _clock(moment: int) -> str:
    seconds, thousandths = divmod(moment, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"
