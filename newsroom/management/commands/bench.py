import argparse
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.models import PublishedArticle
from newsroom.bench import servers
from newsroom.bench.load import CONNECTIONS, Load, NoTool, ask
from newsroom.day.database import throwaway

_WARM = 2


class Command(BaseCommand):
    help = (
        "Measure how fast readers get an article's page: from the page store, beside the server's "
        "own limit, nginx, and Django with its own cache, in one run; prints a Markdown table."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--seconds", type=int, default=10, help="for each arrangement")
        parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This fills a database: it does not run in production.")
        if options["here"]:
            self._measure(options["seconds"])
            return
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        with throwaway() as variables:
            environment = os.environ | variables
            subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True)
            subprocess.run(
                [*manage, "demo", "--port", "0"],
                env=environment, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            command = [*manage, "bench", "--here", "--seconds", str(options["seconds"])]
            if code := subprocess.run(command, env=environment).returncode:
                sys.exit(code)

    def _measure(self, seconds: int) -> None:
        path = PublishedArticle.objects.visible().newest()[0].get_absolute_url()
        with servers.granian("newsroom.wsgi:application", NEWSROOM_WING="public") as site:
            page = urllib.request.urlopen(site + path).read()
        packed = brotli.compress(page, quality=5)
        loads: dict[str, Load] = {}
        for name, url in _arrangements(path, packed):
            try:
                ask(url, _WARM)
                loads[name] = ask(url, seconds)
            except NoTool as missing:
                raise CommandError(str(missing)) from missing
        ours = loads["page store"]
        engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
        lines = [
            f"One article, {len(page):,} bytes, {len(packed):,} packed; {engine}; two workers of "
            f"four threads, {CONNECTIONS} connections, {seconds} s each.",
            "",
            "| arrangement | of the page store | requests/s | 99th percentile |",
            "|---|---:|---:|---:|",
        ]
        for name, load in loads.items():
            lines.append(
                f"| {name} | {load.rate / ours.rate:.2f} | {load.rate:,.0f} "
                f"| {load.slowest:.2f} ms |"
            )
        self.stdout.write("\n".join(lines))


def _arrangements(path: str, packed: bytes) -> Iterator[tuple[str, str]]:
    """Each server runs while its address is asked, and no longer."""
    for name, arrangement in (
        ("nginx, a file", _nginx(packed)),
        ("granian, the same bytes from memory", _trivial(packed)),
        ("page store", _site(path)),
        (
            "Django behind its own cache",
            _site(path, DJANGO_SETTINGS_MODULE="newsroom.bench.cached"),
        ),
        ("Django, made each time", _site(path, NEWSROOM_PAGE_STORE_MB="0")),
    ):
        with arrangement as url:
            if url:
                yield name, url


@contextmanager
def _nginx(packed: bytes) -> Iterator[str | None]:
    with tempfile.TemporaryDirectory() as folder, servers.nginx(Path(folder), packed) as url:
        yield url


@contextmanager
def _trivial(packed: bytes) -> Iterator[str]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(packed)
        file.flush()
        with servers.granian(
            "newsroom.bench.trivial:application", NEWSROOM_BENCH_FILE=file.name
        ) as url:
            yield f"{url}/"


@contextmanager
def _site(path: str, **environment: str) -> Iterator[str]:
    with servers.granian(
        "newsroom.wsgi:application", **({"NEWSROOM_WING": "public"} | environment)
    ) as site:
        yield site + path
