"""A real server for tests: granian in a process of its own, on a free port of this machine."""

import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from newsroom.servers import free_port, granian, running

__all__ = ["ROOT", "database_url", "fetch", "free_port", "serve"]

ROOT = settings.BASE_DIR


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
    address = f"http://127.0.0.1:{port}"
    with running(
        granian("newsroom.wsgi:application", port, workers=workers),
        f"{address}/healthz",
        environment=variables,
        out=subprocess.PIPE,
        said=lambda process: str(process.communicate()[0]),
    ):
        yield address
