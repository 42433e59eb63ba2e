from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class IncomingFile(models.Model):
    """Copy as it arrived, byte for byte: waiting copy, and then the origin of a draft.

    `articles.desk.incoming` writes it. It waits until somebody makes a draft of it or discards
    it; no row is ever deleted.
    """

    # Null: no draft was made of it yet.
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="incoming_files")
    # Empty: the text was pasted.
    name = models.CharField(_("file name"), max_length=200, blank=True)
    data = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    # What the reader made of it: the JSON of `articles.intake.copy.ImportedCopy`.
    report = models.JSONField()
    # How it is to be read: ids and kinds of repairs that somebody does not want.
    refused = models.JSONField(default=list)
    repair_reprints = models.BooleanField(default=False)
    # Where the draft is to go; its editors see the copy while it waits.
    section = models.ForeignKey(
        "articles.Section", models.PROTECT, related_name="+", verbose_name=_("section")
    )
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("received by")
    )
    received_at = models.DateTimeField(auto_now_add=True)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("incoming file")
        verbose_name_plural = _("incoming files")
        ordering = ("pk",)
        indexes = (
            models.Index(fields=["content_hash"], name="incoming_content"),
            # Waiting copy is a handful among all that ever arrived.
            models.Index(
                fields=["-received_at"],
                condition=models.Q(article=None, discarded_at=None),
                name="incoming_waiting",
            ),
        )

    def __str__(self) -> str:
        return self.name
