"""Account and password: who gets in, where they land, what is noted."""

import pytest
from django.test import Client

from accounts.models import SignIn
from tests.accounts.helpers import LOGIN, is_in, sign_in
from tests.cast import Cast, make_user


def last() -> SignIn:
    return SignIn.objects.latest("pk")


def test_the_right_password_opens_the_newsroom(cast: Cast) -> None:
    client = Client()
    response = sign_in(client, "reporter", headers={"User-Agent": "Firefox on Linux"})
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert is_in(client)
    row = last()
    assert (row.user, row.outcome, row.how) == (cast.reporter, "in", "password")
    assert (row.address, row.agent) == ("127.0.0.1", "Firefox on Linux")
    assert SignIn.objects.count() == 1
    # The page leads on whoever is in already, and not in a circle.
    assert client.get(LOGIN)["Location"] == "/admin/"
    assert client.get(f"{LOGIN}?next=/admin/notices/")["Location"] == "/admin/notices/"
    assert client.get(f"{LOGIN}?next={LOGIN}")["Location"] == "/admin/"


def test_it_leads_to_where_somebody_wanted_to_go_and_nowhere_else(cast: Cast) -> None:
    wanted = "/admin/articles/article/?tab=mine"
    assert sign_in(Client(), "reporter", to=wanted)["Location"] == wanted
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert sign_in(Client(), "reporter", to=elsewhere)["Location"] == "/admin/"


def test_a_wrong_password_is_said_and_noted(cast: Cast) -> None:
    client = Client()
    response = sign_in(client, "reporter", "something else")
    assert response.status_code == 200
    page = response.content.decode()
    assert 'value="reporter"' in page
    assert "something else" not in page
    assert not is_in(client)
    assert (last().user, last().outcome) == (cast.reporter, "wrong")


def test_what_is_no_account_is_not_kept_as_typed(cast: Cast) -> None:
    """It may be a password, typed into the wrong field."""
    known = sign_in(Client(), "reporter", "wrong one here").content
    unknown = sign_in(Client(), "my-secret-password", "wrong one here").content
    row = last()
    assert row.user is None
    assert "my-secret" not in str({name: str(value) for name, value in vars(row).items()})
    # The answer does not tell whether there is such an account.
    assert known.count(b"nr-error") == unknown.count(b"nr-error")


@pytest.mark.parametrize(("fields", "outcome"), [({"is_active": False}, "wrong"), ({}, "shut")])
def test_whoever_left_or_has_no_role_stays_out(
    cast: Cast, fields: dict[str, bool], outcome: str
) -> None:
    user = make_user("gone", "reporter", **fields)
    user.is_staff = outcome != "shut"
    user.save()
    client = Client()
    assert sign_in(client, "gone").status_code == 200
    assert not is_in(client)
    assert last().outcome == outcome


def test_only_a_form_signs_in(cast: Cast) -> None:
    client = Client()
    for method in ("get", "put", "delete"):
        data = {"username": "reporter", "password": "correct-horse-9"}
        getattr(client, method)(LOGIN, data)
        assert not is_in(client)
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "reporter").status_code in (302, 403)
    assert not is_in(strict)


def test_a_second_sign_in_by_somebody_else_takes_over(cast: Cast) -> None:
    client = Client()
    sign_in(client, "reporter")
    first = client.session.session_key
    sign_in(client, "editor")
    assert client.get("/admin/account/").context["person"] == cast.editor
    assert client.session.session_key != first


def test_the_page_is_chinese_and_kept_by_nobody(cast: Cast) -> None:
    response = Client().get(LOGIN)
    page = response.content.decode()
    assert "登录" in page
    assert "请管理员给您一个链接" in page
    assert "no-store" in response["Cache-Control"]
    assert "unsafe-eval" in response["Content-Security-Policy"]
