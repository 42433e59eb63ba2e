from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccessEntry(models.Model):
    """That somebody opened a piece, waiting copy or a topic in the newsroom: who, when, from where.

    Written by `articles.desk.access` only, never changed, and removed when it is older than the
    law and the settings want it kept. What is decided about a piece is the ledger's, for ever.
    """

    class Subject(models.TextChoices):
        PIECE = "article", _("piece")
        COPY = "copy", _("waiting copy")
        TOPIC = "special", pgettext_lazy("for readers", "topic")

    at = models.DateTimeField(_("when"))
    # Null: somebody outside the house, by a preview link.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("who"),
    )
    # As the name was then; of a preview link, for whom it was made.
    name = models.CharField(_("name"), max_length=100)
    link_id = models.BigIntegerField(_("preview link"), null=True)
    address = models.GenericIPAddressField(_("from where"), null=True)
    kind = models.CharField(max_length=10, choices=Subject)
    subject_id = models.BigIntegerField()
    screen = models.CharField(_("screen"), max_length=40)
    # Whether readers could see the piece at that moment, as it stood or an older edition of it.
    public = models.BooleanField(_("readers could see it"), default=False)
    # Of person, subject, screen, address and a few minutes: what is opened again is one opening.
    once = models.CharField(max_length=40, unique=True)

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("access log")
        default_permissions = ("view",)
        permissions = (("export_audit", "Can export records for the supervisor"),)
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=["-at", "-id"], name="access_at"),
            models.Index(fields=["user", "-at", "-id"], name="access_user"),
            models.Index(fields=["kind", "subject_id", "-at", "-id"], name="access_subject"),
        )

    def __str__(self) -> str:
        return f"{self.name} · {self.kind} {self.subject_id} · {self.at:%Y-%m-%d %H:%M}"
