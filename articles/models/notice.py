"""What people of the newsroom are told, and how each of them wants to be told."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Kinds of notices, as people choose among them."""

    RETURNED = "returned", _("Returned, spiked or discarded")
    WAITING = "waiting", _("Waiting for me")
    COMMENTED = "commented", _("Commented")
    ASSIGNED = "assigned", _("Assignments")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn or reinstated")
    CONFIRM = "confirm", _("A withdrawal to confirm")
    OVERRIDDEN = "overridden", _("Signed by one person alone")
    TROUBLE = "trouble", _("Trouble after publication")
    UNDELIVERED = "undelivered", _("Messages that could not be delivered")
    OPERATIONS = "operations", _("Backups and running")
    ACCOUNT = "account", _("My account")


class Rhythm(models.TextChoices):
    """When messages of a kind go out."""

    OFF = "off", _("not at all")
    AT_ONCE = "at_once", _("at once")
    QUARTER = "quarter", _("every 15 minutes")
    HOURLY = "hourly", _("every hour")
    TWICE_A_DAY = "twice_a_day", _("at 8:00 and 18:00")

    def next_after(self, now: datetime) -> datetime:
        """When a message that is written now is due, by the clock on the newsroom's wall."""
        local = timezone.localtime(now)
        hour = local.replace(minute=0, second=0, microsecond=0)
        if self == Rhythm.QUARTER:
            return hour + timedelta(minutes=15 * (local.minute // 15 + 1))
        if self == Rhythm.HOURLY:
            return hour + timedelta(hours=1)
        if self == Rhythm.TWICE_A_DAY:
            days = [hour, hour + timedelta(days=1)]
            return next(
                moment
                for day in days
                for clock in (8, 18)
                if (moment := day.replace(hour=clock)) > local
            )
        return now


class Notice(models.Model):
    """One thing that one person is told; without a recipient it is for the desks' groups.

    It says who did what to which piece or assignment, and points at the record of it. What was
    written there or about it is looked up by whoever may open that, when they look.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    # The step of the workflow or plan, or another act that `articles.desk.notice_words` knows.
    act = models.CharField(max_length=30)
    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="+")
    assignment = models.ForeignKey(
        "articles.Assignment", models.CASCADE, null=True, related_name="+"
    )
    actor_name = models.CharField(max_length=60, blank=True)
    # Without a constraint: a ledger that was tampered with is for `verify_ledger` to tell of.
    entry = models.ForeignKey(
        "articles.LedgerEntry",
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    comment_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    # Whether the recipient's bell shows it; some want a kind by e-mail only.
    bell = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=["recipient"],
                name="notice_unread",
                condition=Q(read_at=None, bell=True),
            ),
            models.Index(fields=["recipient", "-id"], name="notice_newest"),
            models.Index(fields=["article"], name="notice_open", condition=Q(read_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.article_id or self.assignment_id}"


class NoticeChoice(models.Model):
    """How one person wants to be told of one kind; without a row the defaults hold."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    bell = models.BooleanField(default=True)
    email = models.CharField(max_length=20, choices=Rhythm, default=Rhythm.OFF)

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=["user", "kind"], name="notice_choice_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"
