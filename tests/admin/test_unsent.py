"""A form that arrives without a session: everything typed comes back, to copy and to send again."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from articles.desk import assignments
from articles.models import Comment, LedgerEntry, Revision
from tests.admin.helpers import signed_in, step_url, url
from tests.admin.test_idle import idle_for
from tests.cast import Cast, make_draft, step

NOTE = "请核对第三段的数字，\n并问一下“老周”<b>本人</b>。"
HTML = {"Accept": "text/html"}


def hidden(page: str) -> dict[str, str]:
    """What the page's form carries, its token included."""
    return {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    }


def sent_again(page: str) -> dict[str, str]:
    carried = hidden(page)
    assert carried.pop("csrfmiddlewaretoken")
    return carried


def test_a_return_reason_comes_back_and_can_be_sent_again(cast: Cast) -> None:
    piece = make_draft(cast.reporter, cast.section)
    step(piece, "submit", cast.reporter)
    address = step_url(piece, "return") + "?then=next"
    client = signed_in(cast.editor)
    Session.objects.all().delete()
    response = client.post(address, {"version": piece.version, "to": "draft", "note": NOTE})
    assert response.status_code == 401
    assert "no-store" in response["Cache-Control"]
    assert "unsafe-eval" in response["Content-Security-Policy"]
    page = response.content.decode()
    assert "&lt;b&gt;本人" in page
    assert "<b>本人" not in page
    assert f'action="{address}"' in page
    assert [each.text for each in response.context["typed"]] == [NOTE]
    carried = sent_again(page)
    assert set(carried) == {"version", "to", "note"}
    piece.refresh_from_db()
    assert piece.state == "first_review"
    client.force_login(cast.editor)
    assert client.post(address, carried).status_code == 302
    piece.refresh_from_db()
    assert piece.state == "draft"
    assert LedgerEntry.objects.latest("at").note == NOTE
    # Sent once more it does nothing twice.
    before = LedgerEntry.objects.count()
    client.post(address, carried)
    assert LedgerEntry.objects.count() == before


def test_sent_again_too_late_it_meets_the_version(cast: Cast) -> None:
    """What the page carries is as old as it was typed: a step taken meanwhile is not undone."""
    piece = make_draft(cast.reporter, cast.section)
    step(piece, "submit", cast.reporter)
    address = step_url(piece, "return")
    carried = sent_again(
        Client()
        .post(address, {"version": piece.version, "to": "draft", "note": NOTE})
        .content.decode()
    )
    step(piece, "pass", cast.second_editor)
    response = signed_in(cast.editor).post(address, carried)
    assert response.status_code == 409
    piece.refresh_from_db()
    assert piece.state == "approved"
    assert "本人" in response.content.decode()


def test_a_comment_and_a_brief_come_back(cast: Cast) -> None:
    piece = make_draft(cast.reporter, cast.section)
    step(piece, "submit", cast.reporter)
    comment = url("articles_article_comment", piece.pk)
    asked = {"screen": "review", "revision": "2", "place": "piece", "text": "这一句要有来源。"}
    response = Client().post(comment, asked)
    assert response.status_code == 401
    assert [each.text for each in response.context["typed"]] == ["这一句要有来源。"]
    assert sent_again(response.content.decode()) == asked
    assert not Comment.objects.exists()
    brief = "采访夜班司机三人以上，\n补一张末班车的照片。"
    asked = {"title": "夜班公交", "brief": brief, "section": str(cast.section.pk), "_give": ""}
    response = Client().post(url("assignment-add"), asked)
    assert [(each.label, each.text) for each in response.context["typed"]][1:] == [("要求", brief)]
    assert not assignments.viewable(cast.chief).exists()


def test_the_idle_limit_gives_back_too_and_says_why(cast: Cast) -> None:
    piece = make_draft(cast.reporter, cast.section)
    client = signed_in(cast.reporter)
    idle_for(client, settings.IDLE_MINUTES + 1)
    data = {"version": piece.version, "note": "请夜班编辑看一下"}
    response = client.post(step_url(piece, "submit"), data, headers=HTML)
    assert response.status_code == 401
    page = response.content.decode()
    assert "请夜班编辑看一下" in page
    assert f"{settings.IDLE_MINUTES} 分钟" in page
    # The offer that only the edit screen makes is not made here.
    assert "再次打开" not in page
    piece.refresh_from_db()
    assert piece.state == "draft"


def test_the_body_comes_back_as_text_and_goes_again_as_it_was(cast: Cast) -> None:
    body = "<p>第一段。</p>\n<p>第二段&amp;完。</p>"
    response = Client().post(url("articles_article_add"), {"headline": "桥面夜修", "body": body})
    typed = [each.text for each in response.context["typed"]]
    assert typed[0] == "桥面夜修"
    assert "<p>" not in typed[1]
    assert "第二段&完。" in typed[1]
    assert sent_again(response.content.decode())["body"] == body
    assert not Revision.objects.exists()


