from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Image(models.Model):
    """A picture in private storage, re-encoded on arrival and never changed afterwards.

    `content_hash` (SHA-256 of the stored bytes, 64 hex digits) is its name everywhere outside
    this table. What is said about it here only fills in a new figure; what readers see is
    said, and signed, with the piece.
    """

    content_hash = models.CharField(max_length=64, unique=True, editable=False)
    format = models.CharField(max_length=8, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    name = models.CharField(_("file name on arrival"), max_length=200, blank=True)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    rights_holder = models.CharField(_("rights holder"), max_length=100, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return self.name or self.content_hash[:12]

    @property
    def storage_name(self) -> str:
        return storage_name(self.content_hash, self.format)

    def get_absolute_url(self) -> str:
        """The newsroom's address of the picture; readers have another one."""
        return reverse("admin:image-file", args=[self.content_hash])


def storage_name(content_hash: str, suffix: str) -> str:
    """Where the bytes lie in private storage; two levels keep folders small."""
    return f"images/{content_hash[:2]}/{content_hash}.{suffix}"
