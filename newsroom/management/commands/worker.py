import argparse
import os
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Runs beside the web processes; several may run at once, on one machine or many.

    There is no task queue: the outbox and the side effects are rows with a time for the next
    try, which is a queue already, in the same transaction as what they are about. A broker
    beside it would add a part that can lose or double them, and take none away.
    """

    help = (
        "Send notices, note what has appeared, and do the regular chores, until it is stopped "
        "(SIGTERM or Ctrl-C). Pieces appear at their time without it."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do what is due now and end: for cron"
        )
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="end when the process that started it ends: for the demo",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.HAS_DESK:
            raise CommandError("The worker belongs to the newsroom: NEWSROOM_WING=all or desk.")
        # It needs the applications of the desk, which a process of the readers has not.
        from newsroom import worker

        if options["once"]:
            if failed := worker.run_once():
                raise CommandError(f"Not all was done; the log says why: {', '.join(failed)}.")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stop.set())
        if options["with_parent"]:
            threading.Thread(target=_watch_parent, args=(stop,), daemon=True).start()
        worker.run(stop)


def _watch_parent(stop: threading.Event) -> None:
    parent = os.getppid()
    while not stop.wait(1):
        if os.getppid() != parent:
            stop.set()
