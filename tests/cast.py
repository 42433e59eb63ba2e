"""The people of the tests, and short ways to bring a piece to where a test begins."""

from typing import Any

from django.contrib.auth.hashers import make_password
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


PASSWORD = "correct-horse-9"


def make_user(username: str, *roles: str, desks: tuple[Desk, ...] = (), **fields: Any) -> User:
    user = new_user(username, make_password(PASSWORD), **fields)
    user.save()
    seat([(user, roles, desks)])
    return user


def new_user(username: str, password: str, **fields: Any) -> User:
    """Not yet in the database; `password` is hashed."""
    fields.setdefault("full_name", username.title())
    return User(username=username, password=password, is_staff=True, **fields)


def seat(people: list[tuple[User, tuple[str, ...], tuple[Desk, ...]]]) -> None:
    """Give people who are new their roles and desks, all at once."""
    groups = dict(Group.objects.values_list("name", "pk"))
    in_group, at_desk = User.groups.through, User.desks.through
    in_group.objects.bulk_create(
        in_group(user=user, group_id=groups[role]) for user, roles, _desks in people
        for role in roles
    )  # fmt: skip
    at_desk.objects.bulk_create(
        at_desk(user=user, desk=desk) for user, _roles, desks in people for desk in desks
    )


class Cast:
    """One of everybody, around one desk and another."""

    def __init__(self) -> None:
        self.desk = make_desk()
        self.other_desk = make_desk("文体部")
        self.section = make_section("news", "要闻", self.desk)
        self.other_section = make_section("culture", "文化", self.other_desk)
        here, elsewhere = (self.desk,), (self.other_desk,)
        people: list[tuple[User, tuple[str, ...], tuple[Desk, ...]]] = []
        # As every person is made anew in most tests: a row for each, and in one go.
        password = make_password(PASSWORD)

        def person(username: str, *roles: str, desks: tuple[Desk, ...] = ()) -> User:
            people.append((new_user(username, password), roles, desks))
            return people[-1][0]

        self.reporter = person("reporter", "reporter", desks=here)
        self.other_reporter = person("reporter2", "reporter", desks=here)
        self.editor = person("editor", "editor", desks=here)
        self.second_editor = person("editor2", "editor", desks=here)
        self.foreign_editor = person("foreign", "editor", desks=elsewhere)
        self.desk_head = person("head", "desk_head", desks=here)
        self.chief = person("chief", "chief")
        self.second_chief = person("chief2", "chief")
        self.proofreader = person("proof", "proofreader")
        self.administrator = person("admin", "administrator")
        self.outsider = person("outsider")
        User.objects.bulk_create(user for user, _roles, _desks in people)
        seat(people)

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
