"""What editors have chosen for the places of the front page.

Readers' pages read it; `articles.desk.frontpage` alone writes it. It points at published pieces
and never at a draft.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.published import PublishedArticle


class Slot(models.TextChoices):
    LEAD = "lead", pgettext_lazy("front page", "lead")
    SPARE = "spare", pgettext_lazy("front page", "spare lead")
    SECONDS = "seconds", pgettext_lazy("front page", "seconds")
    PICTURE = "picture", pgettext_lazy("front page", "large picture")
    BLOCK = "block", pgettext_lazy("front page", "first of a section")


class PinQuerySet(models.QuerySet["Pin"]):
    def begun(self, at: datetime | None = None) -> "PinQuerySet":
        """Choices whose hour has come, of pieces that readers may read; in their order."""
        at = at or timezone.now()
        visible = PublishedArticle.objects.visible(at).of("article")
        return self.filter(visible, starts_at__lte=at).order_by("position", "-pk")


class Pin(models.Model):
    """A public piece in a place of the front page, between two moments."""

    slot = models.CharField(pgettext_lazy("front page", "place"), max_length=10, choices=Slot)
    # The channel whose block it is; None for the places of the page itself.
    section = models.ForeignKey(
        "articles.Section", models.CASCADE, null=True, blank=True, related_name="+"
    )
    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField(_("from"))
    # Empty: until somebody chooses otherwise. A lead stays beyond it while it has no successor.
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    pinned_at = models.DateTimeField(auto_now_add=True)
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice for the front page")
        verbose_name_plural = _("choices for the front page")
        default_permissions = ()
        ordering = ("slot", "section", "position", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["slot", "article"], name="pin_once_a_slot", condition=Q(section=None)
            ),
            models.UniqueConstraint(
                fields=["section", "article"],
                name="pin_once_a_block",
                condition=Q(section__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(slot=Slot.BLOCK, section__isnull=False)
                | (~Q(slot=Slot.BLOCK) & Q(section=None)),
                name="pin_block_has_section",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="pin_ends_later"
            ),
        )

    def __str__(self) -> str:
        return f"{self.slot}: {self.article_id}"

    def is_over(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at
