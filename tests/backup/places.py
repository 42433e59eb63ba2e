"""Other, empty newspapers to restore into, each asked by processes of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests.server import ROOT, database_url


class Place:
    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def manage(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        variables = {
            name: value for name, value in os.environ.items() if not name.startswith("NEWSROOM_")
        }
        variables |= {"NEWSROOM_VAR": str(self.folder), "DATABASE_URL": self.url} | environment
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=variables, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def run(self, *words: str, **environment: str) -> str:
        done = self.manage(*words, **environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def files(self) -> dict[str, bytes]:
        top = self.folder / "private"
        return {
            str(path.relative_to(top)): path.read_bytes()
            for path in top.rglob("*")
            if path.is_file()
        }


def sqlite_place(folder: Path) -> Place:
    folder.mkdir()
    return Place(folder, f"sqlite:///{folder / 'paper.sqlite3'}")


@contextmanager
def same_engine(folder: Path) -> Iterator[Place]:
    """On the engine that this test runs on."""
    if connection.vendor == "sqlite":
        yield sqlite_place(folder)
        return
    folder.mkdir()
    name = f"newsroom_restored_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield Place(folder, database_url().rsplit("/", 1)[0] + f"/{name}")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
