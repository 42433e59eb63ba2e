"""What is done to accounts stands in the ledger, with before and after, or is not done."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.desk import people
from articles.desk.notice_words import said
from articles.models import Delivery, Kind, LedgerEntry, Notice
from tests.accounts.helpers import ACCOUNT, code, give_app, sign_in
from tests.admin.helpers import signed_in, url
from tests.cast import PASSWORD, Cast

APP = ACCOUNT + "app/"
NEW = "lantern over the river"


def change(cast: Cast, **fields: object) -> int:
    user = cast.reporter
    sent = {
        "username": user.username, "full_name": user.full_name, "email": "",
        "groups": [Group.objects.get(name="reporter").pk], "desks": [cast.desk.pk],
        "is_active": "on",
    } | fields  # fmt: skip
    sent = {name: value for name, value in sent.items() if value is not None}
    path = url("accounts_user_change", user.pk)
    return signed_in(cast.administrator).post(path, sent).status_code


def entries() -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(subject_kind="account").order_by("pk"))


def test_roles_desks_and_leaving(cast: Cast) -> None:
    editor = Group.objects.get(name="editor").pk
    assert change(cast, groups=[editor], desks=[cast.other_desk.pk]) == 302
    assert change(cast, groups=[editor], desks=[cast.other_desk.pk], is_active=None) == 302
    assert change(cast, groups=[editor], desks=[cast.other_desk.pk]) == 302
    told = [(entry.action, entry.subject_id, entry.actor) for entry in entries()]
    assert told == [
        (f"account_{what}", cast.reporter.pk, cast.administrator)
        for what in ("roles_changed", "desks_changed", "deactivated", "reactivated")
    ]
    assert entries()[0].note == "Reporter (reporter): 记者 → 编辑"
    assert entries()[1].note == "Reporter (reporter): 要闻部 → 文体部"
    page = signed_in(cast.administrator).get(url("articles_ledgerentry_changelist"))
    for words in ("角色有变", "账号停用", "记者 → 编辑"):
        assert words in page.content.decode()


def test_what_changes_nothing_is_not_told(cast: Cast) -> None:
    assert change(cast) == 302
    assert entries() == []


def test_what_cannot_be_written_down_is_not_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(people.ledger, "append", full)
    with pytest.raises(RuntimeError):
        change(cast, groups=[Group.objects.get(name="chief").pk])
    roles = User.objects.get(pk=cast.reporter.pk).groups.values_list("name", flat=True)
    assert list(roles) == ["reporter"]


def test_others_change_nothing(cast: Cast) -> None:
    path = url("accounts_user_change", cast.reporter.pk)
    assert signed_in(cast.chief).post(path, {"full_name": "x"}).status_code == 403
    assert entries() == []


def told(user: User) -> list[str]:
    """What somebody's bell says of their own account."""
    found = Notice.objects.filter(recipient=user, kind=Kind.ACCOUNT, bell=True).order_by("pk")
    return [said(notice) for notice in found]


def test_people_hear_what_an_administrator_does_to_their_account(cast: Cast, settings: Any) -> None:
    settings.SENDS_EMAIL = True
    person = cast.reporter
    User.objects.filter(pk=person.pk).update(email="r@paper.example", last_login=timezone.now())
    give_app(person)
    editor = Group.objects.get(name="editor").pk
    assert change(cast, groups=[editor], email="other@paper.example") == 302
    admin = signed_in(cast.administrator)
    for act in ("invite", "remove_factor", "sign_out", "revoke"):
        admin.post(url("accounts_user_access", person.pk), {"act": act})
    assert told(person) == [
        "Admin更改了您的电子邮箱", "Admin更改了您的角色", "Admin为您的账号生成了可设置新密码的链接",
        "Admin移除了您的第二重验证", "Admin让您在所有设备上退出了登录",
    ]  # fmt: skip
    assert Delivery.objects.filter(user=person, channel=Delivery.Channel.EMAIL).count() == 5
    assert not told(cast.administrator)
    assert [entry.action for entry in entries()][:2] == [
        "account_email_changed", "account_roles_changed"
    ]  # fmt: skip
    assert entries()[0].note.endswith("r@paper.example → other@paper.example")
    person.refresh_from_db()
    notice = Notice.objects.filter(recipient=person).latest("pk")
    assert signed_in(person).get(url("notice", notice.pk))["Location"] == url("account")


def test_a_first_link_tells_nobody_who_has_never_been_in(cast: Cast) -> None:
    access = url("accounts_user_access", cast.reporter.pk)
    User.objects.filter(pk=cast.reporter.pk).update(last_login=None)
    signed_in(cast.administrator).post(access, {"act": "invite"})
    assert [entry.action for entry in entries()] == ["account_invited"]
    assert told(cast.reporter) == []


def test_what_is_done_with_an_account_is_noted_and_told_to_its_owner(cast: Cast) -> None:
    """Whoever sits at somebody's open screen makes no way in of their own unseen."""
    person = cast.reporter
    client = Client()
    sign_in(client, "reporter")
    secret = re.search(r"<code[^>]*>([A-Z2-7 ]{30,})</code>", client.get(APP).content.decode())
    assert secret
    key = secret[1].replace(" ", "")
    assert client.post(APP, {"code": code(key)}).status_code == 302
    assert client.post(ACCOUNT + "codes/new/").status_code == 302
    app = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    assert client.post(ACCOUNT + f"remove/{app.pk}/").status_code == 302
    typed = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/admin/password_change/", typed).status_code == 302
    acts = ["factor_added", "codes_made", "factor_removed", "password_changed"]
    assert [(entry.action, entry.actor) for entry in entries()] == [
        (f"account_{act}", person) for act in acts
    ]
    assert told(person) == [
        "您的账号添加了第二重验证", "您的账号重新生成了恢复码", "您的账号移除了一项第二重验证",
        "您的账号密码已更改",
    ]  # fmt: skip
    page = signed_in(cast.administrator).get(url("articles_ledgerentry_changelist"))
    assert "本人添加第二重验证" in page.content.decode()
