"""When readers first saw a piece, and what is done because of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Appearance(models.Model):
    """The first time that readers see a piece: expected at publication, noticed by a worker.

    Readers see the piece from its time on, worker or no worker; this row is how the newsroom
    knows that it was so, and how late anybody looked.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    # Who pressed “publish”: the one to alarm.
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    due_at = models.DateTimeField(_("due"))
    # Set for a time ahead; else put out at once.
    scheduled = models.BooleanField(default=False)
    seen_at = models.DateTimeField(_("first seen"), null=True)
    # Whether a worker was looking when the time came: otherwise `seen_at` says nothing about
    # readers, only that the worker came late.
    watched = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ("-due_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["article"], condition=Q(seen_at=None), name="appearance_expected_once"
            ),
        )
        indexes = (
            models.Index(fields=["due_at"], name="appearance_due", condition=Q(seen_at=None)),
            models.Index(fields=["-due_at", "-id"], name="appearance_newest"),
        )

    def __str__(self) -> str:
        return f"{self.article_id} {self.due_at:%Y-%m-%d %H:%M:%S}"

    @property
    def lateness(self) -> float | None:
        """Seconds between the time and the first sight of it; nothing while it is expected."""
        return (self.seen_at - self.due_at).total_seconds() if self.seen_at else None


class SideEffect(models.Model):
    """What one listener does about one appearance, until it has succeeded or is given up."""

    appearance = models.ForeignKey(Appearance, models.CASCADE, related_name="effects")
    listener = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=["appearance", "listener"], name="side_effect_once"),
        )
        indexes = (
            models.Index(
                fields=["next_try_at", "id"],
                name="side_effect_due",
                condition=Q(done_at=None, given_up_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.listener} {self.appearance_id}"
