"""Who works at an archive that is measured: one of each role, and reporters who wrote it."""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from accounts.models import Author, Desk, User
from articles.models import Section


@dataclass(frozen=True)
class Staff:
    people: dict[str, User]
    reporters: list[User]
    sections: list[Section]


def hire(reporters: int = 20) -> Staff:
    desks = [Desk.objects.create(name=f"部门{number}") for number in range(4)]
    sections = [
        Section.objects.create(
            slug=f"section-{number}", name=f"栏目{number}", desk=desks[number % 4], position=number,
            reviews_required=number % 3 + 1,
        )
        for number in range(8)
    ]  # fmt: skip
    roles = ("reporter", "editor", "desk_head", "chief", "proofreader")
    people = {role: _person(role, role, desks[:1]) for role in roles}
    writers = [people["reporter"]]
    writers += [_person(f"writer{number}", "reporter", desks) for number in range(reporters - 1)]
    for user in writers:
        Author.objects.create(name=user.full_name, user=user)
    return Staff(people, writers, sections)


def _person(username: str, role: str, desks: list[Desk]) -> User:
    user = User(username=username, full_name=username, is_staff=True)
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name=role))
    user.desks.set(desks)
    return user
