from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.article import Article


class Comment(models.Model):
    """What the newsroom says to itself about a piece: never content, never signed, never public.

    A thread is one comment without `parent` and the rows below it, oldest first; marking it done
    or opening it again is such a row, too, so that who and when are kept. `articles.desk.comments`
    alone writes here.
    """

    class Kind(models.TextChoices):
        SAID = "said", pgettext_lazy("comment", "said")
        # A line of the note with which the piece was returned.
        POINT = "point", pgettext_lazy("comment", "asked for")
        RESOLVED = "resolved", pgettext_lazy("comment", "marked as done")
        REOPENED = "reopened", pgettext_lazy("comment", "opened again")

    article = models.ForeignKey(Article, models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAID)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(_("comment"), blank=True)
    round = models.PositiveIntegerField(default=0)
    # Of a thread's first row alone.
    resolved = models.BooleanField(default=False)
    # Where it stands: in the text of `field` as it was in `revision`; for the body, in that block
    # of it. Without a field it is about the whole piece.
    revision = models.PositiveIntegerField()
    field = models.CharField(max_length=30, blank=True)
    block = models.PositiveIntegerField(default=0)
    start = models.PositiveIntegerField(default=0)
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=40, blank=True)
    suffix = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("pk",)
        indexes = (models.Index(fields=["article", "resolved"], name="comment_article_open"),)

    def __str__(self) -> str:
        return self.text[:40]
