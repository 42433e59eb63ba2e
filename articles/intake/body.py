"""What stands between head and tail: paragraphs, crossheads, and credits set into the text."""

import re
from collections.abc import Collection
from dataclasses import replace

from articles.intake import boilerplate, fields, headlines, shape
from articles.intake.copy import Credit
from articles.intake.findings import Findings
from articles.intake.lines import Line
from articles.text.han import HAN
from articles.text.markup import Block, BlockKind

_OWN = "本[报网刊台社站]"
_INSIDE = "(?P<inside>[^（）()]{2,80})"
# 本报讯（记者 …）: a dateline with a place, a day or another house stays, 本报讯 says nothing.
_OPENING = re.compile(
    f"(?P<lead>【?(?P<house>{_OWN}|[{HAN}—-]{{2,12}}[社网报台]|[{HAN}]{{2,6}})(?P<place>[{HAN}\\d]{{0,14}}?)"
    f"(?P<sent>讯|电|消息)】?\\s*)?[（(]{_INSIDE}[)）]\\s*[:：，,]?\\s*"
)
# 本报讯 记者张三、通讯员李四报道：, or 本报记者 张三报道： without a dateline
_REPORTED = re.compile(
    f"(?:{_OWN}(?:讯|消息)[\\s:：]+)?(?P<inside>(?:{_OWN})?[^，。：:（）]{{0,6}}(?:记者|通讯员)"
    "[^，。：:（）]{2,40}?)(?:报道)\\s*[:：]\\s*"
)
_CLOSING = re.compile(rf"(?<=[。！？…”’』」）)!?.])\s*[（(【\[]{_INSIDE}[)）】\]]\s*$")
_CLOSING_BARE = re.compile(
    f"(?<=[。！？…”’』」）)!?])\\s*(?P<inside>(?:{_OWN}|责任编辑|责编|编辑[:：]|来源[:：]|"
    "(?:特约|实习|见习)?(?:记者|通讯员|实习生)[:：\\s]|作者[:：]|[文图][/／])[^。！？]{2,60})$"
)
_CAPTION_CREDIT = re.compile("(?:^|[。！？）)\\s])(?P<inside>[^。！？（）()]{2,30}[摄图])[）)]?$")
_GROUPED: dict[str, BlockKind] = {"list": "list", "table": "table", "quote": "quote"}


def read(lines: list[Line], found: Findings, own_names: Collection[str]) -> None:
    lines = _without_opening(lines, found, own_names)
    lines = _without_fields(lines, found, own_names)
    lines = _without_closing(lines, found, own_names)
    _credit_captions(lines, found)
    crossheads = _crossheads(lines)
    group: int | None = None
    for line, is_crosshead in zip(lines, crossheads, strict=True):
        text = line.text()
        kind = _GROUPED.get(line.hint)
        if kind and line.source.group == group:
            found.body[-1] = Block(kind, f"{found.body[-1].text}\n{text}")
        else:
            found.body.append(Block(kind or _kind(line, is_crosshead), text))
        group = line.source.group if kind else None


def _kind(line: Line, is_crosshead: bool) -> BlockKind:
    if line.hint == "image":
        return "image"
    return "crosshead" if is_crosshead else "paragraph"


def _without_fields(lines: list[Line], found: Findings, own_names: Collection[str]) -> list[Line]:
    """Bylines that stand alone between paragraphs, and calls to follow that a page put there."""
    kept = []
    for line in lines:
        if line.hint not in ("text", "bold"):
            kept.append(line)
            continue
        told = fields.read(line, own_names)
        mark = headlines.marked(line)
        if told is not None and told.only_names:
            found.take(told, line)
        elif boilerplate.degree(line.key) == "certain":
            found.boilerplate.append(line.text())
        elif mark and mark[0] == "original_headline" and mark[1].key:
            found.original_headline = found.original_headline or mark[1].text()
        elif mark and mark[0] == "crosshead" and mark[1].key:
            kept.append(replace(mark[1], source=replace(line.source, hint="heading")))
        else:
            kept.append(line)
    return kept


def _without_opening(lines: list[Line], found: Findings, own_names: Collection[str]) -> list[Line]:
    """本报讯（记者 …） goes from the first paragraph. What an agency sends (新华社北京5月1日电
    （记者 …）) is printed with its dateline: there the names are taken and the text is left."""
    at = next((at for at, line in enumerate(lines) if line.hint in ("text", "bold")), None)
    if at is None:
        return lines
    line = lines[at]
    match = _OPENING.match(line.key) or _REPORTED.match(line.key)
    if match is None:
        return lines
    told = _inside(line, match, own_names, bare=bool(match.groupdict().get("lead")))
    if told is None:
        return lines
    found.take(told, line.part(0, match.end()))
    parts = match.groupdict()
    house = parts.get("house") or ""
    is_own = house in own_names or re.fullmatch(_OWN, house) is not None
    if house and not is_own and parts["sent"] == "电":
        found.source = found.source or house
        found.reprint = True
        return lines
    rest = line.part(match.end())
    if parts.get("place") or (house and not is_own):
        lead = line.part(0, match.end("lead"))
        rest = Line(line.source, f"{lead.key} {rest.key}", (*lead.printed, " ", *rest.printed))
    return [*lines[:at], *([rest] if rest.key else []), *lines[at + 1 :]]


def _without_closing(lines: list[Line], found: Findings, own_names: Collection[str]) -> list[Line]:
    """（本报记者 …）（责任编辑 …） go from the end of the last paragraph."""
    places = [
        at
        for at, line in enumerate(lines)
        if line.hint in ("text", "bold") and not shape.is_captioned(line)
    ]
    if not places:
        return lines
    at = places[-1]
    line = lines[at]
    told: list[tuple[fields.Fields, Line]] = []
    while match := _CLOSING.search(line.key) or _CLOSING_BARE.search(line.key):
        fact = _inside(line, match, own_names, bare=True)
        if fact is None:
            break
        told.insert(0, (fact, line.part(match.start())))
        line = line.part(0, match.start())
    for fact, said in told:
        found.take(fact, said)
    return [*lines[:at], line, *lines[at + 1 :]]


def _inside(
    line: Line, match: re.Match[str], own_names: Collection[str], *, bare: bool
) -> fields.Fields | None:
    return fields.read(line.part(*match.span("inside")), own_names, bare=bare)


def _credit_captions(lines: list[Line], found: Findings) -> None:
    """图为…… 本报记者 张三 摄: the name is a credit, and stays in the caption."""
    for line in lines:
        match = _CAPTION_CREDIT.search(line.key) if shape.is_captioned(line) else None
        told = fields.read(line.part(*match.span("inside"))) if match else None
        if told is not None:
            new = [each for each in told.credits if each.role == "photographer"]
            found.credits += [Credit(*each) for each in new if each not in found.credits]


def _crossheads(lines: list[Line]) -> list[bool]:
    """A short line between paragraphs is one; several in a row are a poem or a list, unless all
    but the last count themselves (一、…… above （一）……)."""
    may_be = [shape.may_be_crosshead(line) for line in lines]
    is_crosshead = [False] * len(lines)
    for at in range(len(lines) - 2, -1, -1):
        line = lines[at]
        if not may_be[at]:
            continue
        leads = not may_be[at + 1] or (is_crosshead[at + 1] and shape.is_ordinal(line))
        follows = at == 0 or not may_be[at - 1] or shape.is_ordinal(lines[at - 1])
        is_crosshead[at] = (leads and follows) or line.hint in ("heading", "bold")
    if lines and may_be[-1] and lines[-1].hint == "heading":
        is_crosshead[-1] = True
    return is_crosshead
