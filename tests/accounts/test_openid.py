"""The organisation's own sign-in: it lets in whom the newsroom knows, and makes nobody anything."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.messages import get_messages
from django.test import Client

from accounts.models import SignIn, User
from newsroom.environment import OpenIDConnect
from tests.accounts.helpers import CODE, LOGIN, changes, code, give_app, is_in
from tests.accounts.provider import Provider, provider
from tests.cast import Cast, make_user

START, BACK = "/admin/account/openid/", "/admin/account/openid/back/"


@pytest.fixture
def house(settings: Any, cast: Cast) -> Iterator[Provider]:
    with provider() as told:
        configure(settings, told)
        yield told


def configure(settings: Any, told: Provider, match: str = "email", factor: bool = False) -> None:
    settings.OIDC = OpenIDConnect(told.address, "newsroom", "geheim", "集团统一认证", match, factor)
    settings.SOCIALACCOUNT_PROVIDERS = settings.OIDC.providers()


def go(client: Client, told: Provider, person: dict[str, Any], to: str = "") -> Any:
    """To the provider and back, as `person`; the answer to coming back."""
    away = client.post(START, {"next": to} if to else {})
    assert away.status_code == 302, away.content
    asked = parse_qs(urlsplit(away["Location"]).query)
    assert away["Location"].startswith(f"{told.address}/authorize?")
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert asked["code_challenge_method"] == ["S256"]
    told.challenge, told.person = asked["code_challenge"][0], person
    return client.get(BACK, {"code": "abc", "state": asked["state"][0]})


def said(response: Any) -> str:
    return " ".join(str(each) for each in get_messages(response.wsgi_request))


def test_a_verified_address_finds_the_account(house: Provider, cast: Cast) -> None:
    User.objects.filter(pk=cast.reporter.pk).update(email="Reporter@paper.example")
    person = {"sub": "42", "email": "reporter@paper.example", "email_verified": True}
    client = Client()
    assert "集团统一认证" in client.get(LOGIN).content.decode()
    with changes() as heard:
        assert go(client, house, person, "/admin/notices/")["Location"] == "/admin/notices/"
    assert [(what, who) for what, who, *_rest in heard] == [("linked", "reporter")]
    assert is_in(client)
    row = SignIn.objects.get()
    assert (row.user, row.outcome, row.how) == (cast.reporter, "in", "socialaccount")
    # Later the link counts, whatever became of the address.
    with changes() as heard:
        go(Client(), house, {"sub": "42", "email": "new@elsewhere.example"})
    assert heard == []
    assert SocialAccount.objects.count() == 1
    assert SignIn.objects.filter(outcome="in").count() == 2


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "1", "email": "reporter@paper.example", "email_verified": False},
        {"sub": "1", "email": "reporter@paper.example"},
        {"sub": "1", "email": "stranger@paper.example", "email_verified": True},
        {"sub": "1", "preferred_username": "reporter"},
        {"sub": "1", "email": "twice@paper.example", "email_verified": True},
        {"sub": "1", "email": "gone@paper.example", "email_verified": True},
        {"sub": "1"},
    ],
)
def test_whoever_is_not_certainly_known_stays_out(
    house: Provider, cast: Cast, person: dict[str, Any]
) -> None:
    User.objects.filter(pk=cast.reporter.pk).update(email="reporter@paper.example")
    for user in (cast.editor, cast.second_editor):
        User.objects.filter(pk=user.pk).update(email="twice@paper.example")
    make_user("gone", "reporter", email="gone@paper.example", is_active=False)
    before = User.objects.count()
    client = Client()
    back = go(client, house, person)
    assert back["Location"] == LOGIN
    assert "管理员" in said(back)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == before
    assert SignIn.objects.latest("pk").outcome == "unknown"


def test_by_the_name_of_the_account(house: Provider, cast: Cast, settings: Any) -> None:
    configure(settings, house, match="username")
    client = Client()
    go(client, house, {"sub": "7", "preferred_username": "editor"})
    assert is_in(client)
    other = Client()
    go(other, house, {"sub": "8", "email": "x@paper.example", "email_verified": True})
    assert not is_in(other)


def test_it_makes_nobody_more_than_they_are(house: Provider, cast: Cast) -> None:
    outsider = make_user("nobody", email="nobody@paper.example")
    outsider.is_staff = False
    outsider.save()
    claims = {"roles": ["administrator"], "groups": ["chief"], "is_superuser": True}
    person = {"sub": "9", "email": "nobody@paper.example", "email_verified": True, **claims}
    client = Client()
    assert go(client, house, person)["Location"] == LOGIN
    assert not is_in(client)
    assert SignIn.objects.latest("pk").outcome == "shut"
    outsider.refresh_from_db()
    assert (outsider.is_staff, outsider.is_superuser) == (False, False)
    assert not outsider.groups.exists()


def test_a_deactivated_person_stays_out_though_linked(house: Provider, cast: Cast) -> None:
    User.objects.filter(pk=cast.reporter.pk).update(email="reporter@paper.example")
    person = {"sub": "42", "email": "reporter@paper.example", "email_verified": True}
    go(Client(), house, person)
    User.objects.filter(pk=cast.reporter.pk).update(is_active=False)
    client = Client()
    assert go(client, house, person)["Location"] == LOGIN
    assert not is_in(client)


def test_the_second_factor_is_asked_here_too(house: Provider, cast: Cast, settings: Any) -> None:
    User.objects.filter(pk=cast.editor.pk).update(email="editor@paper.example")
    person = {"sub": "5", "email": "editor@paper.example", "email_verified": True}
    settings.SECOND_FACTOR = "editors"
    client = Client()
    go(client, house, person)
    assert client.get("/admin/", follow=True).context["needs_factor"]
    # … unless the organisation is said to ask for it.
    configure(settings, house, factor=True)
    assert is_in(client)
    configure(settings, house)
    give_app(cast.editor)
    client = Client()
    assert go(client, house, person)["Location"] == CODE
    client.post(CODE, {"code": code()})
    assert is_in(client)
    assert SignIn.objects.filter(outcome="in").latest("at").how == "socialaccount,totp"


def test_stopped_forged_and_out_of_order(house: Provider, cast: Cast, settings: Any) -> None:
    client = Client()
    state = parse_qs(urlsplit(client.post(START)["Location"]).query)["state"][0]
    stopped = client.get(BACK, {"error": "access_denied", "state": state})
    assert stopped["Location"] == LOGIN
    for query in ({}, {"code": "abc"}, {"code": "abc", "state": "forged"}):
        assert client.get(BACK, query)["Location"] == LOGIN
    assert not is_in(client)
    # A link on another page starts nothing.
    assert client.get(START)["Location"] == LOGIN
    house.broken = True
    broken = Client().post(START)
    assert broken["Location"] == LOGIN
    assert "密码" in said(broken)
    settings.OIDC = OpenIDConnect(
        "http://127.0.0.1:9", "newsroom", "geheim", "认证", "email", False
    )
    settings.SOCIALACCOUNT_PROVIDERS = settings.OIDC.providers()
    assert Client().post(START)["Location"] == LOGIN


def test_without_the_setting_there_is_none(cast: Cast) -> None:
    client = Client()
    assert START not in client.get(LOGIN).content.decode()
    for path in (START, BACK):
        for send in (client.get, client.post):
            assert send(path)["Location"] == LOGIN
