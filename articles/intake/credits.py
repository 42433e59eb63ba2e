"""Bylines: who wrote, photographed or translated a piece, in every arrangement papers use.

A label stands before names (本报记者 张三　通讯员 李四; 文/张三 图/李四) or after them (张三 文
李四 图; 本报记者 张三 摄). A line is a byline only if labels and names are all there is to it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from articles.intake import names
from articles.text.han import HAN as ALL_HAN

Role = Literal["reporter", "correspondent", "photographer", "author", "translator", "intern"]
Medium = Literal["text", "photo", "both"]

# 丨 is a character by its code and a bar by its use.
HAN = ALL_HAN.replace("\u4e00-", "\u4e00-\u4e27\u4e29-")
_OWN = "(?:本[报网刊台社站])"
_OTHERS = f"(?:(?!{_OWN}|通讯员|实习生|作者|记者)[{HAN}])"
_HOUSE = (
    f"(?:{_OWN}(?:[{HAN}]{{2,4}}?)?|(?<!\\S){_OTHERS}{{2,8}}?"
    f"|{_OTHERS}{{2,12}}?(?:报|网|社|台|端|中心|媒体?)(?:[—-]{{1,2}}[{HAN}]{{2,8}}[网报])?)?"
)
_RANK = f"(?:首席|资深|高级|特派|特约|见习|文字|视频|全媒体|融媒体?|驻[{HAN}]{{1,6}}?)*"
_TOKEN = re.compile(
    f"""
      (?P<both>(?:文字?|采写|撰文)\\s*[/／、&＆+并]?\\s*(?:图片?|摄影|摄)(?:报道)?
        | 图\\s*[/／、&＆+并]?\\s*文(?:报道)? | 摄影[/／、并]?报道)(?![{HAN}]*记者)
    | (?P<dateline>{_OWN}(?:讯|消息)(?=[\\s:：]*(?:{_OWN}|特约|实习|见习)?(?:记者|通讯员)))
    | (?P<intern>{_HOUSE}实习(?:生|记者))
    | (?P<photographer>{_HOUSE}{_RANK}摄影记者)
    | (?P<reporter>{_HOUSE}{_RANK}记者站?)
    | (?P<correspondent>{_OWN}?(?:特约|骨干)?通讯员)
    | (?P<author>{_OWN}?特?约?(?:评论员|撰稿人)|{_OWN}?作者|撰稿)
    | (?P<translator>翻译|编译|译者)
    | (?P<photo>摄影|摄像|供图|航拍|视频(?=[:：/／|｜丨\\s])|图片(?:提供|来源)?
        | (?<![{HAN}])[图摄](?![{HAN}]))
    | (?P<text>撰文|采写|采访(?=[:：/／|｜丨])|供稿|整理|文字|(?<![{HAN}])文(?![{HAN}]))
    | (?P<filler>(?<=[\\s:：])(?:发自[{HAN}]{{2,6}}|(?:[{HAN}]{{2,6}})?(?:报道|专电)(?![{HAN}])))
    | (?P<word>(?:(?!{_OWN}|记者|通讯员|实习生|摄影报道|摄影(?=[:：/／|｜丨\\s])|作者[:：])
        [{HAN}A-Za-zÀ-ɏ·•‧.．'’-])+)
    | (?P<glue>[/／|｜丨:：])
    | (?P<blank>[\\s、，,;；&]+)
    """,
    re.VERBOSE,
)
_TITLES: frozenset[str] = frozenset(
    {"intern", "photographer", "reporter", "correspondent", "author", "translator"}
)
_SUFFIXES = {
    "摄影报道": "both", "报道": "filler", "整理": "filler", "采写": "filler", "供稿": "filler",
}  # fmt: skip
_SILENT = frozenset({"blank", "glue", "filler", "dateline"})
_GLUED_AFTER = re.compile(f"(?<=[{HAN}]{{2}})(?:摄影报道|报道|摄影|摄|供图|整理|采写|供稿)$")


class Found(NamedTuple):
    """A name by its place in the text, and what its bearer did."""

    start: int
    end: int
    role: Role


class _Token(NamedTuple):
    kind: str
    start: int
    end: int


@dataclass(slots=True)
class _Group:
    """Names under one label."""

    title: Role | None = None
    medium: Medium | None = None
    sure: bool = False  # whether what is set between label and name tells that this is a name
    words: list[tuple[int, int]] = field(default_factory=list)


def find(text: str, start: int = 0, end: int | None = None, *, bare: bool = False) -> list[Found]:
    """Everyone credited in a stretch of text that is a byline, and nobody if it is none.

    `bare` takes names without any label for authors, where the place says that they are.
    """
    tokens = list(_tokens(text, start, len(text) if end is None else end))
    if any(token.kind == "other" for token in tokens):
        return []
    found: list[Found] = []
    for group in _groups(tokens):
        people = _people(text, group, bare=bare)
        if people is None:
            return []
        found += people
    return list(dict.fromkeys(found))


def _tokens(text: str, start: int, end: int) -> Iterator[_Token]:
    at = start
    while at < end:
        match = _TOKEN.match(text, at, end)
        if match is None or match.end() == at:
            yield _Token("other", at, at + 1)
            return
        kind, stop = match.lastgroup or "other", match.end()
        if kind == "word" and (suffix := _GLUED_AFTER.search(match[0])):
            yield _Token("word", at, at + suffix.start())
            kind = _SUFFIXES.get(suffix[0], "photo")
            at += suffix.start()
        yield _Token(kind, at, stop)
        at = stop


def _groups(tokens: list[_Token]) -> list[_Group]:
    spoken = [token.kind for token in tokens if token.kind not in _SILENT]
    labels_follow = bool(spoken) and spoken[-1] in ("photo", "text", "both")
    done: list[_Group] = []
    open_groups: list[_Group] = []  # since the last label that followed its names
    group = _Group()
    between: set[str] = set()  # what parts the token from the label or word before it
    for token in tokens:
        if token.kind in ("blank", "glue", "dateline"):
            between.add(token.kind)
            continue
        if token.kind == "word":
            if not group.words:
                group.sure = _tells(group, between)
            group.words.append((token.start, token.end))
        elif token.kind in _TITLES:
            if group.words:
                open_groups.append(group)
                group = _Group()
            group.title = token.kind  # type: ignore[assignment]  # one of the kinds that this branch is for
        elif token.kind in ("photo", "text", "both"):
            medium: Medium = token.kind  # type: ignore[assignment]  # one of the kinds that this branch is for
            if group.words:
                open_groups.append(group)
                group = _Group()
            if labels_follow and open_groups:
                for each in open_groups:
                    each.medium = medium
                    each.sure = True
                done += open_groups
                open_groups = []
            else:
                group.medium = medium
        between = set()
    return [each for each in [*done, *open_groups, group] if each.words]


def _tells(group: _Group, between: set[str]) -> bool:
    """A colon or stroke always does, a blank only after a person's title: 记者 老舍, 摄影 大展."""
    titles = ("reporter", "correspondent", "intern", "photographer")
    return "glue" in between or ("blank" in between and group.title in titles)


def _people(text: str, group: _Group, *, bare: bool) -> list[Found] | None:
    labelled = group.title is not None or group.medium is not None
    if not (labelled or bare):
        return None
    start, end = group.words[0][0], group.words[-1][1]
    spans = names.find(text, start, end, sure=labelled and group.sure)
    if spans is None:
        return None
    return [Found(*span, role) for span in spans for role in _roles(group)]


def _roles(group: _Group) -> list[Role]:
    wrote: Role = group.title or "author"
    if group.medium == "photo":
        return ["photographer"]
    if group.medium == "both" and wrote != "photographer":
        return [wrote, "photographer"]
    return [wrote]
