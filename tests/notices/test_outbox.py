"""Messages leave, late if it must be, once each, and say nothing of what a piece says."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.db import connections, transaction
from django.utils import timezone

from articles.desk import claims, comments, notice_choices
from articles.models import Delivery, GroupRobot, Kind, Notice, PublishedArticle, Rhythm
from articles.outbox.drain import Drain, again
from newsroom import chores
from tests.cast import Cast, make_draft, make_published, step
from tests.matrix.pieces import SECRET, bring, make_known
from tests.notices.servers import Hook, Mailbox, hook, mail_server
from tests.server import free_port

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.SENDS_EMAIL = True
    settings.DEFAULT_FROM_EMAIL = "desk@paper.example"
    settings.DESK_URL = "https://desk.paper.example"


@pytest.fixture
def mails(settings: Any) -> Iterator[Mailbox]:
    with mail_server(settings.EMAIL_PORT) as (server, _port):
        yield server


@pytest.fixture
def group(settings: Any) -> Iterator[Hook]:
    with hook() as server:
        settings.ROBOT_HOSTS = [server.host]
        yield server


@pytest.fixture
def people(cast: Cast) -> Cast:
    for user in cast.everybody:
        user.email = f"{user.username}@paper.example"
        user.save()
    return cast


def robot(server: Hook, name: str = "夜班群", **fields: Any) -> GroupRobot:
    values = {
        "service": GroupRobot.Service.WECOM,
        "address": f"http://{server.host}/cgi-bin/webhook/send?key=geheim",
        "kinds": list(Kind),
    }
    return GroupRobot.objects.create(name=name, **(values | fields))


def at_once(cast: Cast, *kinds: Kind) -> None:
    for user in cast.everybody:
        notice_choices.choose(user, dict.fromkeys(kinds or Kind, (True, Rhythm.AT_ONCE)))


def returned(cast: Cast) -> Any:
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    return step(article, "return", cast.editor, "标题太长")


def later(minutes: float) -> Any:
    moment = timezone.now() + timedelta(minutes=minutes)
    return patch("django.utils.timezone.now", lambda: moment)


def drain() -> None:
    Drain().all_due()


# --- What a message says --------------------------------------------------------------------------


def test_a_mail_names_number_section_act_and_person_and_links(people: Cast, mails: Mailbox) -> None:
    article = returned(people)
    drain()
    (mail,) = mails.to("reporter@paper.example")
    notice = Notice.objects.get(recipient=people.reporter)
    assert (
        mail["Subject"].strip()
        == f"[Newsroom] 稿件{article.pk}（要闻）：Editor退回了稿件，附有意见"
    )
    assert mail["From"] == "desk@paper.example"
    text = mail.get_content()
    assert f"https://desk.paper.example/admin/notices/{notice.pk}/" in text
    assert "标题太长" not in text
    assert Delivery.objects.get(notice=notice).sent_at is not None


@pytest.mark.parametrize(
    "state",
    ["draft", "first_review", "approved", "scheduled", "withdrawn", "spiked", "final_review"],
)
def test_nothing_of_what_an_unpublished_piece_says_leaves_the_house(
    people: Cast, mails: Mailbox, group: Hook, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step_and_send(*args: Any, **options: Any) -> Any:
        done = step(*args, **options)
        drain()
        return done

    # Whatever is told on the way there leaves at once; what readers saw before a withdrawal was
    # no secret then, so there everything leaves afterwards.
    if state != "withdrawn":
        monkeypatch.setattr("tests.matrix.pieces.step", step_and_send)
    at_once(people)
    for service in GroupRobot.Service:
        robot(group, service, service=service)
    group.answer = '{"errcode": 0, "code": 0}'
    known = bring(people, state)
    article = known.article
    if state in ("first_review", "final_review"):
        comments.say(article, people.chief, f"{SECRET}批注", revision=1)
        step(article, "return", people.chief, f"{SECRET}退回意见")
    if state == "approved":
        step(article, "return", people.editor, f"{SECRET}退回意见")
        step(article, "override", people.chief, f"{SECRET}理由")
    drain()
    said = [str(mail["Subject"]) + mail.get_content() for mail in mails.mails] + group.texts
    if state != "draft":
        assert said
        assert str(article.pk) in "".join(said)
    for text in said:
        assert SECRET not in text
        for word in known.words:
            assert word not in text


def test_a_published_headline_is_told_as_readers_see_it_when_the_message_leaves(
    people: Cast, mails: Mailbox, group: Hook
) -> None:
    robot(group)
    article = make_published(people, "末班车等最后一班工人")
    hidden = make_known(people, "乙").article
    step(hidden, "submit", people.reporter)
    step(hidden, "pass", people.second_editor)
    step(hidden, "publish", people.editor)
    step(hidden, "withdraw", people.editor, "核实")
    drain()
    text = "\n".join(group.texts)
    assert "末班车等最后一班工人" in text
    assert f"/admin/articles/article/{article.pk}/change/" in text
    assert SECRET not in text


def test_many_are_one_mail_and_one_message_to_a_group_stays_short(
    people: Cast, mails: Mailbox, group: Hook
) -> None:
    robot(group)
    for _each in range(7):
        returned(people)
    drain()
    (mail,) = mails.to("reporter@paper.example")
    assert mail["Subject"].strip() == "[Newsroom] 7条通知"
    assert mail.get_content().count("退回了稿件") == 7
    assert "".join(group.texts).count("退回了稿件") == 7
    assert all(len(text.encode()) < 2048 for text in group.texts)


# --- When -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rhythm", "at", "due"),
    [
        (Rhythm.AT_ONCE, "10:07", "10:07"),
        (Rhythm.QUARTER, "10:07", "10:15"),
        (Rhythm.QUARTER, "10:45", "11:00"),
        (Rhythm.HOURLY, "23:30", "00:00"),
        (Rhythm.TWICE_A_DAY, "07:59", "08:00"),
        (Rhythm.TWICE_A_DAY, "08:00", "18:00"),
        (Rhythm.TWICE_A_DAY, "18:30", "08:00"),
    ],
)
def test_a_rhythm_goes_by_the_newsrooms_clock(rhythm: Rhythm, at: str, due: str) -> None:
    now = datetime.fromisoformat(f"2026-03-01T{at}:00").replace(tzinfo=SHANGHAI)
    moment = rhythm.next_after(now)
    assert moment.astimezone(SHANGHAI).strftime("%H:%M") == due
    assert now <= moment <= now + timedelta(days=1)


def test_what_is_batched_waits_for_its_quarter_and_then_comes_as_one(
    people: Cast, mails: Mailbox
) -> None:
    for _each in range(3):
        step(make_draft(people.reporter, people.section), "submit", people.reporter)
    drain()
    assert mails.mails == []
    with later(16):
        drain()
    (mail,) = mails.to("chief@paper.example")
    assert mail.get_content().count("等待审稿") == 3


def test_what_was_read_or_passed_meanwhile_is_not_sent(people: Cast, mails: Mailbox) -> None:
    article = make_draft(people.reporter, people.section)
    step(article, "submit", people.reporter)
    seen = Notice.objects.get(recipient=people.desk_head)
    seen.read_at = timezone.now()
    seen.save()
    with later(16):
        Drain().one()
        drain()
    assert mails.to("head@paper.example") == []
    other = make_draft(people.reporter, people.section)
    step(other, "submit", people.reporter)
    step(other, "pass", people.editor)
    mails.mails.clear()
    with later(32):
        drain()
    assert mails.mails == []


def test_each_person_chooses_and_quiet_is_possible(people: Cast, mails: Mailbox) -> None:
    notice_choices.choose(people.reporter, {Kind.RETURNED: (False, Rhythm.OFF)})
    returned(people)
    assert not Notice.objects.filter(recipient=people.reporter).exists()
    notice_choices.choose(people.reporter, {Kind.RETURNED: (False, Rhythm.AT_ONCE)})
    returned(people)
    assert Notice.objects.get(recipient=people.reporter).bell is False
    drain()
    assert len(mails.to("reporter@paper.example")) == 1
    notice_choices.choose(people.chief, {Kind.OVERRIDDEN: (False, Rhythm.OFF)})
    article = make_draft(people.reporter, people.section)
    step(article, "override", people.second_chief, "来不及了")
    assert Notice.objects.get(recipient=people.chief, kind=Kind.OVERRIDDEN).bell is True


def test_without_a_mail_server_nothing_is_put_by_for_it(people: Cast, settings: Any) -> None:
    settings.SENDS_EMAIL = False
    returned(people)
    assert Notice.objects.filter(recipient=people.reporter).exists()
    assert not Delivery.objects.exists()


def test_a_group_hears_of_its_desks_and_kinds_only(people: Cast, group: Hook) -> None:
    mine = robot(group, kinds=[Kind.RETURNED])
    mine.desks.add(people.desk)
    other = robot(group, "文体群", kinds=[Kind.RETURNED, Kind.WAITING])
    other.desks.add(people.other_desk)
    off = robot(group, "停用群", active=False)
    returned(people)
    assert set(Delivery.objects.filter(channel="robot").values_list("robot", flat=True)) == {
        mine.pk
    }
    assert not Delivery.objects.filter(robot=off).exists()


# --- When things break --------------------------------------------------------------------------


def test_a_dead_mail_server_delays_and_loses_nothing(
    people: Cast, settings: Any, group: Hook
) -> None:
    robot(group)
    at_once(people)
    returned(people)
    expected = set(Delivery.objects.filter(channel="email").values_list("user__email", flat=True))
    drain()
    tried = Delivery.objects.filter(channel="email", tries__gt=0)
    assert tried.exists()
    assert "Connection refused" in tried[0].last_error or "ServerTrouble" in tried[0].last_error
    assert group.posts, "a dead mail server holds up no group"
    assert not Delivery.objects.filter(channel="email", sent_at__isnull=False).exists()
    for minutes in (2, 5, 10, 30, 90):
        with later(minutes):
            drain()
    with mail_server(settings.EMAIL_PORT) as (server, _port), later(24 * 60):
        drain()
        got = [str(mail["To"]) for mail in server.mails]
    assert sorted(got) == sorted(expected - {"nobody"}), "each exactly once"
    assert not Delivery.objects.filter(sent_at=None).exists()


def test_a_webhook_that_refuses_is_tried_again(people: Cast, group: Hook) -> None:
    robot(group)
    returned(people)
    group.answer = '{"errcode": 45009, "errmsg": "api freq out of limit"}'
    drain()
    waiting = Delivery.objects.filter(channel="robot")
    assert "45009" in waiting[0].last_error
    assert not waiting.filter(sent_at__isnull=False).exists()
    group.status = 500
    with later(3):
        drain()
    group.status, group.answer = 200, '{"errcode": 0}'
    with later(10):
        drain()
    assert not waiting.filter(sent_at=None).exists()
    count = len(group.posts)
    with later(60):
        drain()
    assert len(group.posts) == count


def test_one_address_that_is_refused_holds_up_no_other(people: Cast, mails: Mailbox) -> None:
    at_once(people)
    mails.refused.add("chief@paper.example")
    step(make_draft(people.reporter, people.section), "submit", people.reporter)
    drain()
    got = {str(mail["To"]).partition("@")[0] for mail in mails.mails}
    assert got == {"editor", "editor2", "head", "chief2"}
    row = Delivery.objects.get(user=people.chief)
    assert row.tries == 1
    assert "nobody here" in row.last_error


def test_pauses_grow_to_six_hours() -> None:
    seconds = [claims.delay(tries).total_seconds() for tries in range(1, 40)]
    assert 48 <= seconds[0] <= 72
    assert 96 <= seconds[1] <= 144
    assert max(seconds) <= 1.2 * 6 * 3600
    assert all(each >= 0.8 * 6 * 3600 for each in seconds[10:])


def test_after_three_days_it_is_given_up_said_and_can_be_sent_again(
    people: Cast, settings: Any
) -> None:
    returned(people)
    with later(3 * 24 * 60 + 1):
        drain()
    row = Delivery.objects.get(user=people.reporter)
    assert row.given_up_at is not None
    alarm = Notice.objects.get(recipient=people.administrator)
    assert alarm.kind == Kind.UNDELIVERED
    with mail_server(settings.EMAIL_PORT) as (server, _port):
        with later(3 * 24 * 60 + 5):
            drain()
            assert server.mails == [], "what is given up rests"
        assert again(Delivery.objects.filter(pk=row.pk)) == 1
        drain()
        assert len(server.to("reporter@paper.example")) == 1
    assert again(Delivery.objects.filter(pk=row.pk)) == 0, "what was sent is not sent again"


def test_a_worker_that_dies_between_claim_and_sending_loses_nothing(
    people: Cast, mails: Mailbox
) -> None:
    returned(people)
    row = Delivery.objects.get(user=people.reporter)
    mark, ids = claims.take(Delivery.objects.all(), timezone.now(), 50)
    assert ids == [row.pk]
    assert mark
    drain()
    assert mails.mails == [], "while the other may still be alive, nobody takes it from it"
    with later(6):
        drain()
    assert len(mails.to("reporter@paper.example")) == 1


def test_what_is_rolled_back_leaves_no_message(people: Cast) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        returned(people)
        assert Delivery.objects.exists()
        raise RuntimeError
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_each_message_once(people: Cast, mails: Mailbox) -> None:
    at_once(people)
    for _each in range(4):
        returned(people)
        step(make_draft(people.reporter, people.section), "submit", people.reporter)
    expected = Delivery.objects.count()
    assert expected > 8

    def work() -> None:
        try:
            Drain().all_due()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    assert not Delivery.objects.filter(sent_at=None).exists()
    links = [
        line
        for mail in mails.mails
        for line in mail.get_content().splitlines()
        if line.startswith("https://")
    ]
    assert len(links) == len(set(links)) == expected


def test_old_notices_go_and_what_still_waits_stays(people: Cast) -> None:
    returned(people)
    article = returned(people)
    Notice.objects.update(at=timezone.now() - timedelta(days=400))
    Notice.objects.filter(article=article).update(read_at=timezone.now())
    kept = set(Delivery.objects.values_list("notice", flat=True))
    chores.prune_notices()
    assert set(Notice.objects.values_list("pk", flat=True)) == kept
    assert PublishedArticle.objects.count() == 0
