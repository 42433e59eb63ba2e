from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.desk import ledger
from articles.models import LedgerEntry


class Command(BaseCommand):
    help = "Check every chain of the ledger and name the first broken link of each."

    def handle(self, *args: Any, **options: Any) -> None:
        breaks = ledger.verify()
        for found in breaks:
            self.stderr.write(self.style.ERROR(str(found)))
        if breaks:
            raise CommandError(f"The ledger is broken in {len(breaks)} place(s).")
        self.stdout.write(f"The ledger is whole: {LedgerEntry.objects.count()} entries checked.")
