"""Where somebody is signed in: to see, to end; and ends that come by themselves."""

import time
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.accounts.helpers import ACCOUNT, HTML, changes, is_in, sign_in
from tests.cast import Cast, make_user

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0 Safari/604.1"


def here(username: str = "reporter", **extra: Any) -> Client:
    client = Client(**extra)
    sign_in(client, username)
    return client


def test_each_browser_with_its_device_address_and_times(cast: Cast) -> None:
    desk = here(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36")
    here(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.5")
    here("editor")
    page = desk.get(ACCOUNT)
    shown = page.context["sessions"]
    assert [(each.is_this, each.address) for each in shown] == [
        (True, "127.0.0.1"),
        (False, "203.0.113.5"),
    ]
    text = page.content.decode()
    assert "微信 · iPhone" in text
    assert "Chrome · Windows" in text


def test_one_of_them_ends(cast: Cast) -> None:
    desk, phone = here(), here()
    other = next(e for e in desk.get(ACCOUNT).context["sessions"] if not e.is_this)
    for _press in range(2):
        assert desk.post(ACCOUNT + "sessions/end/", {"session": other.pk}).status_code == 302
    assert is_in(desk)
    assert not is_in(phone)


def test_nobody_ends_somebody_elses(cast: Cast) -> None:
    editor, reporter = here("editor"), here()
    theirs = editor.get(ACCOUNT).context["sessions"][0]
    for wanted in (theirs.pk, "x", "", "9" * 40):
        reporter.post(ACCOUNT + "sessions/end/", {"session": wanted})
    assert is_in(editor)
    assert reporter.get(ACCOUNT + "sessions/end/").status_code == 405
    assert reporter.get(ACCOUNT + "sessions/end-all/").status_code == 405


def test_everywhere_else_also_where_no_list_knows_it(cast: Cast) -> None:
    desk, phone = here(), here()
    unlisted = Client()
    unlisted.force_login(cast.reporter)
    editor = here("editor")
    assert desk.post(ACCOUNT + "sessions/end-all/").status_code == 302
    assert [is_in(each) for each in (desk, phone, unlisted, editor)] == [True, False, False, True]
    assert [each.is_this for each in desk.get(ACCOUNT).context["sessions"]] == [True]
    # Again does no harm, and the device stays known.
    desk.post(ACCOUNT + "sessions/end-all/")
    assert is_in(desk)
    for number in range(6):
        sign_in(Client(), "reporter", f"wrong {number} 123")
    desk.post("/admin/logout/")
    assert sign_in(desk, "reporter").status_code == 302


def test_the_list_asks_the_same_however_long_it_is(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk = here()
    desk.get(ACCOUNT)
    with CaptureQueriesContext(connection) as few:
        desk.get(ACCOUNT)
    for _more in range(5):
        here()
    with CaptureQueriesContext(connection) as many:
        assert len(desk.get(ACCOUNT).context["sessions"]) == 6
    assert len(many) == len(few)


def test_a_sign_in_ends_when_it_is_old_however_busy(cast: Cast, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 12 * 3600
    client = here()
    session = client.session
    session["signed_in_at"] = int(time.time()) - 12 * 3600 + 60
    session["active_at"] = int(time.time()) - 40
    session.save()
    assert is_in(client)
    session = client.session
    assert session["active_at"] > time.time() - 30
    session["signed_in_at"] -= 120
    session.save()
    gone = client.get("/admin/", headers=HTML)
    assert gone["Location"].startswith("/admin/login/")
    assert "12 小时" in client.get(gone["Location"]).content.decode()
    sign_in(client, "reporter")
    assert is_in(client)


def test_activity_does_not_make_a_sign_in_younger(cast: Cast) -> None:
    client = here()
    session = client.session
    session["signed_in_at"] = began = int(time.time()) - 3600
    session["active_at"] = int(time.time()) - 120
    session.save()
    assert is_in(client)
    assert client.session["signed_in_at"] == began


def test_an_administrator_signs_somebody_out(cast: Cast) -> None:
    desk, admin = here(), here("admin")
    address = f"/admin/accounts/user/{cast.reporter.pk}/access/"
    assert desk.post(address, {"act": "sign_out"}).status_code == 403
    assert is_in(desk)
    with changes() as heard:
        assert admin.post(address, {"act": "sign_out"}).status_code == 302
    assert heard == [("signed_out", "reporter", cast.administrator, "")]
    assert not is_in(desk)
    own = f"/admin/accounts/user/{cast.administrator.pk}/access/"
    admin.post(own, {"act": "sign_out"})
    assert is_in(admin)
    assert admin.post(address, {"act": "unheard of"}).status_code == 400


def save(client: Client, user: Any, **fields: Any) -> Any:
    data = {
        "username": user.username,
        "full_name": user.full_name,
        "email": user.email,
        "groups": list(user.groups.values_list("pk", flat=True)),
        "desks": list(user.desks.values_list("pk", flat=True)),
        "is_active": "on",
    } | fields
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(f"/admin/accounts/user/{user.pk}/change/", data)


def test_whoever_leaves_is_out_at_once_and_keeps_their_byline(cast: Cast) -> None:
    from accounts.models import Author

    author = Author.objects.create(name="罗行舟", user=cast.reporter)
    desk, admin = here(), here("admin")
    with changes() as heard:
        assert save(admin, cast.reporter, is_active=None).status_code == 302
    assert [(what, who) for what, who, _by, _note in heard] == [("deactivated", "reporter")]
    assert not is_in(desk)
    # No row of a session is left that could come alive when they come back.
    assert save(admin, cast.reporter).status_code == 302
    assert not is_in(desk)
    author.refresh_from_db()
    assert (author.name, author.user) == ("罗行舟", cast.reporter)
    assert Session.objects.count() == 1
    path = f"/admin/accounts/user/{cast.reporter.pk}/delete/"
    assert admin.post(path, {"post": "yes"}).status_code == 403


def test_a_change_of_roles_and_desks_is_announced_with_what_was(cast: Cast) -> None:
    admin = here("admin")
    editor = Group.objects.get(name="editor").pk
    with changes() as heard:
        save(admin, cast.reporter, groups=[editor], desks=[cast.other_desk.pk])
    by = cast.administrator
    assert heard == [
        ("roles_changed", "reporter", by, "记者 → 编辑"),
        ("desks_changed", "reporter", by, "要闻部 → 文体部"),
    ]
    with changes() as heard:
        save(admin, cast.reporter)
    assert heard == []


def test_what_is_announced_and_not_heard_is_not_done(cast: Cast) -> None:
    from accounts.signals import account_changed

    def refuse(**_signal: Any) -> None:
        raise RuntimeError("no ledger")

    admin = here("admin")
    admin.raise_request_exception = False
    account_changed.connect(refuse)
    try:
        assert save(admin, cast.reporter, is_active=None).status_code == 500
    finally:
        account_changed.disconnect(refuse)
    cast.reporter.refresh_from_db()
    assert cast.reporter.is_active


def test_the_last_administrator_is_not_made_less_by_any_form(cast: Cast) -> None:
    root = make_user("root", is_superuser=True)
    client = Client()
    client.force_login(root)
    for fields in ({"groups": []}, {"is_active": None}):
        answer = save(client, cast.administrator, **fields)
        assert answer.status_code == 200
        assert "最后一位" in answer.content.decode()
    cast.administrator.refresh_from_db()
    assert cast.administrator.is_active
    assert cast.administrator.groups.count() == 1


def test_what_is_over_leaves_no_rows(cast: Cast) -> None:
    from allauth.usersessions.models import UserSession

    from newsroom.chores import end_sessions

    client = here()
    here()
    Session.objects.exclude(pk=client.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    end_sessions()
    assert UserSession.objects.get().session_key == client.session.session_key
    assert is_in(client)
