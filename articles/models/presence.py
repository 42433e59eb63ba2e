from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Presence(models.Model):
    """An edit screen that is open: one row a sitting, alive while its beats come."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sitting = models.CharField(max_length=40)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("open edit screen")
        verbose_name_plural = _("open edit screens")
        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(fields=["user", "sitting"], name="presence_sitting_once"),
        )
        indexes = (models.Index(fields=["article", "seen_at"], name="presence_article_seen"),)

    def __str__(self) -> str:
        return f"{self.user} {self.article_id}"
