"""Topics for readers (专题) as the newsroom works on them. Not the plan's assignments (选题).

Everything here may be half-done; what readers see is `PublishedSpecial`. Written by
`articles.desk.specials` alone.
"""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.fields import BodyField
from articles.models.section import check_slug


def validate_special_slug(slug: str) -> None:
    """Topics have addresses of their own: no word is taken there."""
    check_slug(slug, frozenset())


class Special(models.Model):
    """A topic (专题): what it is about, a picture, and pieces in groups, in an order that
    somebody chose."""

    title = models.CharField(_("title"), max_length=60)
    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[validate_special_slug],
        help_text=_("Readers find the topic at /topics/…/. Once they have seen it, it stays."),
    )
    introduction = BodyField(
        _("introduction"),
        blank=True,
        help_text=_("What the topic is about. The list of topics shows its beginning."),
    )
    cover = models.ForeignKey(
        "articles.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
    )
    cover_alt = models.CharField(_("alternative text"), max_length=200, blank=True)
    cover_caption = models.CharField(_("caption"), max_length=300, blank=True)
    cover_credit = models.CharField(_("credit"), max_length=100, blank=True)
    cover_rights_holder = models.CharField(_("rights holder"), max_length=100, blank=True)
    cover_licence = models.CharField(_("licence"), max_length=100, blank=True)
    cover_focal_x = models.FloatField(default=0.5)
    cover_focal_y = models.FloatField(default=0.5)
    # Readers have had its address: it does not change any more.
    was_public = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        verbose_name = pgettext_lazy("for readers", "topic")
        verbose_name_plural = _("topics")
        default_permissions = ()
        ordering = ("-updated_at", "-pk")
        indexes = (models.Index(fields=["-updated_at", "-id"], name="special_updated"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("admin:special", args=[self.pk])


class SpecialGroup(models.Model):
    """A part of a topic, under its own name or, where it has none, under none."""

    special = models.ForeignKey(Special, models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name of the group"), max_length=40, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class SpecialPiece(models.Model):
    """A piece's place in a topic. It may not be public yet: readers see it once it is."""

    special = models.ForeignKey(Special, models.CASCADE, related_name="places")
    group = models.ForeignKey(SpecialGroup, models.CASCADE, related_name="places")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ("group__position", "group", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["special", "article"], name="special_piece_once"),
        )

    def __str__(self) -> str:
        return f"{self.special_id} · {self.article_id}"
