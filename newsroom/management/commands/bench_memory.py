import argparse
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.models import PublishedArticle
from newsroom.bench import memory, servers
from newsroom.bench.load import NoTool, ask_many

_MB = 1024 * 1024
# Of all pages every tenth is asked for again and again.
_OFTEN = 10


class Command(BaseCommand):
    help = (
        "Ask a real server of two workers for so many pages of this database, until its page store "
        "is full, then for some of them again and again, and print as a Markdown table what each "
        "worker takes of memory on the way. Linux only."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("requests", nargs="?", type=int, default=1_000_000)
        parser.add_argument("--pages", type=int, default=5_000, help="different addresses")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This asks as fast as it can: it does not run in production.")
        newest = PublishedArticle.objects.visible().newest()[: options["pages"]]
        paths = [piece.get_absolute_url() for piece in newest.only("date", "pk")]
        if len(paths) < options["pages"]:
            raise CommandError(
                f"There are only {len(paths):,} pieces here: make more with make_archive, or say "
                "--pages."
            )
        limit = settings.PAGE_STORE_BYTES // _MB
        with servers.granian("newsroom.wsgi:application", NEWSROOM_WING="public") as site:
            try:
                rows = [("just started", 0, memory.workers())]
                done = ask_many(site, paths, 2 * len(paths))
                rows.append(("every page was asked for", done, memory.workers()))
                often = paths[: len(paths) // _OFTEN + 1]
                for part in range(1, 5):
                    done += ask_many(site, often, options["requests"] // 4)
                    rows.append((f"{part} of 4 parts of the requests", done, memory.workers()))
            except NoTool as missing:
                raise CommandError(str(missing)) from missing
        count = len(rows[0][2])
        heads = "".join(f" worker {number} |" for number in range(1, count + 1))
        self.stdout.write(
            f"{len(paths):,} pages; a page store of {limit} MB a worker; "
            f"{os.cpu_count()} processors.\n\n| when | requests |{heads}\n|---|---:|"
            + "---:|"
            * count
        )
        for when, requests, workers in rows:
            cells = "".join(f" {each.resident / _MB:.0f} MB |" for each in workers)
            self.stdout.write(f"| {when} | {requests:,} |{cells}")
