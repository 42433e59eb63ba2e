"""Topics (专题) as readers see them. Written by `articles.desk.publishing` alone."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.fields import BodyField
from articles.paths import path_to


class PublishedSpecial(models.Model):
    """A topic that readers see: a row here is public, one that was taken down is gone.

    JSON shapes: `groups` [{"name", "pieces": [id]}], in their order; `cover` a figure as
    `PublishedArticle` has them, or None. Of the pieces readers see those that are visible.
    """

    # The newsroom's own id as a plain number: no relation leads back to it.
    id = models.BigIntegerField(primary_key=True)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=60)
    # Sanitised HTML.
    introduction = BodyField(blank=True)
    cover: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    # Beside the cover, for the view that hands out pictures: as in PublishedImage.
    cover_hash = models.CharField(max_length=64, blank=True, db_index=True)
    cover_format = models.CharField(max_length=8, blank=True)
    cover_x = models.PositiveSmallIntegerField(default=5)
    cover_y = models.PositiveSmallIntegerField(default=5)
    groups: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    # The newsroom's version that readers see.
    version = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("published topic")
        verbose_name_plural = _("published topics")
        default_permissions = ()
        ordering = ("-published_at", "-id")
        indexes = (models.Index(fields=["-published_at", "-id"], name="special_newest"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_to("topic", self.slug)

    @property
    def piece_ids(self) -> list[int]:
        return [number for group in self.groups for number in group["pieces"]]


class PublishedSpecialPiece(models.Model):
    """That a public topic names a piece, so that the piece can name it. The piece is a plain
    number: it need not be public."""

    special = models.ForeignKey(PublishedSpecial, models.CASCADE, related_name="piece_rows")
    piece = models.BigIntegerField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=["special", "piece"], name="published_special_once"),
        )

    def __str__(self) -> str:
        return f"{self.special_id} · {self.piece}"
