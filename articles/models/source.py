from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Source(models.Model):
    """An outlet that the paper reprints from. The list says whether it may, and until when."""

    class Status(models.TextChoices):
        LISTED = "listed", _("on the list")
        UNLISTED = "unlisted", _("not on the list")
        BANNED = "banned", _("not to be used")

    name = models.CharField(_("name"), max_length=80, unique=True)
    url = models.URLField(_("address"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UNLISTED)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    note = models.TextField(pgettext_lazy("source", "note"), blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def usable_on(self, day: date) -> bool:
        """Whether a piece from this source may be reprinted on that day."""
        return (
            self.status == self.Status.LISTED
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
        )
