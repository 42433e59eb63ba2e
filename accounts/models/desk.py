from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import RANK_LABELS, Rank


class Desk(models.Model):
    """A department of the newsroom. Sections name the desk that looks after them."""

    name = models.CharField(_("name"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("desk")
        verbose_name_plural = _("desks")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """A dated grant of a rank: on duty tonight, or standing in for a reviewer.

    Written by `articles.desk.duties` only, which ledgers every grant and revocation.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="duties",
        verbose_name=_("person"),
    )
    rank = models.PositiveSmallIntegerField(
        _("rank"),
        choices=[(int(rank), RANK_LABELS[rank]) for rank in Rank if rank],
        default=int(Rank.EDITOR),
        help_text=_("What the person may do while on duty, like somebody who has this rank."),
    )
    desks = models.ManyToManyField(
        Desk,
        verbose_name=_("desks"),
        blank=True,
        related_name="+",
        help_text=_("Only for the sections of these desks; empty means every section."),
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("to"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ("-starts_at", "-pk")

    def __str__(self) -> str:
        return f"{self.user} · {self.get_rank_display()}"

    @property
    def over_at(self) -> datetime:
        """When it really ended, or will: at the hour that was set, or when it was revoked."""
        return min(self.ends_at, self.revoked_at or self.ends_at)

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("A duty ends after it has begun.")})
