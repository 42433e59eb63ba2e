from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article, State
from articles.models.immutable import Immutable


class Revision(Immutable):
    """A numbered snapshot of a piece's content that never changes.

    `content` has the shape that `articles.desk.content.content_of` gives; `content_hash` is
    the SHA-256 of its canonical JSON.
    """

    class Kind(models.TextChoices):
        EDIT = "edit", _("edit")
        # Written by a step of the workflow: nobody became an author by it.
        ACT = "act", _("step")

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=State)
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.EDIT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once"),
        )

    def __str__(self) -> str:
        return f"#{self.number}"
