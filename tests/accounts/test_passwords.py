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
