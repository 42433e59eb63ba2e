from datetime import datetime

from django.db import models


class GuardedDays(models.Model):
    """When the desk is closed (重保): one row, written by `articles.desk.guarded` alone."""

    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        default_permissions = ()
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="guarded_is_one_row"),)

    def __str__(self) -> str:
        return f"{self.starts_at} – {self.ends_at}"

    def holds(self, at: datetime) -> bool:
        return bool(self.starts_at and self.ends_at) and self.starts_at <= at < self.ends_at  # type: ignore[operator]  # both are there: asked on the left

    @classmethod
    def current(cls) -> "GuardedDays":
        """What is set, or an empty row where nothing ever was."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
