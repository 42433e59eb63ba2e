"""Guessing ends soon; and nobody keeps a colleague out by failing in their name."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import limits
from accounts.models import SignIn
from tests.accounts.helpers import CODE, code, give_app, is_in, sign_in
from tests.cast import Cast

HERE, THERE = {"REMOTE_ADDR": "198.51.100.7"}, {"REMOTE_ADDR": "203.0.113.9"}


def fail(username: str, times: int, **where: Any) -> Any:
    response = None
    for _time in range(times):
        response = sign_in(Client(), username, "wrong again 123", **where)
    return response


def get_in(username: str = "reporter", client: Client | None = None, **where: Any) -> bool:
    client = client or Client()
    return bool(sign_in(client, username, **where).status_code == 302)


def test_after_five_failures_one_waits_and_is_told_until_when(cast: Cast) -> None:
    assert fail("reporter", 5, **HERE).status_code == 200
    response = fail("reporter", 1, **HERE)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 900
    until = timezone.localtime(SignIn.objects.order_by("at")[0].at + timedelta(minutes=15))
    page = response.content.decode()
    assert f"{until:%H:%M}" in page
    assert 'value="reporter"' in page
    # The right password helps no guesser now.
    assert not get_in(**HERE)
    SignIn.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert get_in(**HERE)


def test_strangers_failures_do_not_keep_the_owner_out(cast: Cast) -> None:
    fail("reporter", 9, **HERE)
    assert get_in(**THERE)


def test_a_known_device_is_not_held_up_by_what_others_try_anywhere(cast: Cast) -> None:
    own = Client()
    assert get_in(client=own, **HERE)
    own.post("/admin/logout/")
    for number in range(40):
        fail("reporter", 1, REMOTE_ADDR=f"192.0.2.{number}")
    fail("reporter", 9, **HERE)
    # From anywhere, on a device that nobody knows, it is over for an hour …
    assert not get_in(REMOTE_ADDR="192.0.2.200")
    # … and not on the owner's own, at whatever address.
    assert get_in(client=own, **HERE)
    own.post("/admin/logout/")
    assert get_in(client=own, **THERE)


def test_a_known_device_is_known_for_its_owner_only(cast: Cast) -> None:
    device = Client()
    assert get_in("editor", device, **HERE)
    device.post("/admin/logout/")
    fail("reporter", 6, **HERE)
    assert not get_in("reporter", device, **HERE)
    assert get_in("editor", device, **HERE)


def test_a_known_device_has_a_limit_of_its_own(cast: Cast) -> None:
    own = Client()
    get_in(client=own, **HERE)
    own.post("/admin/logout/")
    answers = [sign_in(own, "reporter", f"wrong {n} 123", **HERE).status_code for n in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_changed_password_makes_devices_strange_again(cast: Cast) -> None:
    own = Client()
    get_in(client=own, **HERE)
    own.post("/admin/logout/")
    cast.reporter.set_password("another-horse-12")
    cast.reporter.save()
    fail("reporter", 6, **HERE)
    assert sign_in(own, "reporter", "another-horse-12", **HERE).status_code == 429


def test_a_forged_device_is_nobodys(cast: Cast) -> None:
    fail("reporter", 6, **HERE)
    forger = Client()
    for cookie in ("x", "WyJ4Iix7fV0:1abc:zzz", ""):
        forger.cookies["newsroom_device"] = cookie
        assert not get_in(client=forger, **HERE)


def test_one_place_that_tries_many_accounts_waits(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "PLACE", limits.Limit(6, timedelta(minutes=15)))
    for number in range(6):
        fail(f"nobody{number}", 1, **HERE)
    assert not get_in("editor", **HERE)
    assert get_in("editor", **THERE)
    # A success of one's own in between does not wash the place clean.
    monkeypatch.setattr(limits, "PLACE", limits.Limit(6, timedelta(minutes=15)))
    for number in range(3):
        fail(f"nobody{number}", 1, REMOTE_ADDR="198.51.100.8")
    assert get_in("editor", REMOTE_ADDR="198.51.100.8")
    for number in range(4):
        fail(f"nobody{number}", 1, REMOTE_ADDR="198.51.100.8")
    assert not get_in("reporter", REMOTE_ADDR="198.51.100.8")


def test_addresses_of_one_line_are_one_place(cast: Cast) -> None:
    for number in range(6):
        fail("reporter", 1, REMOTE_ADDR=f"2001:db8:1:2::{number + 1}")
    assert not get_in(REMOTE_ADDR="2001:db8:1:2::99")
    assert get_in(REMOTE_ADDR="2001:db8:1:3::1")


def test_a_flood_of_refused_tries_is_one_row(cast: Cast) -> None:
    fail("reporter", 25, **HERE)
    assert SignIn.objects.filter(outcome="refused").count() == 1
    assert SignIn.objects.count() == 6


def test_one_success_ends_the_row_of_own_failures(cast: Cast) -> None:
    for _round in range(3):
        fail("reporter", 4, **HERE)
        assert get_in(**HERE)


def test_codes_are_not_guessed_either(cast: Cast) -> None:
    give_app(cast.editor)
    client = Client()
    assert sign_in(client, "editor", **HERE)["Location"] == CODE
    answers = [client.post(CODE, {"code": f"{n:06}"}, **HERE).status_code for n in range(5)]
    assert answers == [200] * 5
    refused = client.post(CODE, {"code": code()}, **HERE)
    assert refused.status_code == 429
    assert "Retry-After" in refused
    assert not is_in(client)
    # The owner elsewhere goes on as ever.
    own = Client()
    sign_in(own, "editor", **THERE)
    assert own.post(CODE, {"code": code()}, **THERE).status_code == 302
    assert is_in(own)


@pytest.mark.parametrize("trusted", [True, False])
def test_the_address_is_the_callers_behind_our_own_proxy_only(
    cast: Cast, settings: Any, trusted: bool
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if trusted else None
    told = {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 198.51.100.23", "REMOTE_ADDR": "127.0.0.1"}
    assert get_in(**told)
    assert SignIn.objects.get().address == ("198.51.100.23" if trusted else "127.0.0.1")
