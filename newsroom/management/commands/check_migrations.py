from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.loader import MigrationLoader

from newsroom.upgrades import complaints


class Command(BaseCommand):
    help = (
        "Fail for a migration that the code before it could not go on serving beside. Asks no "
        "database."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(complaints(MigrationLoader(None)))
        for each in found:
            self.stderr.write(self.style.ERROR(each))
        if found:
            raise CommandError(
                f"{len(found)} operation(s) are not safe while old code serves: docs/upgrade.md "
                "says how to do it in two steps."
            )
        self.stdout.write("Every migration may run while the code before it serves.")
