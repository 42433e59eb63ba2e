from collections.abc import Sequence

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
        if not self.slug:
            give_slugs([self])
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came


def give_slugs(tags: Sequence[Tag]) -> None:
    """To new tags, one each that no other tag has."""
    bases = [slugify(tag.name, allow_unicode=True)[:50] or "tag" for tag in tags]
    known = Tag.objects.filter(slug__in=bases).values_list("slug", flat=True)
    taken = set(known)
    for tag, base in zip(tags, bases, strict=True):
        slug, number = base, 1
        while slug in taken or (number > 1 and Tag.objects.filter(slug=slug).exists()):
            number += 1
            slug = f"{base}-{number}"
        tag.slug = slug
        taken.add(slug)
