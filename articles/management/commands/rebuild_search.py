"""Bring the search index up to date with what is published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Exists, OuterRef

from articles import search
from articles.desk import publishing
from articles.management.progress import Progress
from articles.models import PublishedArticle, SearchEntry

# One transaction: on SQLite, editors who save wait for it, well under a second.
BATCH = 50


class Command(BaseCommand):
    help = (
        "Index the published pieces that the search index lacks or has by older rules. "
        "May be stopped at any time; run again, it goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="Empty the index first: every piece is indexed anew, and until its turn comes "
            "it is not found. Faster than piece by piece where most are lacking.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            search.forget_all()
        wanted = PublishedArticle.objects.exclude(
            Exists(SearchEntry.objects.filter(article=OuterRef("pk"), rules=search.RULES))
        ).order_by("pk")
        progress = Progress(self.stdout, wanted.count())
        try:
            self._index(wanted, progress)
        except KeyboardInterrupt:
            progress.finish()
            raise CommandError(
                f"Stopped after {progress.done:,} pieces. Run `rebuild_search` without --all to "
                "go on from there."
            ) from None
        progress.finish()
        search.complete()
        self.stdout.write(f"The search index is complete. Pieces indexed now: {progress.done:,}")

    def _index(self, wanted: Any, progress: Progress) -> None:
        last = None
        while True:
            rest = wanted if last is None else wanted.filter(pk__gt=last)
            ids = list(rest.values_list("pk", flat=True)[:BATCH])
            if not ids:
                return
            # Locked and read inside the transaction: a piece that is put out anew meanwhile is
            # indexed as it is then, not as it was.
            publishing.reindex(PublishedArticle.objects.select_for_update().filter(pk__in=ids))
            progress.advance(len(ids))
            last = ids[-1]
