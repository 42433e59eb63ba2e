"""The demo's week in the newsroom: duties, assignments and comments, by the acts people take."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Desk, User
from accounts.roles import Rank
from articles.desk import assignments, comments, duties, editing, frontpage, roster
from articles.desk.frontpage import Place
from articles.models import Article, Assignment, Section, Slot
from articles.text.markup import blocks
from newsroom.demo.shapes import DemoAssignment, DemoComment, DemoDay, DemoDuty, DemoPaper, DemoPin

# The acts that lead from an assignment that was given to each status.
_WAYS = {
    "proposed": (), "assigned": (), "working": ("begin",), "filed": ("file",), "dropped": ("drop",),
}  # fmt: skip


def live_through(
    day: DemoDay,
    paper: DemoPaper,
    people: dict[str, User],
    sections: dict[str, Section],
    articles: dict[str, Article],
) -> None:
    now = timezone.localtime()
    desks = {desk.key: Desk.objects.get(name=desk.name) for desk in paper.desks}
    # Said before anybody is on duty: duties open other desks' pieces, not what was said of them.
    for comment in day.comments:
        _say(comment, articles[comment.piece], people)
    for topic in day.assignments:
        _plan(topic, now, people, sections)
    chief = next(user for user in people.values() if duties.may_grant(user))
    for duty in day.duties:
        _grant(duty, now, chief, people[duty.username], [desks[key] for key in duty.desks])
    for pin in day.pins:
        _choose(pin, people[pin.by], sections, articles[pin.piece])


def _grant(duty: DemoDuty, now: datetime, chief: User, user: User, desks: list[Desk]) -> None:
    monday = roster.monday_of(now.date())
    for number in duty.days:
        shift = roster.Shift(monday + timedelta(days=number), duty.shift == "night")
        duties.grant(
            chief, user, Rank[duty.rank.upper()],
            starts_at=shift.starts_at, ends_at=shift.ends_at, desks=desks,
        )  # fmt: skip


def _choose(pin: DemoPin, user: User, sections: dict[str, Section], article: Article) -> None:
    channel = sections.get(pin.place)
    place = Place(Slot.BLOCK, channel) if channel else Place(Slot(pin.place))
    hours = pin.until_hours
    ends_at = timezone.now() + timedelta(hours=hours) if hours else None
    seen = frontpage.seen_now(place)
    frontpage.pin(user, place, article.pk, seen=seen, ends_at=ends_at)


def _plan(
    topic: DemoAssignment, now: datetime, people: dict[str, User], sections: dict[str, Section]
) -> Assignment:
    due = now.replace(hour=topic.due_hour, minute=0, second=0, microsecond=0)
    due = max(due + timedelta(days=topic.due_days), now + timedelta(hours=1))
    reporter = people[topic.reporter] if topic.reporter else None
    photographer = people[topic.photographer] if topic.photographer else None
    by = people[topic.by]
    assignment = assignments.create(
        by,
        {
            "title": topic.title,
            "brief": topic.brief,
            "section": sections[topic.section],
            "reporter": reporter,
            "photographer": photographer,
            "due_at": due,
            "words": topic.words,
        },
        give=topic.status != "proposed",
    )
    for act in _WAYS[topic.status]:
        actor = by if act == "drop" else reporter or photographer or by
        assignments.perform(assignment, act, actor, topic.note)
    return assignment


def _say(said: DemoComment, article: Article, people: dict[str, User]) -> None:
    texts = blocks(article.body)
    block = next(n for n, text in enumerate(texts) if said.quote in text.text)
    comment = comments.say(
        article,
        people[said.username],
        said.text,
        revision=editing.newest_revision(article).number,
        field="body" if said.quote else "",
        block=block if said.quote else 0,
        quote=said.quote,
    )
    for answer in said.answers:
        comments.answer(comment, people[answer.username], answer.text)
    if said.done:
        comments.resolve(comment, people[said.username])
