"""My choices, group robots, the schedule, the worker's screen."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone

from articles.desk import appearances
from articles.models import (
    Appearance,
    ChoreRun,
    Delivery,
    GroupRobot,
    Kind,
    Notice,
    NoticeChoice,
    SideEffect,
)
from tests.admin.helpers import questions, signed_in, url
from tests.cast import Cast, make_draft, make_published, step
from tests.notices.servers import hook

pytestmark = pytest.mark.django_db
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim-4711"


# --- My choices -----------------------------------------------------------------------------------


def everything(rhythm: str = "hourly") -> dict[str, str]:
    return {f"{kind}-email": rhythm for kind in Kind if kind != Kind.UNDELIVERED}


def test_what_i_choose_is_kept_and_shown(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    page = client.get(url("notice-choices")).content.decode()
    assert "系统还没有配置邮件服务器" in page
    answer = client.post(url("notice-choices"), everything() | {"waiting-bell": "on"}, follow=True)
    assert "今后按您的选择通知" in answer.content.decode()
    mine = {
        row.kind: (row.bell, row.email) for row in NoticeChoice.objects.filter(user=cast.reporter)
    }
    assert mine["waiting"] == (True, "hourly")
    assert mine["returned"] == (False, "hourly")
    assert mine["overridden"] == (True, "hourly"), "what one answers for stays in the bell"
    assert not NoticeChoice.objects.exclude(user=cast.reporter).exists()


def test_a_rhythm_that_does_not_exist_is_refused_and_what_was_typed_stays(cast: Cast) -> None:
    typed = everything() | {"waiting-email": "weekly", "returned-email": "twice_a_day"}
    answer = signed_in(cast.reporter).post(url("notice-choices"), typed)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert '<option value="twice_a_day" selected>' in page
    assert not NoticeChoice.objects.exists()


def test_it_says_what_the_groups_of_my_desks_hear(cast: Cast) -> None:
    mine = GroupRobot.objects.create(
        name="要闻群", service="feishu", address="x", kinds=["published"]
    )
    mine.desks.add(cast.desk)
    other = GroupRobot.objects.create(name="文体群", service="wecom", address="x", kinds=[])
    other.desks.add(cast.other_desk)
    page = signed_in(cast.reporter).get(url("notice-choices")).content.decode()
    assert "要闻群" in page
    assert "文体群" not in page


# --- Group robots ---------------------------------------------------------------------------------


def form(**typed: Any) -> dict[str, Any]:
    return {
        "name": "夜班群", "service": "wecom", "address": WECOM, "secret": "", "rhythm": "at_once",
        "kinds": ["returned", "published"], "active": "on",
    } | typed  # fmt: skip


def test_an_administrator_sets_one_up_and_its_address_is_not_shown_again(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    made = client.post(url("articles_grouprobot_add"), form(secret="SEC-1", service="wecom"))
    assert made.status_code == 302
    robot = GroupRobot.objects.get()
    assert (robot.address, robot.secret, robot.kinds) == (WECOM, "SEC-1", ["returned", "published"])
    change = url("articles_grouprobot_change", robot.pk)
    # Nor found out letter by letter.
    for asked in ("secret__startswith=S", "address__contains=geheim"):
        assert client.get(f"{url('articles_grouprobot_changelist')}?{asked}").status_code == 400
    for path in (change, url("articles_grouprobot_changelist")):
        page = client.get(path).content.decode()
        assert "geheim" not in page
        assert "SEC-1" not in page
    assert "qyapi.weixin.qq.com/…4711" in client.get(change).content.decode()
    client.post(change, form(address="", name="早班群"))
    robot.refresh_from_db()
    assert (robot.name, robot.address, robot.secret) == ("早班群", WECOM, "SEC-1")
    client.post(change, form(address=f"{WECOM}2"))
    robot.refresh_from_db()
    assert (robot.address, robot.secret) == (f"{WECOM}2", ""), "a secret belongs to its address"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"address": "https://evil.example/hook"}, "机器人地址在qyapi.weixin.qq.com"),
        ({"address": "http://qyapi.weixin.qq.com/x"}, "必须是加密的"),
        ({"address": ""}, "请粘贴"),
        ({"service": "dingtalk"}, "机器人地址在oapi.dingtalk.com"),
    ],
)
def test_a_wrong_address_is_said_and_what_was_typed_stays(
    cast: Cast, typed: dict[str, str], said: str
) -> None:
    answer = signed_in(cast.administrator).post(url("articles_grouprobot_add"), form(**typed))
    page = answer.content.decode()
    assert said in page
    assert 'value="夜班群"' in page
    assert not GroupRobot.objects.exists()


def test_a_test_message_goes_out_and_the_answer_is_told(cast: Cast, settings: Any) -> None:
    client = signed_in(cast.administrator)
    with hook() as server:
        settings.ROBOT_HOSTS = [server.host]
        robot = GroupRobot.objects.create(
            name="群", service="wecom", address=f"http://{server.host}/"
        )
        there = url("articles_grouprobot_test", robot.pk)
        assert "测试消息已发出" in client.post(there, follow=True).content.decode()
        assert server.texts == ["这是编辑部系统发来的测试消息。"]
        server.answer = '{"errcode": 93000}'
        assert "93000" in client.post(there, follow=True).content.decode()
        assert client.get(there).status_code == 405
        for user in (cast.chief, cast.editor, cast.reporter):
            assert signed_in(user).post(there).status_code == 403
        assert len(server.posts) == 2


# --- The schedule ---------------------------------------------------------------------------------


def scheduled(cast: Cast, headline: str, section: Any = None) -> Any:
    article = make_draft(cast.reporter, section or cast.section, headline)
    step(article, "submit", cast.reporter)
    step(article, "pass", cast.chief)
    moment = timezone.now() + timedelta(hours=2)
    return step(article, "publish", cast.second_chief, visible_from=moment)


def appear(late: float, *, watched: bool = True) -> None:
    row = Appearance.objects.filter(seen_at=None).latest("pk")
    due = timezone.now() - timedelta(hours=1)
    Appearance.objects.filter(pk=row.pk).update(
        due_at=due, seen_at=due + timedelta(seconds=late), watched=watched
    )


def test_it_shows_what_is_to_appear_in_the_newsrooms_zone_and_how_late_it_was(cast: Cast) -> None:
    for late in (0.25, 0.5, 3.5):
        scheduled(cast, f"迟{late}")
        appear(late)
    scheduled(cast, "没人看")
    appear(1800, watched=False)
    scheduled(cast, "还没到点")
    scheduled(cast, "别人的稿", cast.other_section)
    page = signed_in(cast.editor).get(url("schedule")).content.decode()
    assert "北京时间 (UTC+08:00)" in page
    assert "还没到点" in page
    assert "别人的稿" not in page
    assert page.count("3.50秒") == 2, "in its row, and as the worst"
    assert page.count("0.50秒") == 2, "in its row, and as the median"
    assert "到点时未查看" in page
    assert "后台任务没有运行：" in page
    ChoreRun.objects.create(name="pulse", next_at=timezone.now(), ran_at=timezone.now())
    assert "后台任务没有运行：" not in signed_in(cast.editor).get(url("schedule")).content.decode()


def test_what_failed_after_a_publication_stands_on_top(cast: Cast) -> None:
    make_published(cast, "后续出错的稿")
    row = Appearance.objects.get()
    SideEffect.objects.create(
        appearance=row, listener="外推", created_at=timezone.now(), next_try_at=timezone.now(),
        tries=2, last_error="RuntimeError: 对方没有应答",
    )  # fmt: skip
    page = signed_in(cast.editor).get(url("schedule")).content.decode()
    assert "后续出错的稿" in page
    assert "对方没有应答" in page
    other = signed_in(cast.foreign_editor).get(url("schedule")).content.decode()
    assert "对方没有应答" not in other
    assert signed_in(cast.reporter).get(url("schedule")).status_code == 403


def test_the_schedule_takes_as_many_queries_for_many_as_for_few(cast: Cast) -> None:
    client = signed_in(cast.editor)
    counts = []
    for _batch in range(2):
        for number in range(6):
            scheduled(cast, f"稿{number}")
            if number % 2:
                appear(0.1)
        counts.append(questions(client, url("schedule")))
    assert counts[0] == counts[1]


# --- The worker's screen --------------------------------------------------------------------------


def test_failed_messages_are_shown_and_sent_again(cast: Cast) -> None:
    notice = Notice.objects.create(recipient=cast.reporter, kind=Kind.RETURNED, act="return")
    now = timezone.now()
    for given_up in (None, now):
        Delivery.objects.create(
            notice=notice, channel="email", user=cast.reporter,
            next_try_at=now + timedelta(hours=5), tries=9,
            last_error="Connection refused", given_up_at=given_up,
        )  # fmt: skip
    client = signed_in(cast.administrator)
    page = client.get(url("worker")).content.decode()
    assert page.count("Connection refused") == 2
    assert "已放弃" in page
    one = Delivery.objects.earliest("pk")
    client.post(url("worker-again"), {"delivery": one.pk})
    one.refresh_from_db()
    assert one.next_try_at <= timezone.now()
    answer = client.post(url("worker-again"), follow=True)
    assert "1条消息将立即重发" in answer.content.decode()
    assert not Delivery.objects.filter(given_up_at__isnull=False).exists()
    assert client.post(url("worker-again"), {"delivery": "x"}).status_code == 302
    for user in (cast.chief, cast.reporter):
        assert signed_in(user).get(url("worker")).status_code == 403
        assert signed_in(user).post(url("worker-again")).status_code == 403


def test_a_chore_that_failed_says_so(cast: Cast) -> None:
    now = timezone.now()
    ChoreRun.objects.create(name="seal_ledger", next_at=now, ran_at=now, error="OSError: 磁盘已满")
    page = signed_in(cast.administrator).get(url("worker")).content.decode()
    assert "磁盘已满" in page
    assert "后台任务已有三分钟没有动静" in page


def test_an_alarm_about_messages_leads_there(cast: Cast) -> None:
    notice = Notice.objects.create(
        recipient=cast.administrator, kind=Kind.UNDELIVERED, act="undelivered"
    )
    answer = signed_in(cast.administrator).get(url("notice", notice.pk))
    assert answer["Location"] == url("worker")


def test_an_appearance_is_told_in_the_bell(cast: Cast) -> None:
    scheduled(cast, "到点的稿")
    moment = timezone.now() + timedelta(hours=2, seconds=1)
    with patch("django.utils.timezone.now", lambda: moment):
        appearances.look(None)
    page = signed_in(cast.reporter).get(url("notices")).content.decode()
    assert "定时已到，稿件已发布" in page
    assert "到点的稿" in page
