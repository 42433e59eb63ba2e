"""A real server for tests: granian in a process of its own, on a free port of this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def database_url(user: str = "", password: str = "") -> str:
    """The address of the database that this test runs on."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    who = user or values["USER"]
    word = password or values["PASSWORD"]
    return f"postgres://{who}:{word}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


def fetch(url: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of a GET; an error status is an answer, not an exception."""
    try:
        with urllib.request.urlopen(url, timeout=20) as response:
            return response.status, dict(response.headers), response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


@contextmanager
def serve(workers: int = 1, **environment: str) -> Iterator[str]:
    """Run the site with these variables; yields its address, without a slash at the end."""
    port = free_port()
    # Readers' files are where the test has put them, unless it says otherwise.
    variables = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("NEWSROOM_") or name == "NEWSROOM_VAR"
    }
    variables |= {"NEWSROOM_VAR": str(settings.VAR)} | environment
    process = subprocess.Popen(
        [
            str(Path(sys.executable).parent / "granian"),
            *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", str(workers), "--blocking-threads", "4", "--log-level", "warning"),
            "newsroom.wsgi:application",
        ],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str, process: "subprocess.Popen[str]") -> None:
    for _try in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the server did not start:\n{process.communicate()[0]}")
        try:
            if fetch(f"{address}/healthz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not answer within 30 seconds")
