from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PreviewLink(models.Model):
    """A link by which somebody outside the house may read one unpublished piece for a while.

    Written by `articles.desk.previews` only. The address holds a secret that is kept nowhere:
    `token_hash` is its SHA-256, so that whoever reads this table cannot open anything.
    """

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="preview_links", verbose_name=_("piece")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # None: whatever revision is the newest when the link is opened.
    revision_number = models.PositiveIntegerField(_("revision"), null=True)
    for_whom = models.CharField(_("for whom"), max_length=100)
    # Made in an editor's standing: only such a link opens a piece under embargo.
    by_editor = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        default_permissions = ()
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.for_whom


class PreviewOpening(models.Model):
    """That a link was opened: when, roughly from where, and with what kind of program."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="openings")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    revision_number = models.PositiveIntegerField(_("revision"))
    # The network, not the person: "203.0.113.0/24".
    network = models.CharField(_("network"), max_length=50, blank=True)
    program = models.CharField(_("program"), max_length=40, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["link", "-at"], name="preview_openings"),)

    def __str__(self) -> str:
        return f"{self.link_id} · {self.at:%Y-%m-%d %H:%M}"
