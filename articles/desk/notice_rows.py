"""How a notice is written down: for each person as they chose, and for the desks' groups.

Call it inside the transaction of the act that is told of.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from articles.desk.notice_choices import ALWAYS_IN_BELL, choices_of, sends_email
from articles.models import (
    Article,
    Assignment,
    Delivery,
    GroupRobot,
    Kind,
    LedgerEntry,
    Notice,
    Rhythm,
)

People = Iterable[int]
Row = tuple[Notice, list[Delivery]]


@dataclass(frozen=True)
class Act:
    """What happened, as those who are told of it need to know."""

    article: Article
    name: str
    user: User | None
    entry: LedgerEntry | None = None
    comment_id: int | None = None
    assignment: None = None

    @property
    def desk_id(self) -> int:
        return self.article.section.desk_id


@dataclass(frozen=True)
class PlanAct:
    """The same of an assignment."""

    assignment: Assignment
    name: str
    user: User | None
    entry: LedgerEntry | None = None
    comment_id: None = None
    article: None = None

    @property
    def desk_id(self) -> int:
        return self.assignment.section.desk_id


@dataclass(frozen=True)
class HouseAct:
    """What is about no piece and no desk: how the house itself runs."""

    name: str
    user: None = None
    entry: None = None
    comment_id: None = None
    article: None = None
    assignment: None = None
    desk_id: None = None


@dataclass(frozen=True)
class AccountAct:
    """What was done to somebody's account, by a colleague; or with it, then without a `user`:
    whoever sits at it need not be the one whom it belongs to."""

    name: str
    user: User | None
    entry: LedgerEntry
    comment_id: None = None
    article: None = None
    assignment: None = None
    desk_id: None = None


Told = Act | PlanAct | HouseAct | AccountAct


@transaction.atomic
def tell(act: Told, audience: Iterable[tuple[Kind, People]]) -> None:
    kinds: list[Kind] = []
    told: dict[int, Kind] = {}
    for kind, people in audience:
        kinds.append(kind)
        for pk in people:
            told.setdefault(pk, kind)
    if act.user is not None:
        told.pop(act.user.pk, None)
    rows = [*_for_people(act, told), *_for_groups(act, kinds)]
    Notice.objects.bulk_create(notice for notice, _deliveries in rows)
    Delivery.objects.bulk_create(each for _notice, deliveries in rows for each in deliveries)


def _for_people(act: Told, told: dict[int, Kind]) -> Iterator[Row]:
    users = User.objects.filter(pk__in=told, is_active=True).only("pk", "email").order_by("pk")
    choices = choices_of(told)
    now = timezone.now()
    for user in users:
        kind = told[user.pk]
        choice = choices[user.pk, kind]
        notice = _notice(act, kind, user.pk)
        notice.bell = choice.bell or kind in ALWAYS_IN_BELL
        rhythm = Rhythm(choice.email)
        deliveries = []
        if rhythm != Rhythm.OFF and user.email and sends_email():
            deliveries.append(
                Delivery(
                    notice=notice,
                    channel=Delivery.Channel.EMAIL,
                    user=user,
                    created_at=now,
                    next_try_at=rhythm.next_after(now),
                )
            )
        if notice.bell or deliveries:
            yield notice, deliveries


def _for_groups(act: Told, kinds: list[Kind]) -> Iterator[Row]:
    """A group hears of an act once, by the first of its kinds that the group is to hear of."""
    now = timezone.now()
    for robot in GroupRobot.objects.filter(active=True).prefetch_related("desks"):
        desks = {desk.pk for desk in robot.desks.all()}
        kind = next((each for each in kinds if each in robot.kinds), None)
        if kind is None or (desks and act.desk_id not in desks):
            continue
        notice = _notice(act, kind, None)
        delivery = Delivery(
            notice=notice,
            channel=Delivery.Channel.ROBOT,
            robot=robot,
            created_at=now,
            next_try_at=Rhythm(robot.rhythm).next_after(now),
        )
        yield notice, [delivery]


def _notice(act: Told, kind: Kind, recipient: int | None) -> Notice:
    return Notice(
        recipient_id=recipient,
        kind=kind,
        act=act.name,
        article=act.article,
        assignment=act.assignment,
        actor_name=str(act.user) if act.user else "",
        entry=act.entry,
        comment_id=act.comment_id,
    )


def settle(over: "QuerySet[Notice]") -> None:
    """Nobody has to read these any more, nor get a message of them."""
    Delivery.objects.filter(notice__in=over, sent_at=None).delete()
    over.update(read_at=timezone.now())
