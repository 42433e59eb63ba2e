"""The plan on the screen: lists, the form, acts, the meeting's list, the brief beside a draft."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Assignment
from tests.admin.helpers import questions, signed_in, url
from tests.cast import Cast, make_section
from tests.plan.topics import act, assigned, hours, proposed

Status = Assignment.Status
PLAN, ADD, MEETING = "/admin/assignments/", "/admin/assignments/add/", "/admin/assignments/meeting/"


def sent(cast: Cast, **typed: Any) -> dict[str, Any]:
    return {"title": "夜班公交通到厂门口", "brief": "", "section": cast.section.pk} | typed


def press(client: Client, topic: Assignment, name: str, **typed: Any) -> Any:
    topic.refresh_from_db()
    data = {"version": topic.version} | typed
    return client.post(url("assignment-act", topic.pk, name), data)


def test_a_reporter_proposes_and_a_second_press_proposes_nothing(cast: Cast) -> None:
    client = signed_in(cast.reporter)
    page = client.get(ADD).content.decode()
    assert "_give" not in page
    assert 'name="reporter"' not in page
    first = client.post(ADD, sent(cast, words="800"))
    again = client.post(ADD, sent(cast, words="800"))
    topic = Assignment.objects.get()
    assert first["Location"] == again["Location"] == topic.get_absolute_url()
    assert (topic.status, topic.reporter, topic.words) == (Status.PROPOSED, cast.reporter, 800)


def test_an_editor_gives_it_in_one_press(cast: Cast) -> None:
    client = signed_in(cast.editor)
    due = timezone.localtime(hours(5)).strftime("%Y-%m-%dT%H:%M")
    data = sent(cast, reporter=cast.reporter.pk, due_at=due, _give="1")
    assert client.post(ADD, data).status_code == 302
    topic = Assignment.objects.get()
    assert (topic.status, topic.reporter) == (Status.ASSIGNED, cast.reporter)
    assert topic.due_at is not None
    assert timezone.localtime(topic.due_at).strftime("%Y-%m-%dT%H:%M") == due


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"words": "-3"}, {"due_at": "yesterday"}, {"due_at": "2020-01-01T08:00"},
        {"section": "999"}, {"reporter": "", "_give": "1"},
    ],
)  # fmt: skip
def test_a_wrong_form_comes_back_with_what_was_typed(cast: Cast, wrong: dict[str, str]) -> None:
    client = signed_in(cast.editor)
    response = client.post(ADD, sent(cast, brief="问清票价和首末班", **wrong))
    assert response.status_code in (400, 409)
    assert "问清票价和首末班" in response.content.decode()
    assert response.context["form"].errors
    assert not Assignment.objects.exists()


def test_the_plan_marks_what_is_late_and_names_no_other_desks(cast: Cast) -> None:
    late = assigned(cast, title="迟到的选题")
    Assignment.objects.filter(pk=late.pk).update(due_at=hours(-2))
    assigned(cast, title="没有时间的选题")
    assigned(
        cast, by=cast.foreign_editor, section=cast.other_section, title="别部的选题",
        reporter=cast.foreign_editor,
    )  # fmt: skip
    body = signed_in(cast.editor).get(PLAN).content.decode()
    assert "np-late" in body
    assert "没有时间的选题" in body
    assert "别部的选题" not in body
    assert "别部的选题" in signed_in(cast.chief).get(PLAN).content.decode()
    assert "迟到的选题" in signed_in(cast.reporter).get(PLAN).content.decode()
    mine = signed_in(cast.other_reporter)
    assert "您现在没有选题" in mine.get(PLAN).content.decode()
    assert "迟到的选题" in mine.get(PLAN, {"tab": "plan"}).content.decode()
    assert "迟到的选题" not in mine.get(PLAN, {"tab": "closed"}).content.decode()
    culture = {"tab": "plan", "section": cast.other_section.pk}
    assert "迟到的选题" not in signed_in(cast.chief).get(PLAN, culture).content.decode()
    for user in (cast.proofreader, cast.administrator, cast.outsider):
        assert signed_in(user).get(PLAN).status_code == 403


def test_one_click_makes_the_draft_and_the_second_leads_to_it(cast: Cast) -> None:
    topic = assigned(cast, brief="跟一趟夜班车，\n问清票价。", words=1200)
    client = signed_in(cast.reporter)
    assert "一键建稿" in client.get(topic.get_absolute_url()).content.decode()
    made = press(client, topic, "begin")
    article = Article.objects.get()
    assert made["Location"] == article.get_absolute_url()
    assert press(client, topic, "begin")["Location"] == article.get_absolute_url()
    assert Article.objects.count() == 1
    for user in (cast.reporter, cast.editor):
        page = signed_in(user).get(article.get_absolute_url()).content.decode()
        assert "问清票价。" in page
        assert topic.get_absolute_url() in page
    plan = client.get(PLAN).content.decode()
    assert article.get_absolute_url() in plan


def test_acts_from_the_screen_and_their_refusals(cast: Cast) -> None:
    topic = proposed(cast)
    editor, reporter = signed_in(cast.editor), signed_in(cast.reporter)
    assert press(reporter, topic, "accept").status_code == 403
    assert editor.get(url("assignment-act", topic.pk, "accept")).status_code == 405
    assert press(editor, topic, "nonsense").status_code == 404
    stale = editor.post(url("assignment-act", topic.pk, "accept"), {"version": 99})
    assert stale.status_code == 409
    assert press(editor, topic, "accept").status_code == 302
    assert press(editor, topic, "accept").status_code == 409
    bare = press(editor, topic, "drop", note=" ")
    assert bare.status_code == 409
    assert bare.context["problem"] in bare.content.decode()
    assert "<details open>" in bare.content.decode(), "the reason is asked for again in its place"
    assert press(editor, topic, "drop", note="撞稿").status_code == 302
    topic.refresh_from_db()
    assert topic.status == Status.DROPPED
    page = editor.get(topic.get_absolute_url()).content.decode()
    assert "撞稿" in page
    assert 'name="title"' not in page
    changed = editor.post(topic.get_absolute_url(), sent(cast, version=topic.version))
    assert changed.status_code == 403
    assert signed_in(cast.foreign_editor).get(topic.get_absolute_url()).status_code == 403
    assert editor.get(url("assignment", 999)).status_code == 404


def test_two_who_change_it_at_once_lose_nothing(cast: Cast) -> None:
    topic = proposed(cast)
    first, second = signed_in(cast.reporter), signed_in(cast.editor)
    data = sent(cast, version=topic.version)
    path = topic.get_absolute_url()
    assert first.post(path, data | {"title": "甲的题目"}).status_code == 302
    clash = second.post(path, data | {"title": "乙的题目", "brief": "乙的要求"})
    body = clash.content.decode()
    assert clash.status_code == 409
    assert "甲的题目" in body
    assert "乙的题目" in body
    assert "乙的要求" in body
    topic.refresh_from_db()
    assert topic.title == "甲的题目"
    over = data | {"title": "乙的题目", "brief": "乙的要求", "version": clash.context["version"]}
    assert second.post(path, over | {"reporter": cast.reporter.pk}).status_code == 302
    topic.refresh_from_db()
    assert (topic.title, topic.brief) == ("乙的题目", "乙的要求")
    # The same press twice is not a clash.
    assert second.post(path, over | {"reporter": cast.reporter.pk}).status_code == 302


def test_the_first_page_shows_what_waits_to_be_begun(cast: Cast) -> None:
    later = assigned(cast, title="后天的题", due_at=hours(48))
    sooner = assigned(cast, title="明天的题", due_at=hours(20))
    begun = assigned(cast, title="写着的题")
    act(begun, "begin", cast.reporter)
    proposed(cast, title="还没定的题")

    def given(user: Any) -> list[int]:
        response = signed_in(user).get(url("index"))
        return [row.topic.pk for row in response.context["given"]]

    assert given(cast.reporter) == [sooner.pk, later.pk]
    assert given(cast.other_reporter) == given(cast.editor) == []
    page = signed_in(cast.reporter).get(url("index")).content.decode()
    assert "派给我的选题" in page
    assert later.get_absolute_url() in page
    assert "派给我的选题" not in signed_in(cast.editor).get(url("index")).content.decode()


def test_the_meetings_list_goes_by_section(cast: Cast) -> None:
    make_section("late", "晚报版", cast.desk, position=9)
    today = timezone.localdate()
    proposed(cast, title="待定的", due_at=hours(24 * 9))
    assigned(cast, title="没时间的", words=700)
    assigned(cast, title="下周的", due_at=hours(24 * 8))
    late = assigned(cast, title="昨天该交的", photographer=cast.other_reporter)
    Assignment.objects.filter(pk=late.pk).update(due_at=hours(-26))
    dropped = assigned(cast, title="取消的")
    act(dropped, "drop", cast.editor, "不做")
    page = signed_in(cast.chief).get(MEETING).content.decode()
    for there in ("待定的", "没时间的", "昨天该交的", "要闻", "700", "Reporter、Reporter2", "超时"):
        assert there in page, there
    for absent in ("下周的", "取消的", "晚报版"):
        assert absent not in page, absent
    week = {"day": (today + timedelta(days=8)).isoformat()}
    assert "下周的" in signed_in(cast.chief).get(MEETING, week).content.decode()
    assert signed_in(cast.chief).get(MEETING, {"day": "never"}).status_code == 200
    assert "没时间的" not in signed_in(cast.foreign_editor).get(MEETING).content.decode()


@pytest.mark.parametrize("path", [PLAN, MEETING, "/admin/calendar/"])
def test_queries_do_not_grow_with_rows(cast: Cast, path: str) -> None:
    client = signed_in(cast.editor)
    act(assigned(cast, due_at=hours(0.01)), "begin", cast.reporter)
    few = questions(client, path)
    assert few <= 40
    for number in range(6):
        act(
            assigned(cast, title=f"选题{number}", due_at=hours(0.01), photographer=cast.editor),
            "begin",
            cast.reporter,
        )
    assert questions(client, path) == few
