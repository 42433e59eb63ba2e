"""What readers read: waiting reads are added up by the hour, and the most read take their places.

Only pieces that readers can see count. Every worker adds up what waits for it (on its machine,
or in Redis); one of them counts who leads.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from articles import pagetags, reads
from articles.desk import invalidations
from articles.models import MostRead, PublishedArticle, ReadHour
from articles.models.reads import hour_of

DAY, WEEK = 24, 7 * 24  # hours
SPANS = {MostRead.Span.DAY: DAY, MostRead.Span.WEEK: WEEK}
# More than any page shows: when some are withdrawn, the next move up at once.
PLACES = 50
_KEPT = WEEK + DAY  # hours
_MINUTES = 60  # in an hour
_IDS = 500  # in one question

# Django's own upsert puts a number in another's place; this adds.
_ADD = (
    "INSERT INTO articles_readhour (article_id, hour, count) VALUES (%s, %s, %s) "
    "ON CONFLICT (article_id, hour) DO UPDATE SET count = articles_readhour.count + excluded.count"
)


def add_up() -> int:
    """Put what waits into the table; how many reads counted. Safe to call at any time, anywhere."""
    with reads.taken(timezone.now()) as waiting:
        hours: Counter[tuple[int, int]] = Counter()
        for (minute, article_id), count in waiting.items():
            hours[article_id, minute // _MINUTES] += count
        public = _public({article_id for article_id, _hour in hours})
        rows = sorted((*key, count) for key, count in hours.items() if key[0] in public)
        record(rows)
    return sum(count for _article, _hour, count in rows)


def record(rows: Iterable[tuple[int, int, int]]) -> None:
    """Add reads: (piece, hour, how often), sorted where several may write at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_ADD, list(rows))


def _public(ids: set[int]) -> set[int]:
    """Those that readers can see. Numbers beyond every piece's come from nobody's page."""
    asked = sorted(ids)
    return {
        found
        for start in range(0, len(asked), _IDS)
        for found in PublishedArticle.objects.visible()
        .filter(pk__in=asked[start : start + _IDS])
        .values_list("pk", flat=True)
    }


def rank() -> None:
    """Give the most read of each span their places, where they changed; the home page follows."""
    for span, hours in SPANS.items():
        leading = list(
            _within(hours)
            .values("article_id")
            .annotate(reads=Sum("count"))
            .order_by("-reads", "-article_id")
            .values_list("article_id", flat=True)[:PLACES]
        )
        places = MostRead.objects.filter(span=span)
        with transaction.atomic():
            if list(places.values_list("article_id", flat=True)) == leading:
                continue
            places.delete()
            MostRead.objects.bulk_create(
                MostRead(span=span, position=position, article_id=article_id)
                for position, article_id in enumerate(leading, start=1)
            )
            invalidations.changed([pagetags.HOME])


def renew_pages() -> None:
    """What other pages than the home page say of the most read does not hold any more."""
    with transaction.atomic():
        invalidations.changed([pagetags.MOST_READ])


def prune() -> None:
    """What is older than every span goes."""
    ReadHour.objects.filter(hour__lte=hour_of(timezone.now()) - _KEPT).delete()


def of_last_day(ids: Iterable[int]) -> dict[int, int]:
    """How often each of these pieces was read within 24 hours; those that nobody read are left
    out."""
    found = _within(DAY).filter(article_id__in=list(ids)).values("article_id")
    return {row["article_id"]: row["reads"] for row in found.annotate(reads=Sum("count"))}


def _within(hours: int) -> QuerySet[ReadHour]:
    """The hour that runs, and those before it."""
    return ReadHour.objects.order_by().filter(hour__gt=hour_of(timezone.now()) - hours)
