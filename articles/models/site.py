from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Paragraphs(models.TextChoices):
    """How a reader sees where a paragraph begins; empty is what the language is used to."""

    INDENT = "indent", _("first line indented")
    SPACE = "space", _("space between paragraphs")


class Mourning(models.TextChoices):
    """How much of the site goes grey on a day of mourning."""

    HOME = "home", _("the front page alone")
    SITE = "site", _("the whole site")


class SiteIdentity(models.Model):
    """Who publishes this site: one row, edited in the admin. An empty field shows nothing."""

    site_name = models.CharField(_("site name"), max_length=60)
    paper_name = models.CharField(_("paper name"), max_length=60, blank=True)
    slogan = models.CharField(_("slogan"), max_length=100, blank=True)
    logo = models.ImageField(_("logo"), upload_to="identity", blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phones = models.CharField(_("phones"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    icp_number = models.CharField(_("ICP number"), max_length=60, blank=True)
    icp_url = models.URLField(_("ICP link"), blank=True, default="https://beian.miit.gov.cn/")
    police_number = models.CharField(_("public-security record number"), max_length=60, blank=True)
    police_url = models.URLField(_("public-security record link"), blank=True)
    copyright_text = models.TextField(_("copyright text"), blank=True)
    reprint_notice = models.TextField(_("reprint notice"), blank=True)
    infringement_notice = models.TextField(_("infringement notice"), blank=True)
    reporting_phone = models.CharField(_("reporting phone"), max_length=60, blank=True)
    follow_text = models.CharField(
        _("follow line"),
        max_length=100,
        blank=True,
        help_text=_("Printed under every article, beside the picture below."),
    )
    follow_image = models.ImageField(_("QR image"), upload_to="identity", blank=True)
    paragraphs = models.CharField(
        _("paragraphs"),
        max_length=10,
        choices=Paragraphs,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "Empty: as the language is used to; Chinese indents by two characters, English leaves "
            "a space."
        ),
    )
    # Written by `articles.desk.mourning` alone, which keeps the ledger.
    mourning_from = models.DateTimeField(_("from"), null=True, editable=False)
    mourning_until = models.DateTimeField(_("until"), null=True, editable=False)
    mourning_scope = models.CharField(
        _("what goes grey"),
        max_length=10,
        choices=Mourning,
        default="",
        db_default="",
        editable=False,
    )

    class Meta:
        verbose_name = _("site identity")
        verbose_name_plural = _("site identity")
        default_permissions = ("change", "view")
        constraints = (
            models.CheckConstraint(condition=models.Q(pk=1), name="identity_is_one_row"),
        )

    def __str__(self) -> str:
        return self.site_name

    def is_grey(self, at: datetime, *, home: bool) -> bool:
        """Whether a page has no colours at a moment; `home`: it is the front page."""
        if self.mourning_from is None or self.mourning_until is None:
            return False
        if not self.mourning_from <= at < self.mourning_until:
            return False
        return home or self.mourning_scope == Mourning.SITE

    @classmethod
    def current(cls) -> "SiteIdentity":
        """The stored identity, or an unnamed one on a site that nobody has set up yet."""
        return cls.objects.filter(pk=1).first() or cls.unnamed()

    @classmethod
    def unnamed(cls) -> "SiteIdentity":
        return cls(pk=1, site_name="Newsroom")


class IdentityLine(models.Model):
    """A licence or pledge line of the footer, with its link where it has one."""

    identity = models.ForeignKey(SiteIdentity, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(pgettext_lazy("licence line", "text"), max_length=200)
    url = models.URLField(_("link"), blank=True)

    class Meta:
        verbose_name = _("licence or pledge line")
        verbose_name_plural = _("licence and pledge lines")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text
