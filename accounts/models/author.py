from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Author(models.Model):
    """A byline that readers can follow. It may belong to a login, or to nobody here."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("staff reporter")
        CORRESPONDENT = "correspondent", _("correspondent")
        PHOTOGRAPHER = "photographer", _("photographer")
        AGENCY = "agency", _("agency")

    name = models.CharField(
        _("byline name"),
        max_length=60,
        db_index=True,
        help_text=_("Shown on the author's page. Bylines already printed stay as they were."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.STAFF)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("login"),
        help_text=_("Whoever is credited under this name may not review the piece."),
    )
    portrait = models.ImageField(_("portrait"), upload_to="portraits", blank=True)
    biography = models.TextField(_("short biography"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.pk])
