from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class IncomingFile(models.Model):
    """Copy as it arrived, byte for byte, kept with the draft that was made of it."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="incoming_files")
    name = models.CharField(_("file name"), max_length=200)
    data = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    # What the reader made of it: the JSON of `articles.intake.copy.ImportedCopy`.
    report = models.JSONField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("received by")
    )
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("incoming file")
        verbose_name_plural = _("incoming files")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
