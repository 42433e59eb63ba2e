import argparse
import json
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.models import PublishedArticle
from newsroom.bench import servers
from newsroom.bench.load import CONNECTIONS, Load, NoTool, ask

_WARM = 2
_THE_SERVERS = ("connection", "date", "server")


class Command(BaseCommand):
    help = (
        "Measure how fast readers get the newest article's page: from the page store, beside the "
        "server's own limit, nginx, and Django with its own cache, in one run; prints a Markdown "
        "table."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--seconds", type=int, default=10, help="for each arrangement")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This asks as fast as it can: it does not run in production.")
        seconds = options["seconds"]
        newest = PublishedArticle.objects.visible().newest().first()
        if newest is None:
            raise CommandError("Nothing is published here: run `manage.py demo` first.")
        path = newest.get_absolute_url()
        with servers.granian("newsroom.wsgi:application", NEWSROOM_WING="public") as site:
            answer = _packed(site + path)
        size = len(brotli.decompress(answer.body))
        loads: dict[str, Load] = {}
        for name, url in _arrangements(path, answer):
            try:
                ask(url, _WARM)
                loads[name] = ask(url, seconds)
            except NoTool as missing:
                raise CommandError(str(missing)) from missing
        ours = loads["page store"]
        engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
        lines = [
            f"One article, {size:,} bytes, {len(answer.body):,} packed; {engine}; two workers of "
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


@dataclass(frozen=True)
class Answer:
    headers: list[tuple[str, str]]
    body: bytes


def _packed(url: str) -> Answer:
    """As a browser gets it, but for what the server adds."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request) as answer:
        kept = [pair for pair in answer.getheaders() if pair[0].lower() not in _THE_SERVERS]
        return Answer(kept, answer.read())


def _arrangements(path: str, answer: Answer) -> Iterator[tuple[str, str]]:
    """Each server runs while its address is asked, and no longer."""
    for name, arrangement in (
        ("nginx, a file", _file(answer.body)),
        ("granian, the same answer from memory", _trivial(answer)),
        ("nginx with a cache of one second before the page store", _cached(path)),
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
def _file(packed: bytes) -> Iterator[str | None]:
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.nginx_with_a_file(Path(folder), packed) as url,
    ):
        yield url


@contextmanager
def _cached(path: str) -> Iterator[str | None]:
    with (
        tempfile.TemporaryDirectory() as folder,
        _site("") as site,
        servers.nginx_with_a_cache(Path(folder), site, path) as url,
    ):
        yield url


@contextmanager
def _trivial(answer: Answer) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "headers").write_text(json.dumps(answer.headers))
        Path(folder, "body").write_bytes(answer.body)
        with servers.granian(
            "newsroom.bench.trivial:application", NEWSROOM_BENCH_FOLDER=folder
        ) as url:
            yield f"{url}/"


@contextmanager
def _site(path: str, **environment: str) -> Iterator[str]:
    with servers.granian(
        "newsroom.wsgi:application", **({"NEWSROOM_WING": "public"} | environment)
    ) as site:
        yield site + path
