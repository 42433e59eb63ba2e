import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom import configuration


class Command(BaseCommand):
    help = "Print the table of all settings, or write it to docs/configuration.md."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/configuration.md")

    def handle(self, *args: Any, **options: Any) -> None:
        missing = configuration.read_from_code().keys() - configuration.known()
        if missing:
            raise CommandError(
                f"Say in newsroom/configuration.py what these mean: {', '.join(sorted(missing))}."
            )
        if options["write"]:
            configuration.PAGE.write_text(configuration.page(), encoding="utf-8")
            self.stdout.write(f"Written: {configuration.PAGE.name}")
        else:
            self.stdout.write(configuration.page())
