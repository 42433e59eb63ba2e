"""Who and what an invented archive refers to: people of each role, desks, sections, subjects."""

import random
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import Author, Desk, User
from articles.models import Article, Section, SiteIdentity, Source, Tag
from newsroom.archive.prose import Prose, words

_DESKS = ("要闻部", "工会新闻部", "民生部", "副刊部")
# Address, name, and the address of what it is a part of.
_SECTIONS = (
    ("news", "要闻", ""), ("union", "工会", ""), ("labour", "权益", ""), ("craft", "技能", ""),
    ("safety", "安全生产", ""), ("city", "民生", ""), ("culture", "副刊", ""),
    ("comment", "评论", ""), ("people", "人物", "news"), ("photo", "图片", "news"),
    ("grassroots", "基层", "union"), ("law", "说法", "labour"), ("factory", "车间", "craft"),
    ("transport", "交通", "city"), ("health", "健康", "city"), ("reading", "书屋", "culture"),
)  # fmt: skip
_ROLES = {
    "reporter": "记者", "editor": "编辑", "desk_head": "部主任", "chief": "总编辑",
    "proofreader": "校对",
}  # fmt: skip
_SOURCES = ("岚浦晚潮", "石塘新闻网", "青杉广播", "临港发布", "岚浦气象", "屏山周刊")
_WITHOUT_LOGIN = 96


class NotEmpty(Exception):
    """The database holds somebody's work, which an invented archive is not mixed with."""


class NotFound(Exception):
    """No invented archive stands in this database."""


@dataclass(frozen=True)
class Staff:
    people: dict[str, User]
    """One of each role, by its name; "reporter" is the first of the reporters, too."""
    reporters: list[User]
    sections: list[Section]


@transaction.atomic
def hire(reporters: int = 24) -> Staff:
    """Raises NotEmpty where there is anything already."""
    if User.objects.exists() or Article.objects.exists() or Section.objects.exists():
        raise NotEmpty
    prose = Prose(random.Random("people"))
    SiteIdentity.objects.create(
        pk=1, site_name="岚工网", paper_name="岚浦工人报", slogan="潮水不等人"
    )
    desks = [Desk.objects.create(name=name) for name in _DESKS]
    sections = _sections(desks)
    people = {role: _person(role, name, role, desks[:1]) for role, name in _ROLES.items()}
    writers = [people["reporter"]]
    writers += [
        _person(f"writer{number}", prose.word("name"), "reporter", desks)
        for number in range(1, reporters)
    ]
    Author.objects.bulk_create(Author(name=user.full_name, user=user) for user in writers)
    Author.objects.bulk_create(
        Author(name=prose.word("name"), kind=Author.Kind.CORRESPONDENT)
        for _number in range(_WITHOUT_LOGIN)
    )
    subjects = dict.fromkeys(words("thing") + words("place") + words("people"))
    Tag.objects.bulk_create(Tag(name=name, slug=name) for name in subjects)
    Source.objects.bulk_create(Source(name=name, status=Source.Status.LISTED) for name in _SOURCES)
    return Staff(people, writers, sections)


def known() -> Staff:
    """Who was hired for the archive that stands here. Raises NotFound."""
    people = {user.username: user for user in User.objects.filter(username__in=_ROLES)}
    reporters = User.objects.exclude(author=None).order_by("pk")
    sections = Section.objects.order_by("position")
    if len(people) < len(_ROLES) or not Article.objects.exists():
        raise NotFound
    return Staff(people, list(reporters), list(sections))


def _sections(desks: list[Desk]) -> list[Section]:
    made: dict[str, Section] = {}
    for position, (slug, name, parent) in enumerate(_SECTIONS):
        made[slug] = Section.objects.create(
            slug=slug, name=name, parent=made.get(parent), desk=desks[position % len(desks)],
            position=position, reviews_required=position % 3 + 1,
        )  # fmt: skip
    return list(made.values())


def _person(username: str, full_name: str, role: str, desks: list[Desk]) -> User:
    user = User(username=username, full_name=full_name, is_staff=True)
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name=role))
    user.desks.set(desks)
    return user
