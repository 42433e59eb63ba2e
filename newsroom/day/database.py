"""A database for one day, on the engine that this installation uses; afterwards it is gone."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection


@contextmanager
def throwaway() -> Iterator[dict[str, str]]:
    """The environment of a process that shall use it."""
    folder = Path(tempfile.mkdtemp(prefix="newsroom-day-"))
    try:
        if connection.vendor == "sqlite":
            yield {
                "NEWSROOM_VAR": str(folder),
                "DATABASE_URL": f"sqlite:///{folder / 'day.sqlite3'}",
            }
        else:
            with _on_the_server() as url:
                yield {"NEWSROOM_VAR": str(folder), "DATABASE_URL": url}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _on_the_server() -> Iterator[str]:
    """Needs the right to create databases."""
    name = f"newsroom_day_{os.getpid()}_{secrets.token_hex(3)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    values = connection.settings_dict
    who = quote(values["USER"], safe="")
    word = f":{quote(values['PASSWORD'], safe='')}" if values["PASSWORD"] else ""
    port = f":{values['PORT']}" if values["PORT"] else ""
    try:
        yield f"postgres://{who}{word}@{values['HOST']}{port}/{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
