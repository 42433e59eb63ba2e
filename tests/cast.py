"""The people of the tests, and short ways to bring a piece to where a test begins."""

from typing import Any

from django.contrib.auth.models import Group

from accounts.models import Author, Desk, User
from articles.desk import editing, workflow
from articles.models import Article, Section


def make_desk(name: str = "要闻部") -> Desk:
    return Desk.objects.get_or_create(name=name)[0]


def make_section(
    slug: str = "news", name: str = "", desk: Desk | None = None, **fields: Any
) -> Section:
    section, _created = Section.objects.get_or_create(
        slug=slug, defaults={"name": name or slug, "desk": desk or make_desk()} | fields
    )
    return section


def make_user(username: str, *roles: str, desks: tuple[Desk, ...] = (), **fields: Any) -> User:
    user = User.objects.create_user(
        username=username,
        password="correct-horse-9",
        full_name=fields.pop("full_name", username.title()),
        is_staff=True,
        **fields,
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    user.desks.set(desks)
    return user


class Cast:
    """One of everybody, around one desk and another."""

    def __init__(self) -> None:
        self.desk = make_desk()
        self.other_desk = make_desk("文体部")
        self.section = make_section("news", "要闻", self.desk)
        self.other_section = make_section("culture", "文化", self.other_desk)
        self.reporter = make_user("reporter", "reporter", desks=(self.desk,))
        self.other_reporter = make_user("reporter2", "reporter", desks=(self.desk,))
        self.editor = make_user("editor", "editor", desks=(self.desk,))
        self.second_editor = make_user("editor2", "editor", desks=(self.desk,))
        self.foreign_editor = make_user("foreign", "editor", desks=(self.other_desk,))
        self.desk_head = make_user("head", "desk_head", desks=(self.desk,))
        self.chief = make_user("chief", "chief")
        self.second_chief = make_user("chief2", "chief")
        self.proofreader = make_user("proof", "proofreader")
        self.administrator = make_user("admin", "administrator")
        self.outsider = make_user("outsider")

    @property
    def everybody(self) -> list[User]:
        return [value for value in vars(self).values() if isinstance(value, User)]


def make_author(name: str, user: User | None = None, **fields: Any) -> Author:
    return Author.objects.create(name=name, user=user, **fields)


def make_draft(
    owner: User, section: Section | None = None, headline: str = "夜班公交通到厂门口", **fields: Any
) -> Article:
    content = editing.blank_content(
        section=section or make_section(),
        headline=headline,
        body=fields.pop("body", "<p>从今晚起，末班车等最后一班工人。</p>"),
        **fields,
    )
    return editing.create(content, owner)


def step(article: Article, name: str, user: User, note: str = "", **options: Any) -> Article:
    """`perform` on the newest version, whatever version the test holds."""
    article.refresh_from_db()
    user.forget_standing()
    workflow.perform(article, name, user, note, **options)
    return article


def make_published(cast: Cast, headline: str = "夜班公交通到厂门口", **fields: Any) -> Article:
    """A live piece: written by the reporter, passed and published by the editor."""
    article = make_draft(cast.reporter, fields.pop("section", cast.section), headline, **fields)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.second_editor)
    return step(article, "publish", cast.editor)
