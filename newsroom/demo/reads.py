"""How often the demo's pieces were read in its week, as papers know it: much on the first day,
less on each day after, little at night, and a few pieces that everybody opens."""

import random
from datetime import timedelta

from django.utils import timezone

from articles.desk import reads
from articles.models import PublishedArticle
from articles.models.reads import hour_of

_SEED = 20
# Readers of an hour against those of the busiest one, by the newsroom's clock.
_DAY = (3, 2, 1, 1, 1, 2, 6, 12, 14, 11, 9, 9, 15, 13, 9, 8, 8, 10, 12, 14, 16, 15, 11, 6)
_BUSIEST = max(_DAY)
# So many read an ordinary piece in its first hour; it loses half of them every so many hours.
_READERS, _HALVED = 60, 14


def read_everything() -> None:
    """Reads of the last seven days for all that is out, then their places."""
    chance = random.Random(_SEED)
    now = timezone.localtime()
    rows = []
    for piece in PublishedArticle.objects.visible().newest():
        draw = chance.paretovariate(1.3)
        for back in range(reads.WEEK):
            hour = now - timedelta(hours=back)
            age = (hour - piece.visible_from).total_seconds() / 3600
            if age >= 0:
                share = _DAY[hour.hour] / _BUSIEST / 2 ** (age / _HALVED)
                if count := round(_READERS * min(draw, 20) * share * chance.uniform(0.8, 1.2)):
                    rows.append((piece.pk, hour_of(hour), count))
    reads.record(sorted(rows))
    reads.rank()
