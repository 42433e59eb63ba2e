from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.paths import path_to


class Tag(models.Model):
    """A subject word that gathers pieces across sections."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    slug = models.SlugField(
        _("address"), max_length=60, unique=True, allow_unicode=True, blank=True
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("tag", self.slug)

    def save(self, *args: object, **kwargs: object) -> None:
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def _free_slug(self) -> str:
        base = slugify(self.name, allow_unicode=True)[:50] or "tag"
        slug, number = base, 1
        while Tag.objects.filter(slug=slug).exclude(pk=self.pk).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug
