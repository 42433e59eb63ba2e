from typing import Any

from django.db import models
from django.utils import timezone


class Invalidation(models.Model):
    """Tags of pages that a change concerns: written in its transaction, read by every process
    that keeps pages, worthless after a minute."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    tags: "models.JSONField[Any, Any]" = models.JSONField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at}: {self.tags}"
