"""What readers see, and nothing else: complete snapshots that point at no draft.

Rows are written by `articles.desk.publishing` alone. The readers' wing imports this module
and never the models of the newsroom.
"""

from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.fields import BodyField
from articles.paths import path_to_piece


class PublishedQuerySet(models.QuerySet["PublishedArticle"]):
    def visible(self, at: datetime | None = None) -> "PublishedQuerySet":
        """The one meaning of "public": the hour has come and nobody took it down."""
        return self.filter(visible_from__lte=at or timezone.now(), withdrawn_at=None)

    def of(self, column: str) -> models.Exists:
        """Whether a row's `column` is one of these. `IN` says the same, and SQLite goes through
        all pieces for it wherever it takes the other table for a small one."""
        return models.Exists(self.filter(pk=models.OuterRef(column)))

    def newest(self) -> "PublishedQuerySet":
        return self.order_by("-visible_from", "-id")

    def for_lists(self) -> "PublishedQuerySet":
        """Without the long texts that no list shows."""
        return self.defer("body", "figures", "clips", "corrections").select_related("section")


class PublishedArticle(models.Model):
    """The signed-off revision of one piece, complete in itself.

    JSON shapes: `credits` [{"name", "role", "author"}], `tags` [{"name", "slug"}], `figures`
    [{"image", "width", "height", "format", "alt", "caption", "credit", "rights_holder",
    "licence", "focal_x", "focal_y"}], `cover` one such figure or None, `clips` [{"recording",
    "format", "duration", "width", "height", "size", "title", "caption", "credit",
    "rights_holder", "licence", "transcript", "captions", "poster"}], `corrections`
    [{"at", "note"}]. `author` is an id of accounts.Author or None, `image` and `recording` a
    content hash, `captions` the beginning of the hash of a WebVTT text, `poster` a picture's
    {"image", "width", "height", "format"} or None, `at` an ISO time.
    """

    # The working copy's id as a plain number: no relation leads back to it.
    id = models.BigIntegerField(primary_key=True)
    revision_number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    # Day of first publication in the newsroom's time zone; part of the address for ever.
    date = models.DateField()
    section = models.ForeignKey(
        "articles.Section", models.PROTECT, related_name="published", verbose_name=_("section")
    )
    kicker = models.CharField(max_length=120, blank=True)
    headline = models.CharField(max_length=200)
    deck = models.CharField(max_length=300, blank=True)
    original_headline = models.CharField(max_length=300, blank=True)
    web_title = models.CharField(max_length=200, blank=True)
    short_title = models.CharField(max_length=60, blank=True)
    summary = models.TextField(blank=True)
    # Sanitised HTML; an image stands as <figure class="newsroom-image" data-image="HASH">.
    body = BodyField(blank=True)
    credits: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    tags: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    figures: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    cover: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    clips: "models.JSONField[Any, Any]" = models.JSONField(
        default=list, db_default=models.Value([], output_field=models.JSONField())
    )
    corrections: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    responsible_editor = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=10)
    source_name = models.CharField(max_length=80, blank=True)
    source_author = models.CharField(max_length=100, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    ai_label = models.CharField(max_length=10, default="none")
    without_related = models.BooleanField(default=False, db_default=False)
    # The moment from which readers see it: in the future while scheduled, never moved later.
    visible_from = models.DateTimeField()
    # When this version was put out; later than visible_from after a revision.
    updated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_notice = models.CharField(max_length=300, blank=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("published article")
        verbose_name_plural = _("published articles")
        default_permissions = ()
        indexes = (
            models.Index(
                fields=["-visible_from", "-id"],
                name="published_newest",
                condition=models.Q(withdrawn_at=None),
            ),
            models.Index(
                fields=["section", "-visible_from", "-id"],
                name="published_in_section",
                condition=models.Q(withdrawn_at=None),
            ),
            models.Index(
                fields=["date", "-visible_from", "-id"],
                name="published_on_day",
                condition=models.Q(withdrawn_at=None),
            ),
            # The sitemaps' index is counted from it alone; SQLite looks at withdrawn_at again.
            models.Index(
                fields=["date", "visible_from", "updated_at", "withdrawn_at"],
                name="published_changed",
                condition=models.Q(withdrawn_at=None),
            ),
            models.Index(
                fields=["withdrawn_at"],
                name="published_withdrawn",
                condition=models.Q(withdrawn_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return article_url(self.date, self.id)

    @property
    def list_title(self) -> str:
        return self.short_title or self.headline

    @property
    def full_headline(self) -> str:
        """Headline and deck on one line, joined by the dash that intake split them at."""
        return f"{self.headline}——{self.deck}" if self.deck else self.headline

    @property
    def page_title(self) -> str:
        return self.web_title or self.full_headline

    @property
    def was_updated(self) -> bool:
        return self.updated_at > self.visible_from


def article_url(day: date, article_id: int) -> str:
    return path_to_piece(day, article_id)


def correction_anchor(at: datetime) -> str:
    """Where a correction of that moment stands in its piece."""
    return f"correction-{at.astimezone(UTC):%Y%m%d-%H%M%S-%f}"


class PublishedCredit(models.Model):
    """A byline of a published piece, so that an author's page can list it."""

    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="credit_rows")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=20)
    author = models.ForeignKey(
        "accounts.Author", models.SET_NULL, null=True, related_name="published_credits"
    )
    # Copied from the piece: an author's newest pieces come from one index.
    visible_from = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ("position",)
        indexes = (
            models.Index(fields=["author", "-visible_from"], name="credit_author_newest"),
            # In the whole order of a page, so that a walk may stop when the page is full.
            models.Index(
                fields=["author", "-visible_from", "-article"], name="credit_author_place"
            ),
        )

    def __str__(self) -> str:
        return self.name


class PublishedTag(models.Model):
    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="tag_rows")
    tag = models.ForeignKey("articles.Tag", models.PROTECT, related_name="published_rows")
    visible_from = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=["tag", "-visible_from"], name="tag_newest"),
            models.Index(fields=["tag", "-visible_from", "-article"], name="tag_place"),
        )

    def __str__(self) -> str:
        return f"{self.tag_id} · {self.article_id}"


class PublishedCorrection(models.Model):
    """A correction that readers were told about. It outlives every later version."""

    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="correction_rows")
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ("at", "pk")
        indexes = (models.Index(fields=["-at"], name="correction_newest"),)

    def __str__(self) -> str:
        return self.note

    def get_absolute_url(self) -> str:
        return f"{self.article.get_absolute_url()}#{correction_anchor(self.at)}"


class PublishedImage(models.Model):
    """That a published piece shows this image: the image view hands out nothing else."""

    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="image_rows")
    content_hash = models.CharField(max_length=64, db_index=True)
    format = models.CharField(max_length=8)
    # Where the eye stays in a crop, in tenths: only such crops are made for readers.
    focal_x = models.PositiveSmallIntegerField(default=5, db_default=5)
    focal_y = models.PositiveSmallIntegerField(default=5, db_default=5)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.content_hash[:12]


class PublishedRecording(models.Model):
    """That a published piece plays this recording: its view hands out nothing else."""

    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="recording_rows")
    content_hash = models.CharField(max_length=64, db_index=True)
    format = models.CharField(max_length=4)
    size = models.PositiveBigIntegerField()
    # WebVTT, and the beginning of its hash, by which it is asked for; both may be empty.
    captions = models.TextField(blank=True)
    captions_hash = models.CharField(max_length=16, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.content_hash[:12]
