import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.models import User
from articles.models import Section
from newsroom.bench import servers
from newsroom.bench.visible import publish_and_withdraw


class Command(BaseCommand):
    help = (
        "Publish and withdraw pieces in a demo's database beside a real server of two workers, and "
        "print as a Markdown table how long readers wait for it."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("pieces", nargs="?", type=int, default=30, help="default: 30")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This publishes pieces: it does not run in production.")
        chief = User.objects.filter(groups__name="chief", is_active=True).first()
        section = Section.objects.order_by("position").first()
        if chief is None or section is None:
            raise CommandError("There is no chief editor or no section: run `manage.py demo`.")
        with servers.granian("newsroom.wsgi:application", NEWSROOM_WING="public") as site:
            found = publish_and_withdraw(site, chief, section, options["pieces"])
        self.stdout.write(
            f"| {connection.vendor}, {options['pieces']} pieces | the act itself "
            "| then until a reader has it: median | worst | old answers after it |\n"
            "|---|---:|---:|---:|---:|\n" + "\n".join(each.row() for each in found)
        )
