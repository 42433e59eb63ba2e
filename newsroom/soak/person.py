"""One person's browser: a session, a token, and answers that may not come."""

import http.client
import json
import re
import secrets
import select
import time
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from accounts.models import User
from newsroom.soak.notes import Notes

_VERSION = re.compile(r'name="version" value="(\d+)"')
_BODY = re.compile(r'<textarea[^>]*name="body"[^>]*>(.*?)</textarea>', re.DOTALL)
_GIVES_UP = 40.0  # seconds; longer than the server lets anything take
_TOKEN_LENGTH = 32


@dataclass(frozen=True)
class Answer:
    """`status` 0: none came. `reached`: whether the server may have acted."""

    status: int
    text: str = ""
    place: str = ""
    reached: bool = True

    @property
    def done(self) -> bool:
        return self.status in (200, 302)

    @property
    def version(self) -> int | None:
        found = _VERSION.search(self.text)
        return int(found[1]) if found else None

    @property
    def body(self) -> str:
        found = _BODY.search(self.text)
        return unescape(found[1]).removeprefix("\r\n").removeprefix("\n") if found else ""


class Person:
    """Signed in without the form: how people sign in is not what is tried here."""

    def __init__(self, user: User, host: str, port: int, notes: Notes) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.name = user.username
        self._token = secrets.token_hex(_TOKEN_LENGTH // 2)
        self._cookie = (
            f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self._token}"
        )
        self._connection = http.client.HTTPConnection(host, port, timeout=_GIVES_UP)
        self._notes = notes

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: dict[str, object]) -> Answer:
        body = urlencode(fields, doseq=True).encode()
        return self._act(path, body, "application/x-www-form-urlencoded", "text/html")

    def upload(self, path: str, name: str, data: bytes) -> Answer:
        mark = secrets.token_hex(16)
        body = (
            (
                f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
                "Content-Type: image/jpeg\r\n\r\n"
            ).encode()
            + data
            + f"\r\n--{mark}--\r\n".encode()
        )
        return self._act(path, body, f"multipart/form-data; boundary={mark}", "application/json")

    def close(self) -> None:
        self._connection.close()

    def _act(self, path: str, body: bytes, kind: str, accept: str) -> Answer:
        headers = {"Content-Type": kind, "X-CSRFToken": self._token, "Accept": accept}
        began = time.monotonic()
        with self._notes.acting():
            answer = self._ask("POST", path, body, headers)
        if answer.status:
            with self._notes.lock:
                self._notes.took.append(time.monotonic() - began)
        return answer

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """Never sent twice: whether the first one was heard is for whoever asked to find out."""
        reached = False
        try:
            # As a browser does: a server hangs up where nobody has asked anything for a while.
            idle = self._connection.sock
            if idle is not None and select.select([idle], [], [], 0)[0]:
                self._connection.close()
            if self._connection.sock is None:
                self._connection.connect()
            reached = True
            self._connection.request(method, path, body, {"Cookie": self._cookie, **headers})
            answer = self._connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._notes.count("cut off" if reached else "not reached")
            return Answer(0, reached=reached)
        if answer.status >= 500:
            self._notes.count(f"answered {answer.status}")
        return Answer(answer.status, text, answer.headers.get("Location", ""))


def json_of(answer: Answer) -> list[dict[str, str]]:
    try:
        found: list[dict[str, str]] = json.loads(answer.text)
    except ValueError:
        return []
    return found if isinstance(found, list) else []
