"""Signing in as people do, and the codes that their telephones would show."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from accounts.models import User
from accounts.signals import account_changed
from tests.cast import PASSWORD

LOGIN = "/admin/login/"
CODE = "/admin/account/second-factor/"
ACCOUNT = "/admin/account/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HTML = {"Accept": "text/html"}


def sign_in(
    client: Client, username: str, password: str = PASSWORD, *, to: str = "", **extra: Any
) -> Any:
    address = f"{LOGIN}?next={to}" if to else LOGIN
    return client.post(address, {"username": username, "password": password}, **extra)


def code(secret: str = SECRET, steps: int = 0) -> str:
    """RFC 6238, by hand: so many steps of half a minute from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def give_app(user: User) -> None:
    TOTP.activate(user, SECRET)


def give_codes(user: User) -> list[str]:
    return RecoveryCodes.activate(user).get_unused_codes()


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


@contextmanager
def changes() -> Iterator[list[tuple[str, str, User | None, str]]]:
    """What is announced of accounts meanwhile: what, whose, by whom, note."""
    heard: list[tuple[str, str, User | None, str]] = []

    def hear(user: User, by: User | None, what: str, note: str, **_rest: Any) -> None:
        heard.append((what, user.username, by, note))

    account_changed.connect(hear)
    try:
        yield heard
    finally:
        account_changed.disconnect(hear)
