"""How often pieces were read: numbers by the hour, and who leads. Nothing about anybody."""

from datetime import datetime

from django.db import models

_HOUR = 3600  # seconds


def hour_of(at: datetime) -> int:
    """Whole hours since 1970, UTC: the same on every machine and in every database."""
    return int(at.timestamp()) // _HOUR


class ReadHour(models.Model):
    """How often one piece was read within one hour. Written by `articles.desk.reads` alone."""

    # The piece's number, without a relation: nothing hangs on it.
    article_id = models.BigIntegerField()
    hour = models.PositiveIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=["article_id", "hour"], name="reads_once_an_hour"),
        )
        # Who leads is counted from it alone.
        indexes = (models.Index(fields=["hour", "article_id", "count"], name="reads_by_hour"),)

    def __str__(self) -> str:
        return f"{self.article_id} · {self.hour} · {self.count}"


class MostRead(models.Model):
    """The place of a piece among the most read. Counted anew every minute: readers' pages ask
    for these few rows and never count themselves.

    Whether a piece may be shown is not decided here: pages ask `visible()`, as everywhere.
    """

    class Span(models.TextChoices):
        DAY = "day"
        WEEK = "week"

    span = models.CharField(max_length=4, choices=Span.choices)
    position = models.PositiveSmallIntegerField()
    article_id = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ("span", "position")
        constraints = (
            models.UniqueConstraint(fields=["span", "position"], name="most_read_place"),
            models.UniqueConstraint(fields=["span", "article_id"], name="most_read_once"),
        )

    def __str__(self) -> str:
        return f"{self.span} {self.position}: {self.article_id}"
