"""Long, of whatever characters, and not what everybody tries first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from tests.accounts.helpers import is_in, sign_in
from tests.cast import Cast


@pytest.mark.parametrize(
    "password",
    [
        "lantern over the river", "correct-horse-9", "江边的灯一直亮到天明没有人去关",
        "zqxjkvbpwmfy",
        "7391 8426 5508", "a" * 3 + "lantern-bridge" + "z" * 60, "Bridge at night, 80 trams",
    ],
)  # fmt: skip
def test_good_ones(password: str) -> None:
    validate_password(password, User(username="lisi", full_name="李四"))


@pytest.mark.parametrize(
    "password",
    [
        "short-pass", "11111111111111", "123456789012", "210987654321", "abcabcabcabc",
        "password2026!!", "qwertyuiop123", "woaini1314520", "iloveyou123456", "1qaz2wsx3edc",
        "qwerasdfzxcv", "admin888admin888", "zhongguo2026!!", "zhangsanfeng", "123412341234",
        "asdfghjkl;123",
    ],
)  # fmt: skip
def test_poor_ones(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(username="zhangsanfeng", full_name="张三"))


def test_ones_own_name_is_no_password() -> None:
    with pytest.raises(ValidationError):
        validate_password("zhang.sanfeng@paper", User(email="zhang.sanfeng@paper.example"))


def test_changing_ones_own(cast: Cast) -> None:
    client, elsewhere = Client(), Client()
    sign_in(client, "reporter")
    sign_in(elsewhere, "reporter")
    page = client.get("/admin/password_change/").content.decode()
    assert "onpaste" not in page
    new = {"new_password1": "lantern over the river", "new_password2": "lantern over the river"}
    path = "/admin/password_change/"
    assert client.post(path, {"old_password": "not this one", **new}).status_code == 200
    assert client.post(path, {"old_password": "correct-horse-9", **new}).status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)
    assert [each.is_this for each in client.get("/admin/account/").context["sessions"]] == [True]


def test_the_old_one_is_not_guessed_at_an_open_desk(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.reporter)
    new = {"new_password1": "lantern over the river", "new_password2": "lantern over the river"}
    path = "/admin/password_change/"
    for number in range(5):
        client.post(path, {"old_password": f"guess number {number}", **new})
    right = client.post(path, {"old_password": "correct-horse-9", **new})
    assert right.status_code == 200
    assert "以后可以再试" in right.content.decode()
    cast.reporter.refresh_from_db()
    assert cast.reporter.check_password("correct-horse-9")


def test_neither_where_somebody_shows_once_more_who_they_are(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.reporter)
    asked = client.get("/admin/account/app/")["Location"]
    for number in range(5):
        assert client.post(asked, {"password": f"guess number {number}"}).status_code == 200
    right = client.post(asked, {"password": "correct-horse-9"})
    assert right.status_code == 200
    assert "以后可以再试" in right.content.decode()
    assert client.get("/admin/account/app/").status_code == 302
