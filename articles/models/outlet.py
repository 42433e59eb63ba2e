from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Outlet(models.Model):
    """A place beside the site where pieces go, and where a withdrawn one is taken down by hand."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    how = models.CharField(
        _("how to take a piece down there"),
        max_length=200,
        blank=True,
        help_text=_("Whom to call, which button to press: it stands beside the tick."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("Off: withdrawals from now on no longer ask about it."),
    )

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class WithdrawalCheck(models.Model):
    """One outlet to be cleared of one withdrawn piece. `withdrawn_at` says which withdrawal: it is
    the publication's own moment, so the rows of an earlier one are history by themselves.

    Written by `articles.desk.withdrawals` alone.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="withdrawal_checks")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("outlet of a withdrawal")
        verbose_name_plural = _("outlets of withdrawals")
        default_permissions = ()
        ordering = ("outlet__position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["article", "withdrawn_at", "outlet"], name="withdrawal_check_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id} · {self.outlet_id}"
