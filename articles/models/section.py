import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.paths import path_to

# First path segments that the site itself uses, now or in a planned address.
RESERVED_SLUGS = frozenset(
    (
        "about admin api archive articles assets authors contact corrections en feeds healthz "
        "identity images latest media metrics news-sitemap pages preview reads readyz robots "
        "rights search section sitemap sitemaps static tag tags topic topics zh zh-hans"
    ).split()
)


def validate_section_slug(slug: str) -> None:
    """A section's address stands beside dates and the site's own addresses: keep them apart."""
    check_slug(slug, RESERVED_SLUGS)


def check_slug(slug: str, reserved: frozenset[str]) -> None:
    """Raise ValidationError for a word of the site's own, or what does not look like one."""
    if slug in reserved:
        raise ValidationError(
            _("“%(slug)s” is an address of the site itself; choose another."),
            params={"slug": slug},
        )
    if not re.fullmatch(r"[a-z][a-z0-9-]*", slug):
        raise ValidationError(
            _("Begin with a letter and use small Latin letters, digits and hyphens.")
        )


class Section(models.Model):
    """A part of the site. A section without a parent is a channel."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    slug = models.SlugField(
        _("address"),
        unique=True,
        validators=[validate_section_slug],
        help_text=_("After a change the old address leads readers to the new one."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("within"),
        limit_choices_to={"parent": None},
    )
    desk = models.ForeignKey(
        "accounts.Desk",
        models.PROTECT,
        related_name="+",
        verbose_name=_("desk"),
        help_text=_("Editors and heads of this desk act on the section's pieces."),
    )
    description = models.TextField(_("description"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    listed = models.BooleanField(
        _("in the navigation"), default=True, help_text=_("Off: the page exists, no menu names it.")
    )
    reviews_required = models.PositiveSmallIntegerField(
        _("reviews required"),
        null=True,
        blank=True,
        choices=[(1, "1"), (2, "2"), (3, "3")],
        help_text=_("Empty: as the site's policy says. A round that has begun keeps its number."),
    )
    proofreads_required = models.PositiveSmallIntegerField(
        _("proofreads required"),
        null=True,
        blank=True,
        choices=[(0, "0"), (1, "1"), (2, "2"), (3, "3")],
        help_text=_("Empty: as the site's policy says. A round that has begun keeps its number."),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("section", self.slug)

    def clean(self) -> None:
        if self.parent and (self.parent_id == self.pk or self.parent.parent_id):
            raise ValidationError({"parent": _("Sections go two levels deep, no further.")})
        if self.parent_id and self.pk and Section.objects.filter(parent_id=self.pk).exists():
            raise ValidationError(
                {"parent": _("This section has sections of its own and stays a channel.")}
            )
        taken = FormerSlug.objects.filter(slug=self.slug).exclude(section_id=self.pk)
        if taken.exists():
            raise ValidationError(
                {"slug": _("Another section had this address and readers still arrive by it.")}
            )

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the old address when the slug changes, so that links go on working."""
        before = (
            Section.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
            if self.pk
            else None
        )
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        if before and before != self.slug:
            FormerSlug.objects.filter(slug=self.slug).delete()
            FormerSlug.objects.update_or_create(slug=before, defaults={"section": self})


class FormerSlug(models.Model):
    """An address that a section once had."""

    slug = models.SlugField(unique=True)
    section = models.ForeignKey(Section, models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
