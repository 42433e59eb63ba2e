from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.article import Article


class Clip(models.Model):
    """A recording in a piece, with what this piece says about it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="clips")
    recording = models.ForeignKey("articles.Recording", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(
        _("title of the recording"),
        max_length=120,
        blank=True,
        help_text=_("What is heard or seen, in a few words."),
    )
    caption = models.CharField(pgettext_lazy("recording", "caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    rights_holder = models.CharField(_("rights holder"), max_length=100, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_(
            "Everything that is said and what else is heard, for readers who cannot hear it or do"
            " not want to. An empty line begins a paragraph."
        ),
    )
    # WebVTT, as `articles.text.captions` writes it.
    captions = models.TextField(
        _("captions"),
        blank=True,
        help_text=_(
            "WebVTT or SRT: choose a file, or type it here. Each caption is a line with its times"
            " and the lines below it."
        ),
    )
    poster = models.ForeignKey(
        "articles.Image",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("poster picture"),
    )

    class Meta:
        verbose_name = _("clip")
        verbose_name_plural = _("clips")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["article", "recording"], name="clip_once_a_piece"),
        )

    def __str__(self) -> str:
        return self.title or str(self.recording)
