from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from newsroom.roles import statements


class Command(BaseCommand):
    help = (
        "Print the SQL that gives each wing a role of its own in PostgreSQL: the readers' may "
        "read what readers see and nothing else, the newsroom's may not rewrite the ledger. Run "
        "it as PostgreSQL's administrator, after the first migration and after each upgrade."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--desk", default="newsroom_desk", help="name of the newsroom's role")
        parser.add_argument("--public", default="newsroom_public", help="name of the readers' role")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            "-- Passwords are not in here; afterwards, in psql: \\password newsroom_public"
        )
        for statement in statements(desk=options["desk"], public=options["public"]):
            self.stdout.write(f"{statement};")
