from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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

    class Meta:
        verbose_name = _("site identity")
        verbose_name_plural = _("site identity")
        default_permissions = ("change", "view")
        constraints = (
            models.CheckConstraint(condition=models.Q(pk=1), name="identity_is_one_row"),
        )

    def __str__(self) -> str:
        return self.site_name

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
