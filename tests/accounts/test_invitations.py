"""A link instead of a password that somebody else has set: once, for some days, revocable."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, SignIn, User
from tests.accounts.helpers import CODE, changes, code, give_app, is_in, sign_in
from tests.cast import Cast, make_user

NEW = "lantern over the river"
PAGE = "/admin/account/invitation/"


@pytest.fixture
def admin(cast: Cast) -> Client:
    client = Client()
    sign_in(client, "admin")
    return client


def access(user: User) -> str:
    return f"/admin/accounts/user/{user.pk}/access/"


def link(admin: Client, user: User) -> str:
    admin.post(access(user), {"act": "invite"})
    page = admin.get(access(user)).content.decode()
    found = re.search(r"http://testserver(/admin/account/invitation/[\w-]{40,}/)", page)
    assert found, page
    assert "data:image/svg+xml" in page
    return found[1]


def follow(path: str) -> Client:
    client = Client()
    assert client.get(path)["Location"] == PAGE
    return client


def choose(client: Client, password: str = NEW, again: str | None = None) -> Any:
    return client.post(PAGE, {"new_password1": password, "new_password2": again or password})


@pytest.fixture
def newcomer(cast: Cast) -> User:
    user = make_user("lisi", "reporter", desks=(cast.desk,), full_name="李四")
    user.set_unusable_password()
    user.save()
    return user


def test_a_newcomer_sets_a_password_and_is_in(admin: Client, newcomer: User, cast: Cast) -> None:
    with changes() as heard:
        path = link(admin, newcomer)
        client = follow(path)
        page = client.get(PAGE).content.decode()
        assert "李四" in page
        assert path not in page
        assert choose(client)["Location"] == "/admin/account/"
    assert is_in(client)
    assert [(what, by) for what, _who, by, _note in heard] == [
        ("invited", cast.administrator),
        ("invitation_used", newcomer),
    ]
    assert path.split("/")[-2] not in str(heard)
    assert SignIn.objects.latest("at").how == "invitation"
    own = Client()
    assert sign_in(own, "lisi", NEW).status_code == 302


def test_the_link_is_shown_once(admin: Client, newcomer: User) -> None:
    path = link(admin, newcomer)
    assert path not in admin.get(access(newcomer)).content.decode()
    assert path.split("/")[-2] not in str(list(Invitation.objects.values()))


def test_a_link_works_once(admin: Client, newcomer: User) -> None:
    path = link(admin, newcomer)
    first, second, open_already = follow(path), follow(path), follow(path)
    open_already.get(PAGE)
    assert choose(first).status_code == 302
    late = choose(second, "another over the river")
    assert late.status_code == 410
    assert "已经用过" in late.content.decode()
    assert choose(open_already, "another over the river").status_code == 410
    newcomer.refresh_from_db()
    assert newcomer.check_password(NEW)


def test_looking_at_it_does_not_use_it_up(admin: Client, newcomer: User) -> None:
    """Messengers open a link before the person does."""
    path = link(admin, newcomer)
    for _look in range(3):
        assert follow(path).get(PAGE).status_code == 200
    Client().head(path)
    assert choose(follow(path)).status_code == 302


def test_an_old_a_revoked_a_replaced_and_an_invented_link(admin: Client, newcomer: User) -> None:
    def said(path: str) -> str:
        response = follow(path).get(PAGE)
        assert response.status_code == 410
        assert choose(follow(path)).status_code == 410
        return str(response.content.decode())

    replaced = link(admin, newcomer)
    old = link(admin, newcomer)
    assert "更新的链接" in said(replaced)
    Invitation.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert "过期" in said(old)
    revoked = link(admin, newcomer)
    with changes() as heard:
        for _press in range(2):
            admin.post(access(newcomer), {"act": "revoke"})
    assert [what for what, *_rest in heard] == ["invitation_revoked"]
    assert "撤销" in said(revoked)
    assert "不是我们" in said(f"{PAGE}{'x' * 43}/")
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()


def test_it_lasts_as_long_as_is_set(admin: Client, newcomer: User, settings: Any) -> None:
    settings.INVITATION_HOURS = 5
    link(admin, newcomer)
    left = Invitation.objects.get().ends_at - timezone.now()
    assert timedelta(hours=4, minutes=59) < left <= timedelta(hours=5)


def test_a_lost_password_ends_what_was_open_and_keeps_the_second_factor(
    admin: Client, cast: Cast
) -> None:
    give_app(cast.editor)
    stolen = Client()
    stolen.force_login(cast.editor)
    client = follow(link(admin, cast.editor))
    # Until the link is used, everything is as it was.
    assert is_in(stolen)
    assert choose(client)["Location"] == CODE
    assert not is_in(stolen)
    assert not is_in(client)
    assert client.post(CODE, {"code": code()}).status_code == 302
    assert is_in(client)
    cast.editor.refresh_from_db()
    assert not cast.editor.check_password("correct-horse-9")


def test_a_poor_password_is_refused_and_the_link_still_works(admin: Client, newcomer: User) -> None:
    client = follow(link(admin, newcomer))
    for password in ("short", "password1234567", "lisi lisi lisi"):
        assert choose(client, password).status_code == 400
    assert choose(client, NEW, "something different").status_code == 400
    assert choose(client).status_code == 302


def test_it_says_who_else_is_signed_in_here(admin: Client, newcomer: User, cast: Cast) -> None:
    path = link(admin, newcomer)
    admin.get(path)
    page = admin.get(PAGE).content.decode()
    assert str(cast.administrator) in page
    choose(admin)
    assert admin.get(PAGE).status_code == 200
    choose(admin)
    assert admin.get("/admin/account/").context["person"] == newcomer


def test_a_deactivated_person_gets_none_and_uses_none(admin: Client, newcomer: User) -> None:
    path = link(admin, newcomer)
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    assert choose(follow(path)).status_code == 410
    Invitation.objects.all().delete()
    admin.post(access(newcomer), {"act": "invite"})
    assert not Invitation.objects.exists()


def test_only_who_keeps_the_accounts_makes_links(cast: Cast, newcomer: User) -> None:
    for name in ("reporter", "editor", "head", "chief", "proof", "outsider"):
        client = Client()
        client.force_login(User.objects.get(username=name))
        for act in ("invite", "revoke", "remove_factor", "sign_out"):
            assert client.post(access(newcomer), {"act": act}).status_code == 403, name
        assert client.get(access(newcomer)).status_code == 403
    assert not Invitation.objects.exists()
    nobody = Client().post(access(newcomer), {"act": "invite"})
    assert nobody.status_code in (302, 401)


def test_by_mail_where_there_is_a_server(admin: Client, newcomer: User, settings: Any) -> None:
    newcomer.email = "lisi@paper.example"
    newcomer.save()
    assert 'name="mail"' not in admin.get(access(newcomer)).content.decode()
    settings.SENDS_EMAIL, settings.DEFAULT_FROM_EMAIL = True, "desk@paper.example"
    settings.DESK_URL = "https://desk.paper.example"
    assert 'name="mail"' in admin.get(access(newcomer)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_message_carries_the_link(settings: Any) -> None:
    cast = Cast()
    settings.SENDS_EMAIL, settings.DEFAULT_FROM_EMAIL = True, "desk@paper.example"
    settings.DESK_URL = "https://desk.paper.example"
    cast.reporter.email = "reporter@paper.example"
    cast.reporter.save()
    client = Client()
    sign_in(client, "admin")
    client.post(access(cast.reporter), {"act": "invite", "mail": "1"})
    (message,) = mail.outbox
    assert message.to == ["reporter@paper.example"]
    found = re.search(r"https://desk\.paper\.example(/\S+)", str(message.body))
    assert found
    assert choose(follow(found[1])).status_code == 302


def test_a_lost_telephone(admin: Client, cast: Cast) -> None:
    give_app(cast.editor)
    desk = Client()
    desk.force_login(cast.editor)
    with changes() as heard:
        for _press in range(2):
            admin.post(access(cast.editor), {"act": "remove_factor"})
    assert heard == [("second_factor_reset", "editor", cast.administrator, "")]
    assert not is_in(desk)
    own = Client()
    assert sign_in(own, "editor")["Location"] == "/admin/"
    give_app(cast.administrator)
    admin.post(access(cast.administrator), {"act": "remove_factor"})
    assert sign_in(Client(), "admin")["Location"] == CODE


def test_nobody_makes_a_link_for_themselves(admin: Client, cast: Cast) -> None:
    """Whoever sits down at an administrator's open screen takes no password away with them."""
    answer = admin.post(access(cast.administrator), {"act": "invite"}, follow=True)
    assert "自己的密码请在“我的账号”里改" in answer.content.decode()
    assert not Invitation.objects.exists()
