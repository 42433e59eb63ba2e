import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from articles.models import PublishedArticle
from newsroom.bench.asking import SIZE, Asker, Row, table
from newsroom.bench.questions import NothingToAsk, draw
from newsroom.bench.truth import truth

# The questions that the goals are set for.
_GOAL = "**random substrings and pairs**"
_GOAL_KINDS = ("random substring", "commonest pair")


class Command(BaseCommand):
    help = (
        "Ask the search of this archive some hundred questions drawn from its own texts, compare "
        "every page with a reading of all pieces, and print a Markdown table of milliseconds. "
        "It writes nothing."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--substrings", type=int, default=200, help="random ones (200)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed asks the same")
        parser.add_argument("--quick", action="store_true", help="compare with nothing")
        parser.add_argument(
            "--show", type=int, default=100, metavar="MS", help="name questions that took longer"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        try:
            questions = draw(options["substrings"], options["seed"], at)
        except NothingToAsk:
            raise CommandError(
                "Nothing is published here yet. Fill the archive first, for example with "
                "`manage.py demo`."
            ) from None
        asker = Asker(at)
        asker.ask(questions[0])
        first, second = ([asker.ask(question) for question in questions] for _time in range(2))
        compared = not options["quick"]
        began = time.monotonic()
        right = truth(questions, SIZE, at) if compared else [each.numbers for each in first]
        rows: dict[str, Row] = {_GOAL: Row()}
        for question, one, two, numbers in zip(questions, first, second, right, strict=True):
            is_right = one.numbers == two.numbers == numbers
            rows.setdefault(question.kind, Row()).add(one, two, is_right)
            if question.kind in _GOAL_KINDS:
                rows[_GOAL].add(one, two, is_right)
            if not is_right:
                self.stderr.write(f"{question}\n  found {one.numbers}\n  true  {numbers}")
            if one.milliseconds > options["show"]:
                self.stderr.write(f"{one.milliseconds:,.0f} ms: {question}")
        if compared:
            self.stderr.write(f"All pieces were read in {time.monotonic() - began:,.0f} s.")
        pieces = PublishedArticle.objects.visible(at).count()
        title = f"{connection.vendor}, {pieces:,} pieces; ms"
        self.stdout.write("\n".join(table(title, rows, compared)))
