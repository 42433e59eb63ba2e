from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models.fields import BodyField
from articles.models.section import RESERVED_SLUGS, check_slug
from articles.paths import path_to

# The pages that every paper owes its readers stand ready, and empty, from the start.
STANDARD: dict[str, str | Promise] = {
    "about": _("About us"),
    "how-we-work": _("How we work"),
    "contact": _("Contact us"),
    "rights": _("Copyright and disclaimer"),
}


def validate_page_slug(slug: str) -> None:
    """Pages have addresses of their own; a word of the site's would still mislead readers."""
    check_slug(slug, RESERVED_SLUGS - set(STANDARD))


class Page(models.Model):
    """What the paper says about itself, at an address that stays. Without a text readers have
    no such page. Written by `articles.desk.pages` alone."""

    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[validate_page_slug],
        help_text=_("Readers find the page at /pages/…/. It stays as you make it now."),
    )
    title = models.CharField(
        _("page title"),
        max_length=60,
        blank=True,
        help_text=_("Empty: as the site calls such a page."),
    )
    body = BodyField(
        _("text"),
        blank=True,
        help_text=_("Readers see it as soon as you save. Empty: the page and its link are gone."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("In the row of links at the foot of every page.")
    )
    updated_at = models.DateTimeField(_("last change"), auto_now=True)
    # Rises with every change: an edit of an older text never wins silently.
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("page about the paper")
        verbose_name_plural = _("pages about the paper")
        default_permissions = ("add", "change", "view")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.title or str(STANDARD.get(self.slug, self.slug))

    def get_absolute_url(self) -> str:
        return path_to("page", self.slug)

    def clean(self) -> None:
        if not self.title.strip() and self.slug not in STANDARD:
            raise ValidationError({"title": _("Give the page a title.")})
