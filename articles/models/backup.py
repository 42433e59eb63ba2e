from django.db import models


class Backup(models.Model):
    """One try to make a backup. It is a good one when `error` is empty; `copy_error` tells of the
    copy to another place, which is asked for by a setting and may fail by itself."""

    at = models.DateTimeField()
    seconds = models.FloatField(default=0)
    # Where it lies, on the machine that made it.
    file = models.CharField(max_length=500, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveBigIntegerField(default=0)
    # Pictures and recordings that the database names and storage had not.
    missing = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    copied_at = models.DateTimeField(null=True)
    copy_error = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["-at"], name="backup_at"),)

    def __str__(self) -> str:
        return self.file or self.error
