"""Who is at work: crews of three, a desk and a section, and a group that is told of everything."""

import threading
from collections.abc import Callable

from django.contrib.auth.models import Group

from accounts.models import Desk, User
from articles.models import GroupRobot, Kind, Section, SiteIdentity
from newsroom.soak.crew import Crew
from newsroom.soak.notes import Notes
from newsroom.soak.person import Person
from newsroom.soak.plan import Plan
from newsroom.soak.reader import Reader

_HOST = "127.0.0.1"


def furnish(sink: str) -> Section:
    """A desk with a section of one review; `sink` is the address at which its group hears."""
    if not SiteIdentity.objects.exists():
        SiteIdentity.objects.create(pk=1, site_name="岚工网", paper_name="岚浦工人报")
    desk = Desk.objects.create(name="夜班部")
    section = Section.objects.create(
        slug="night", name="夜班", desk=desk, reviews_required=1, proofreads_required=0
    )
    robot = GroupRobot.objects.create(
        name="夜班群", service=GroupRobot.Service.WECOM, address=sink, kinds=list(Kind.values)
    )
    robot.desks.set([desk])
    return section


def crews(
    count: int,
    plan: Plan,
    section: Section,
    port: int,
    notes: Notes,
    stop: threading.Event,
    waits: Callable[[int], Callable[[], float]],
    first: int = 0,
) -> list[Crew]:
    """New people for each crew, signed in; `waits` gives how long the crew of that number waits
    between two acts."""
    groups = {group.name: group for group in Group.objects.all()}
    found = []
    for number in range(first, first + count):
        people = []
        for name, role in (("writer", "reporter"), ("editor", "editor"), ("second", "editor")):
            user = User(username=f"{name}-{number}", full_name=f"{name}-{number}", is_staff=True)
            user.set_unusable_password()
            user.save()
            user.groups.add(groups[role])
            user.desks.add(section.desk)
            people.append(Person(user, _HOST, port, notes))
        writer, editor, second = people
        found.append(
            Crew(
                number, plan, (writer, editor, second), section.pk, Reader(_HOST, port), notes,
                stop, waits(number),
            )
        )  # fmt: skip
    return found
