"""The people of the day, their desks and their sections."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import Author, Desk, User
from accounts.roles import Rank
from articles.desk import duties
from articles.models import Section
from newsroom.day.plan import Plan

# Reviews and proofreads: None leaves it to the site's policy.
_SECTIONS = (
    ("news", "要闻", 0, None, None),
    ("industry", "产业", 1, 2, 0),
    ("depth", "深度", 1, 3, 1),
    ("culture", "文化", 2, 1, 1),
)


@dataclass(frozen=True)
class Staffer:
    user_id: int
    role: str
    name: str


def hire(plan: Plan) -> list[Staffer]:
    """Everybody: half of them write. Needs at least eight people."""
    if plan.people < 8:
        raise ValueError("A day needs at least eight people.")
    desks = [Desk.objects.create(name=name) for name in ("新闻部", "产业部", "文体部")]
    for position, (slug, name, desk, reviews, proofreads) in enumerate(_SECTIONS):
        Section.objects.create(
            slug=slug, name=name, desk=desks[desk], position=position,
            reviews_required=reviews, proofreads_required=proofreads,
        )  # fmt: skip
    groups = {group.name: group for group in Group.objects.all()}
    staff = []
    for number, role in enumerate(_roles(plan.people)):
        user = User(username=f"{role}{number}", full_name=f"{role}{number}", is_staff=True)
        user.set_unusable_password()
        user.save()
        if role != "duty":
            user.groups.add(groups[role])
        else:
            user.groups.add(groups["reporter"])
        # The first editor knows every desk, the others one each.
        everywhere = role in ("chief", "proofreader", "administrator") or number == 0
        user.desks.set(desks if everywhere else [desks[number % len(desks)]])
        if role == "reporter" and number % 2:
            Author.objects.create(name=user.full_name, user=user)
        staff.append(Staffer(user.pk, role, user.username))
    _put_on_duty(staff)
    return staff


def _roles(people: int) -> list[str]:
    many = people // 10
    desk = ["editor"] * (many * 2 + 1) + ["desk_head"] * max(1, many)
    desk += ["chief"] * max(2, many - 1) + ["proofreader"] * max(2, many - 1)
    desk += ["administrator", "duty"]
    return desk[: people - 2] + ["reporter"] * max(2, people - len(desk))


def _put_on_duty(staff: list[Staffer]) -> None:
    chief = next((each for each in staff if each.role == "chief"), None)
    if chief is None:
        return
    now = timezone.now()
    for each in staff:
        if each.role == "duty":
            duties.grant(
                User.objects.get(pk=chief.user_id), User.objects.get(pk=each.user_id), Rank.EDITOR,
                starts_at=now, ends_at=now + timedelta(hours=12), reason="夜班",
            )  # fmt: skip
