"""A site with a database and files of its own, of which parts are taken away."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from newsroom.servers import free_port, granian, running
from tests.server import ROOT

_TOKEN = "t" * 32


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Site:
    address: str
    seed: dict[str, Any]

    def get(self, path: str, who: str = "", **headers: str) -> Answer:
        return self._ask(path, None, who, headers)

    def post(self, path: str, who: str, data: dict[str, Any], **headers: str) -> Answer:
        return self._ask(path, urllib.parse.urlencode(data, doseq=True).encode(), who, headers)

    def post_json(self, path: str, who: str, said: Any) -> Answer:
        kinds = {"Content_Type": "application/json", "Accept": "application/json"}
        return self._ask(path, json.dumps(said).encode(), who, kinds)

    def upload(self, path: str, who: str, name: str, data: bytes) -> Answer:
        head = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        body = head.encode() + data + b"\r\n--b--\r\n"
        kinds = {"Content_Type": "multipart/form-data; boundary=b", "Accept": "application/json"}
        return self._ask(path, body, who, kinds)

    def _ask(self, path: str, data: bytes | None, who: str, headers: dict[str, str]) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if who:
            session = self.seed["sessions"][who]
            named |= {
                "Cookie": f"sessionid={session}; csrftoken={_TOKEN}", "X-CSRFToken": _TOKEN,
            }  # fmt: skip
        request = urllib.request.Request(self.address + path, data, named)
        began = time.monotonic()
        try:
            with _opener.open(request, timeout=60) as found:
                status, got, body = found.status, found.headers, found.read()
        except urllib.error.HTTPError as error:
            status, got, body = error.code, error.headers, error.read()
        return Answer(status, got, body, time.monotonic() - began)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Stay)


def variables(var: Path, database: str = "", **more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("NEWSROOM_") and name not in ("DATABASE_URL", "REDIS_URL")
    }
    database = database or f"sqlite:///{var / 'site.sqlite3'}"
    return kept | {"NEWSROOM_VAR": str(var), "DATABASE_URL": database} | more


def seeded(environment: dict[str, str]) -> dict[str, Any]:
    for command in (["manage.py", "migrate", "--verbosity", "0"], ["-m", "tests.faults.seed"]):
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def serving(environment: dict[str, str], seed: dict[str, Any], workers: int = 1) -> Iterator[Site]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = Path(environment["NEWSROOM_VAR"]).parent / "server.log"
    with (
        log.open("w") as out,
        running(
            granian("newsroom.wsgi:application", port, workers=workers),
            f"{address}/healthz",
            environment=environment,
            out=out,
            said=lambda _process: log.read_text(),
        ),
    ):
        yield Site(address, seed)
