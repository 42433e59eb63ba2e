"""Whoever is sent somewhere hears of it; nobody hears of what they did themselves."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.desk import assignments
from articles.models import Assignment, Delivery, Kind, Notice
from articles.outbox.message import lines
from tests.admin.helpers import signed_in, url
from tests.cast import Cast
from tests.plan.topics import act, assigned, fields, hours, proposed


def unread(user: User) -> list[str]:
    told = Notice.objects.filter(recipient=user, kind=Kind.ASSIGNED, read_at=None)
    return list(told.order_by("pk").values_list("act", flat=True))


def changed(topic: Assignment, user: User, cast: Cast, **given: Any) -> None:
    topic.refresh_from_db()
    before = {name: getattr(topic, name) for name in assignments.FIELDS}
    assert assignments.change(topic, user, fields(cast, **(before | given)))


def test_the_people_sent_hear_of_it_and_the_giver_does_not(cast: Cast) -> None:
    assigned(cast, photographer=cast.other_reporter)
    assert unread(cast.reporter) == unread(cast.other_reporter) == ["give"]
    assert unread(cast.editor) == unread(cast.chief) == []


def test_editors_hear_of_a_proposal_until_one_of_them_decides(cast: Cast) -> None:
    topic = proposed(cast)
    assert unread(cast.editor) == unread(cast.desk_head) == ["propose"]
    assert unread(cast.foreign_editor) == unread(cast.reporter) == []
    act(topic, "accept", cast.editor)
    assert unread(cast.editor) == unread(cast.desk_head) == []
    assert unread(cast.reporter) == ["accept"]
    act(topic, "begin", cast.reporter)
    assert unread(cast.reporter) == []
    act(topic, "drop", cast.desk_head, "线索不实")
    assert unread(cast.reporter) == ["drop"]


def test_a_change_of_people_says_to_each_what_changed_for_them(cast: Cast) -> None:
    topic = assigned(cast)
    changed(topic, cast.editor, cast, due_at=hours(5))
    assert unread(cast.reporter) == ["give", "change"]
    changed(topic, cast.editor, cast, reporter=cast.other_reporter)
    assert unread(cast.reporter) == ["give", "change", "take_off"]
    assert unread(cast.other_reporter) == ["give"]


def test_the_bell_shows_the_title_to_whoever_may_still_see_it(cast: Cast) -> None:
    topic = assigned(cast, title="码头夜班的热水房")
    client: Client = signed_in(cast.reporter)
    page = client.get(url("notices")).content.decode()
    assert "码头夜班的热水房" in page
    assert "给您派了这个选题" in page
    notice = Notice.objects.get(recipient=cast.reporter)
    assert client.get(url("notice", notice.pk))["Location"] == topic.get_absolute_url()
    assert unread(cast.reporter) == []
    # Taken off and moved to another desk, it is not theirs to read any more.
    changed(topic, cast.editor, cast, reporter=cast.other_reporter)
    cast.reporter.desks.clear()
    page = client.get(url("notices")).content.decode()
    assert "码头夜班的热水房" not in page
    assert "您现在无权打开" in page


def test_it_says_by_when_the_work_is_wanted(cast: Cast) -> None:
    due = timezone.localtime() + timedelta(days=3)
    topic = assigned(cast, due_at=due)
    words = f"{due.month}月{due.day}日 {due:%H:%M} 前交稿"
    notice = Notice.objects.get(recipient=cast.reporter)
    assert words in lines([notice], personal=True)[0].text
    client = signed_in(cast.reporter)
    assert words in client.get(url("notices")).content.decode()
    # The hour that holds now, not the one that held when it was said.
    changed(topic, cast.editor, cast, due_at=due + timedelta(hours=5))
    page = client.get(url("notices")).content.decode()
    assert words not in page
    act(topic, "drop", cast.editor, "线索不实")
    (dropped,) = lines([Notice.objects.filter(recipient=cast.reporter).latest("pk")], personal=True)
    assert "交稿" not in dropped.text


@pytest.mark.parametrize("personal", [True, False])
def test_a_message_says_where_to_look_and_no_word_of_the_plan(
    cast: Cast, settings: Any, personal: bool
) -> None:
    settings.SENDS_EMAIL = True
    settings.DESK_URL = "https://desk.paper.example"
    cast.reporter.email = "reporter@paper.example"
    cast.reporter.save()
    topic = assigned(cast, title="码头夜班的热水房", brief="先找老周")
    delivery = Delivery.objects.get(user=cast.reporter)
    (line,) = lines([delivery.notice], personal=personal)
    place = url("notice", delivery.notice.pk) if personal else topic.get_absolute_url()
    assert line.link == f"https://desk.paper.example{place}"
    assert str(topic.pk) in line.text
    assert cast.section.name in line.text
    assert "热水房" not in line.text
    assert "老周" not in line.text