def test_passwords_and_files_stay_out_of_the_page(cast: Cast) -> None:
    response = Client().post(
        reverse("admin:password_change"),
        {"old_password": "geheim ist das", "new_password1": "ganz geheim", "remark": "两个 词"},
    )
    page = response.content.decode()
    assert response.status_code == 401
    assert "geheim" not in page
    assert sent_again(page) == {"remark": "两个 词"}
    only = Client().post(reverse("admin:password_change"), {"old_password": "geheim ist das"})
    assert only.status_code == 302
    upload = SimpleUploadedFile("夜桥.png", b"png")
    response = Client().post(url("articles_image_add"), {"file": upload})
    assert response.status_code == 401
    assert "夜桥.png" in response.content.decode()


def test_what_has_no_body_is_sent_to_sign_in(cast: Cast) -> None:
    piece = make_draft(cast.reporter, cast.section)
    for response in (
        Client().get(step_url(piece, "submit")),
        Client().post(step_url(piece, "submit")),
        Client().post(step_url(piece, "submit"), {"csrfmiddlewaretoken": "x" * 64}),
    ):
        assert response.status_code == 302
        assert response.url.startswith(reverse("admin:login"))
    assert Client().post(reverse("admin:logout"), {"note": "一 二"}).url == reverse("admin:index")
    wrong = {"username": "editor", "password": "no", "note": "两个 词"}
    assert "两个 词" not in Client().post(reverse("admin:login"), wrong).content.decode()


def test_a_token_from_before_the_last_sign_in(cast: Cast) -> None:
    """Signing in anew makes forms that are open elsewhere too old: nothing in them is lost."""
    piece = make_draft(cast.reporter, cast.section)
    address = step_url(piece, "submit")
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.reporter)
    client.get(address)
    data = {"version": piece.version, "note": NOTE, "csrfmiddlewaretoken": "x" * 64}
    ours = {"Origin": "http://testserver"}
    response = client.post(address, data, headers=ours)
    assert response.status_code == 403
    assert "no-store" in response["Cache-Control"]
    assert "unsafe-eval" in response["Content-Security-Policy"]
    page = response.content.decode()
    assert str(cast.reporter) in page
    carried = hidden(page)
    assert carried["note"] == NOTE
    assert client.post(address, carried, headers=ours).status_code == 302
    piece.refresh_from_db()
    assert piece.state == "first_review"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"},
     {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}],
)  # fmt: skip
def test_another_site_gets_no_form_of_ours_filled_in(cast: Cast, headers: dict[str, str]) -> None:
    piece = make_draft(cast.reporter, cast.section)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.reporter)
    data = {"version": piece.version, "note": "别处写的话"}
    for who in (client, Client(enforce_csrf_checks=True)):
        response = who.post(step_url(piece, "submit"), data, headers=headers)
        assert response.status_code == 403
        page = response.content.decode()
        assert "别处写的话" not in page
        assert "<form" not in page
    piece.refresh_from_db()
    assert piece.state == "draft"


def test_an_old_sign_in_page_is_opened_anew(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    address = reverse("admin:login") + "?next=/admin/articles/article/"
    data = {"username": "editor", "password": "correct-horse-9"}
    response = client.post(address, data, headers={"Origin": "http://testserver"})
    assert (response.status_code, response.url) == (302, address)
    assert "correct-horse" not in client.get(address).content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False])
def test_signed_out_signed_in_sent_again(
    chromium: Browser, live_server: LiveServer, scripts: bool
) -> None:
    from tests.admin.test_browser import window
    from tests.admin.test_lost_nothing import fill_in

    cast = Cast()
    piece = make_draft(cast.reporter, cast.section)
    step(piece, "submit", cast.reporter)
    page, errors = window(chromium, live_server, cast.editor, width=390, scripts=scripts)
    page.goto(step_url(piece, "return"))
    page.fill("[name=note]", "数字要核对\n<再说>")
    Session.objects.all().delete()
    page.click("form[data-once] button[type=submit]")
    expect(page.locator("#typed-1")).to_have_value("数字要核对\n<再说>")
    with page.context.expect_page() as opened:
        page.click("[data-sign-in-again]")
    small = opened.value
    small.wait_for_selector("input[name=username]")
    fill_in(small, "editor")
    if scripts:
        expect(page.locator("[data-here]")).to_contain_text(str(cast.editor))
        expect(page.locator("[data-send]")).to_be_focused()
    else:
        small.wait_for_selector("[role=status]")
        page.click("[data-send]")
        # The token is from before the sign-in: one more press, with the words still there.
        expect(page.locator("#typed-1")).to_have_value("数字要核对\n<再说>")
    with page.expect_navigation():
        page.click("[data-send]")
    piece.refresh_from_db()
    assert piece.state == "draft"
    assert LedgerEntry.objects.latest("at").note.splitlines() == ["数字要核对", "<再说>"]
    assert errors == []
    page.context.close()


def test_a_step_with_a_time_keeps_its_choice(cast: Cast) -> None:
    piece = make_draft(cast.reporter, cast.section)
    step(piece, "submit", cast.reporter)
    step(piece, "pass", cast.editor)
    soon = timezone.localtime() + timedelta(hours=3)
    moment = soon.strftime("%Y-%m-%dT%H:%M")
    data = {"version": str(piece.version), "when": "at", "visible_from": moment}
    response = Client().post(step_url(piece, "publish"), data)
    assert response.status_code == 401
    assert response.context["typed"] == []
    assert sent_again(response.content.decode()) == data
