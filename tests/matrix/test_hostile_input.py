"""What browsers never send: numbers beyond every number, nulls, markup in every name."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Rank
from articles.desk import comments, duties, editing, previews, stylebook_csv
from articles.models import (
    Article,
    Comment,
    GroupRobot,
    LedgerEntry,
    Outlet,
    PreviewLink,
    StyleRule,
    WithdrawalCheck,
)
from articles.outbox import robots
from tests.admin.helpers import form_data, signed_in, url
from tests.cast import Cast, make_draft, make_published, step
from tests.plan.topics import assigned

HUGE = "9" * 5000  # more digits than Python turns into a number
BEYOND = str(2**63)
NASTY = "<img src=x onerror=alert(1)>\"'&"


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


def in_review(cast: Cast) -> Article:
    return step(make_draft(cast.reporter, cast.section), "submit", cast.reporter)


# --- Numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["1e999", "-1e999", "NaN", HUGE, BEYOND, "null", "[]", '"x"'])
def test_a_kept_text_with_no_time_is_not_understood(cast: Cast, at: str) -> None:
    asked = {"as": cast.reporter.pk, "sitting": "a" * 16, "version": 1, "fields": []}
    body = json.dumps(asked)[:-1] + f', "at": {at}}}'
    client = signed_in(cast.reporter)
    path = url("articles_article_autosave")
    assert client.post(path, body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("number", [HUGE, BEYOND, "-1", "٣", "1e3"])
def test_a_link_to_a_revision_that_cannot_be(cast: Cast, number: str) -> None:
    article = make_draft(cast.reporter, cast.section)
    data = {"key": previews.new_key(), "for_whom": "林女士", "hours": 24, "revision": number}
    client = signed_in(cast.reporter)
    path = url("articles_article_share", article.pk)
    answer = client.post(path, data)
    assert answer.status_code in (400, 409)
    assert "林女士" in answer.content.decode()
    assert not PreviewLink.objects.exists()


def test_the_order_of_a_row_that_cannot_be(cast: Cast) -> None:
    article = make_draft(cast.reporter, cast.section)
    typed = form_data(article, credits=[{"name": "张三", "role": "reporter"}])
    typed["credits-0-ORDER"] = HUGE
    answer = signed_in(cast.reporter).post(url("articles_article_style"), typed)
    assert answer.status_code == 200


# --- Nulls: PostgreSQL stores none ----------------------------------------------------------------


def test_nulls_are_left_out_of_what_is_said(cast: Cast) -> None:
    article = in_review(cast)
    number = editing.newest_revision(article).number
    answer = signed_in(cast.editor).post(
        url("articles_article_comment", article.pk),
        {"text": "核\0实", "place": "headline", "quote": "\0", "revision": number},
    )
    assert answer.status_code == 302
    assert Comment.objects.get().text == "核实"


def test_nulls_are_left_out_of_the_notes_of_a_withdrawal(cast: Cast) -> None:
    article = step(make_published(cast), "withdraw", cast.editor, "数字有误")
    check = WithdrawalCheck.objects.filter(article=article)[0]
    path = url("articles_article_outlets", article.pk)
    signed_in(cast.editor).post(path, {"check": check.pk, "done": 1, "note": "撤\0了"})
    check.refresh_from_db()
    assert check.note == "撤了"


def test_nulls_are_left_out_of_the_note_of_an_assignment(cast: Cast) -> None:
    topic = assigned(cast, title="夜班")
    path = url("assignment-act", topic.pk, "drop")
    signed_in(cast.editor).post(path, {"version": topic.version, "note": "不\0采"})
    assert LedgerEntry.objects.get(action="topic_drop").note == "不采"


def test_nulls_are_left_out_of_pasted_rules(cast: Cast) -> None:
    signed_in(cast.chief).post(
        url("articles_stylerule_import"), {"text": "类别,词语\n禁用,某\0词\n", "take": "1"}
    )
    assert StyleRule.objects.filter(term="某词").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/articles/article/pictures/?q=%00",
        "/admin/articles/article/?tab=all&author=a%00b",
        "/admin/articles/article/?tab=all&q=a%00b",
        "/admin/find/?q=%00",
        "/admin/specials/pieces/?q=a%00b",
    ],
)
def test_nulls_in_a_question_find_nothing_and_break_nothing(cast: Cast, path: str) -> None:
    seen: list[Any] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        seen.append(parameters)
        return execute(sql, parameters, many, context)

    client = signed_in(cast.chief)
    with connection.execute_wrapper(note):
        assert client.get(path, follow=True).status_code == 200
    assert not [each for each in seen if "\0" in str(each) or "\\x00" in repr(each)]


# --- Robots and spreadsheets ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=密钥",
        "https://qyapi.weixin.qq.com/é",
        "https://qyapi.weixin.qq.com\\@127.0.0.1/",
        "https://qyapi.weixin.qq.com:80/",
        "https://qyapi.weixin.qq.com.evil.example/",
        "https://127.0.0.1/?https://qyapi.weixin.qq.com/",
        "http://qyapi.weixin.qq.com/",
        "file:///etc/passwd",
        "https://[::1]/",
    ],
)
def test_a_robot_goes_nowhere_else(cast: Cast, address: str) -> None:
    with pytest.raises(robots.BadAddress):
        robots.check_address("wecom", address)
    robot = GroupRobot.objects.create(name="群", service="wecom", address=address, kinds=[])
    client = signed_in(cast.administrator)
    path = url("articles_grouprobot_test", robot.pk)
    assert client.post(path).status_code == 302


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_of_the_stylebook_is_a_formula(db: None, first: str) -> None:
    term = f"{first}1+1"
    StyleRule.objects.all().delete()
    StyleRule(kind="banned", term=term, note=term, topic=term).save()
    text = stylebook_csv.write(StyleRule.objects.all())
    assert f",{term}" not in text
    assert text.count(f"'{term}") == 3
    assert stylebook_csv.read(text).same == 1


# --- Markup ---------------------------------------------------------------------------------------


def test_markup_in_every_name_stays_text(cast: Cast) -> None:
    for user in cast.everybody:
        User.objects.filter(pk=user.pk).update(full_name=f"{NASTY}{user.username}")
        user.refresh_from_db()
    for thing in (cast.desk, cast.section):
        thing.name = NASTY
        thing.save()
    Outlet.objects.filter(pk=Outlet.objects.values("pk")[:1]).update(name=NASTY, how=NASTY)
    article = make_draft(cast.reporter, cast.section, f"夜班{NASTY}")
    editing.write(
        article,
        editing.newest_revision(article).content | {"kicker": NASTY, "summary": NASTY},
        cast.reporter,
    )
    article = step(article, "submit", cast.reporter, NASTY)
    number = editing.newest_revision(article).number
    said = comments.say(
        article, cast.editor, NASTY, revision=number, field="headline", quote="夜班"
    )
    comments.answer(said, cast.reporter, NASTY)
    step(article, "return", cast.editor, NASTY)
    waiting = step(make_draft(cast.reporter, cast.section, NASTY), "submit", cast.reporter)
    gone = step(make_published(cast), "withdraw", cast.editor, NASTY)
    topic = assigned(cast, title=NASTY, brief=NASTY)
    robot = GroupRobot.objects.create(
        name=NASTY, service="wecom", address="https://qyapi.weixin.qq.com/x", kinds=[]
    )
    rule = StyleRule(kind="banned", term=NASTY, replacement=NASTY, note=NASTY, topic=NASTY)
    rule.save()
    duty = duties.grant(
        cast.chief, cast.editor, Rank.CHIEF, reason=NASTY,
        starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=3),
    )  # fmt: skip
    made = previews.make(
        article, cast.reporter, key=previews.new_key(), for_whom=NASTY, hours=24,
        revision_number=None,
    )  # fmt: skip
    piece = ("change", "preview", "preview_window", "share", "sheet", "review", "compare",
             "revisions")  # fmt: skip
    chief = signed_in(cast.chief)
    paths = [url(f"articles_article_{name}", article.pk) for name in piece]
    paths += [
        url("articles_article_review", waiting.pk) + "?panel=comments",
        url("articles_article_step", waiting.pk, "return"),
        url("articles_article_step", waiting.pk, "override"),
        url("articles_article_change", gone.pk),
        url("articles_article_changelist") + "?tab=all",
        f"{url('articles_article_bulk')}?step=pass&piece={waiting.pk}.{waiting.version}&back={NASTY}",
        url("index"), url("withdrawals"), url("assignments") + "?tab=all",
        url("assignment", topic.pk), url("assignment-meeting"), url("calendar"),
        url("calendar") + "?view=day", url("roster"), url("schedule"), url("notices"),
        url("proofreading"), url("articles_ledgerentry_changelist"),
        url("accounts_duty_changelist"), url("accounts_duty_revoke", duty.pk),
        url("articles_stylerule_changelist"), url("articles_stylerule_change", rule.pk),
        url("articles_policy_changelist"), url("articles_article_kept_list"),
    ]  # fmt: skip
    for path in paths:
        _is_clean(chief, path)
    _is_clean(chief, url("find") + f"?q=/{NASTY}", 404)
    boss = signed_in(cast.administrator)
    for path in (
        url("articles_grouprobot_changelist"), url("articles_grouprobot_change", robot.pk),
        url("worker"), url("accounts_user_changelist"), url("articles_outlet_changelist"),
        url("accounts_user_change", cast.editor.pk), url("articles_section_changelist"),
    ):  # fmt: skip
        _is_clean(boss, path)
    editor = signed_in(cast.editor)
    _is_clean(editor, url("notices"))
    _is_clean(editor, url("articles_article_presence") + f"?article={article.pk}&version=1")
    _is_clean(Client(), f"/preview/{made.token}/")
    # What the server says after a press.
    chief.post(url("accounts_duty_revoke", duty.pk), {"note": NASTY})
    _is_clean(chief, url("roster"))
    tried = chief.post(url("articles_stylerule_try"), {"text": NASTY})
    assert NASTY[:8] not in tried.content.decode()


def _is_clean(client: Client, path: str, status: int = 200) -> None:
    answer = client.get(path)
    assert answer.status_code == status, path
    page = answer.content.decode()
    if answer["Content-Type"].startswith("application/json"):
        return
    assert NASTY[:8] not in page, path


@pytest.mark.parametrize(
    "path",
    [
        "/admin/articles/article/?tab=all&q=", "/admin/articles/image/?q=",
        "/admin/articles/article/pictures/?q=", "/admin/specials/pieces/?q=",
        "/admin/autocomplete/?app_label=articles&model_name=credit&field_name=author&term=",
    ],
)  # fmt: skip
def test_thousands_of_words_are_not_looked_for_at_once(cast: Cast, path: str) -> None:
    """SQLite refuses so many conditions, PostgreSQL asks them all."""
    assert signed_in(cast.editor).get(path + "%20".join(["a"] * 2000)).status_code == 200
