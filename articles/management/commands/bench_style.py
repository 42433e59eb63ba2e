"""How much processor time house style takes over a piece. It needs no database."""

import argparse
import random
import statistics
import time
from typing import Any

from django.core.management.base import BaseCommand

from articles.text.housestyle import Copy, Kind, Line, Rule, Stylebook, check

_COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"
    "而方后多定行学法所民得经进着等部度家电力里如水化高自理起小物现实加量都两体制机当使点从业本去把性好应开"
    "它合还因由其些然前外天政日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命"
)


class Command(BaseCommand):
    help = "Measure house style: many rules over one piece of invented text."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--rules", type=int, default=2000)
        parser.add_argument("--characters", type=int, default=3000)
        parser.add_argument("--times", type=int, default=50)

    def handle(self, *args: Any, **options: Any) -> None:
        chance = random.Random(1)  # noqa: S311 - the same text for every run; no secret

        def words(least: int, most: int) -> str:
            return "".join(chance.choices(_COMMON, k=chance.randint(least, most)))

        rules = [
            Rule(chance.choice((Kind.BANNED, Kind.CAUTIOUS, Kind.PREFERRED)), words(2, 5),
                 words(2, 5), (words(6, 8),))
            for _number in range(options["rules"])
        ]  # fmt: skip
        started = time.process_time()
        book = Stylebook(rules)
        compiled = (time.process_time() - started) * 1000
        copy = self._copy(options["characters"], words)
        self.stdout.write(f"{len(rules)} rules compiled in {compiled:.1f} ms, once an edition")
        for name, each in (("built-in rules alone", Stylebook()), ("all rules", book)):
            taken, found = [], 0
            for _time in range(options["times"]):
                started = time.process_time()
                found = len(check(copy, each))
                taken.append((time.process_time() - started) * 1000)
            self.stdout.write(
                f"{name}: median {statistics.median(taken):.1f} ms, slowest {max(taken):.1f} ms, "
                f"{found} findings in {sum(len(line.text) for line in copy.lines)} characters"
            )

    def _copy(self, characters: int, words: Any) -> Copy:
        lines: list[Line] = []
        while sum(len(line.text) for line in lines) < characters:
            text = "，".join(words(6, 16) for _clause in range(12)) + "。"
            lines.append(Line("body", len(lines), "paragraph", text))
        return Copy(tuple(lines), bylines=("甲",))
