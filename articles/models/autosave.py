from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Autosave(models.Model):
    """What somebody typed into the edit screen and has not saved: no revision, nobody else's.

    One row for each `sitting`, one opening of the screen in one window, named by its script.
    `article` is null for a piece that was never saved. `fields` is the form as it would be sent,
    a list of [name, value]. A closed row keeps its name and loses its text, so that a request
    that was still under way when the piece was saved brings nothing back.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, related_name="+", verbose_name=_("article")
    )
    sitting = models.CharField(max_length=40)
    # Of the piece, as the screen had loaded it.
    version = models.PositiveIntegerField(default=0)
    fields: "models.JSONField[Any, list[list[str]]]" = models.JSONField(default=list)
    # The browser's clock, in milliseconds: of two copies of one sitting the later one counts.
    typed_at = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(_("typed"), db_index=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("kept text")
        verbose_name_plural = _("kept texts")
        ordering = ("-updated_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["user", "sitting"], name="autosave_sitting_once"),
        )
        indexes = (models.Index(fields=["user", "article"], name="autosave_user_article"),)

    def __str__(self) -> str:
        return f"{self.user} {self.article_id or '-'} {self.sitting}"
