from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.revision import Revision


class Review(models.Model):
    """One pass of a review: who, which step of which round, and the revision it signed."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="reviews")
    round = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField(_("review"))
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    # A return to an earlier review makes the passes after it void; they stay on record.
    voided = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["article", "round", "number"],
                condition=models.Q(voided=False),
                name="review_once_a_round",
            ),
            models.UniqueConstraint(
                fields=["article", "round", "reviewer"],
                condition=models.Q(voided=False),
                name="reviewer_once_a_round",
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id} · {self.round}.{self.number}"


class Proofread(models.Model):
    """One reading of a revision for errors. It counts for that content and no other."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="proofreads")
    round = models.PositiveIntegerField()
    proofreader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    # Errors found in this reading; unknown where nobody counted.
    errors = models.PositiveIntegerField(_("errors found"), null=True)
    # Length of what was read, as Chinese editors count words: the base of the error rate.
    words = models.PositiveIntegerField(default=0, db_default=0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("proofread")
        verbose_name_plural = _("proofreads")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["article", "round", "proofreader", "content_hash"],
                name="proofread_once_by_each",
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id} · {self.proofreader_id}"
