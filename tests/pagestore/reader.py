"""A reader at a gate, without a server in between."""

from dataclasses import dataclass
from typing import Any
from wsgiref.util import setup_testing_defaults

from newsroom.pagestore.gate import Application


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(gate: Application, address: str, method: str = "GET", **headers: str) -> Answer:
    path, _mark, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method, "QUERY_STRING": query, "HTTP_HOST": "127.0.0.1",
        # As WSGI hands paths over (PEP 3333).
        "PATH_INFO": path.encode().decode("latin-1"),
    }  # fmt: skip
    setup_testing_defaults(environ)
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    told: list[Any] = []
    parts = gate(environ, lambda status, pairs, error=None: told.append((status, pairs)))
    body = b"".join(parts)
    if close := getattr(parts, "close", None):
        close()
    ((status, pairs),) = told
    assert len({name.lower() for name, _value in pairs}) == len(pairs), "a header came twice"
    return Answer(int(status[:3]), dict(pairs), body)
