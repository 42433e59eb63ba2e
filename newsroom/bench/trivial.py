"""The least that a WSGI application can do: one answer, headers and bytes, from memory."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_FOLDER = Path(os.environ["NEWSROOM_BENCH_FOLDER"])
_BODY = (_FOLDER / "body").read_bytes()
_HEADERS = [(name, value) for name, value in json.loads((_FOLDER / "headers").read_text())]


def application(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    start("200 OK", _HEADERS)
    return [_BODY]
