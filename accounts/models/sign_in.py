from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.ways import words


class SignIn(models.Model):
    """One try to sign in, and how it ended. Written by `accounts.history` only.

    What somebody typed is not kept: where it is no account's name it may be a password.
    """

    class Outcome(models.TextChoices):
        IN = "in", _("signed in")
        HALF = "half", _("password right, second factor not given")
        WRONG = "wrong", _("wrong account or password")
        WRONG_FACTOR = "wrong_factor", _("wrong code or passkey")
        REFUSED = "refused", _("not tried: too many failures before")
        SHUT = "shut", _("the account is deactivated or has no role")
        UNKNOWN = "unknown", _("no account here for the organisation's sign-in")

    at = models.DateTimeField(_("when"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    account_key = models.CharField(max_length=32)
    address = models.GenericIPAddressField(_("address"))
    place = models.CharField(max_length=43)
    device_key = models.CharField(max_length=32, blank=True)
    agent = models.CharField(_("device"), max_length=200, blank=True)
    how = models.CharField(_("how"), max_length=80, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-in history")
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=["-at", "-id"], name="signin_at"),
            models.Index(fields=["user", "-at"], name="signin_user"),
            models.Index(fields=["account_key", "-at"], name="signin_account"),
            models.Index(fields=["place", "-at"], name="signin_place"),
        )

    def __str__(self) -> str:
        return f"{self.user or '—'} {self.at:%Y-%m-%d %H:%M} {self.get_outcome_display()}"

    @property
    def ways(self) -> str:
        return words(self.how)
