"""`manage.py invite`, when nobody is there who could make a link on a screen."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.helpers import changes, give_app, is_in
from tests.cast import Cast


def test_it_prints_a_link_that_works(cast: Cast, capsys: Any, settings: Any) -> None:
    settings.DESK_URL = "https://desk.paper.example"
    give_app(cast.administrator)
    with changes() as heard:
        call_command("invite", "admin")
    assert [(what, by) for what, _who, by, _note in heard] == [("invited", None)]
    found = re.fullmatch(r"https://desk\.paper\.example(/\S+)\n", capsys.readouterr().out)
    assert found
    assert Authenticator.objects.count() == 1
    client = Client()
    client.get(found[1])
    new = {"new_password1": "lantern over the river", "new_password2": "lantern over the river"}
    assert client.post("/admin/account/invitation/", new).status_code == 302


def test_without_an_address_it_says_which_setting_has_it(
    cast: Cast, capsys: Any, settings: Any
) -> None:
    settings.DESK_URL = ""
    call_command("invite", "admin")
    written = capsys.readouterr()
    assert written.out.startswith("http://127.0.0.1:8000/")
    assert "is a guess: set NEWSROOM_DESK_URL" in written.err
    settings.PRODUCTION = True
    give_app(cast.administrator)
    with pytest.raises(CommandError, match="set NEWSROOM_DESK_URL"):
        call_command("invite", "admin", "--reset-second-factor")
    assert Authenticator.objects.count() == 1
    assert capsys.readouterr().out == ""


def test_it_removes_a_second_factor_when_asked(cast: Cast, capsys: Any) -> None:
    give_app(cast.administrator)
    client = Client()
    client.force_login(cast.administrator)
    with changes() as heard:
        call_command("invite", "admin", "--reset-second-factor")
    assert [what for what, *_rest in heard] == ["second_factor_reset", "invited"]
    assert not Authenticator.objects.exists()
    assert not is_in(client)


def test_whom_it_does_not_invite(cast: Cast) -> None:
    cast.reporter.is_active = False
    cast.reporter.save()
    for name in ("reporter", "nobody-at-all"):
        with pytest.raises(CommandError, match=name):
            call_command("invite", name)
