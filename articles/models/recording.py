from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

# What readers' browsers play without help, by the ending of the file's address.
MIME_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "weba": "audio/webm",
    "mp4": "video/mp4",
    "webm": "video/webm",
}


class Recording(models.Model):
    """An audio or video file in private storage, never changed after its arrival.

    `content_hash` (SHA-256 of the stored bytes, 64 hex digits) is its name everywhere outside
    this table. What is said about it here only fills in a new clip; what readers see is said,
    and signed, with the piece.
    """

    content_hash = models.CharField(max_length=64, unique=True, editable=False)
    format = models.CharField(_("format"), max_length=4, editable=False)
    # Seconds; 0 where the file does not say.
    duration = models.FloatField(_("duration in seconds"), default=0, editable=False)
    # As it is shown, turned upright; 0 of sound alone.
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    name = models.CharField(_("file name on arrival"), max_length=200, blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    rights_holder = models.CharField(_("rights holder"), max_length=100, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return self.name or self.content_hash[:12]

    @property
    def is_video(self) -> bool:
        return is_video(self.format)

    @property
    def storage_name(self) -> str:
        return recording_storage_name(self.content_hash, self.format)


def is_video(suffix: str) -> bool:
    return MIME_TYPES[suffix].startswith("video/")


def recording_storage_name(content_hash: str, suffix: str) -> str:
    """Where the bytes lie in private storage; two levels keep folders small."""
    return f"recordings/{content_hash[:2]}/{content_hash}.{suffix}"
