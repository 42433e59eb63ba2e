from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.immutable import Immutable


class LedgerEntry(Immutable):
    """Who did what to which subject, and when: append-only, one hash chain per subject.

    Written by `articles.desk.ledger.append`. `hash` covers every other field and the hash of
    the entry before.
    """

    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    seq = models.PositiveIntegerField(_("place in its chain"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    actor_name = models.CharField(_("name"), max_length=60)
    actor_role = models.CharField(_("as"), max_length=60)
    action = models.CharField(_("act"), max_length=30)
    from_state = models.CharField(_("from"), max_length=20, blank=True)
    to_state = models.CharField(_("to"), max_length=20, blank=True)
    at = models.DateTimeField(_("when"))
    note = models.TextField(_("note"), blank=True)
    revision = models.PositiveIntegerField(_("revision"), null=True)
    content_hash = models.CharField(_("content hash"), max_length=64, blank=True)
    previous_hash = models.CharField(_("hash of the entry before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ("subject_kind", "subject_id", "seq")
        constraints = (
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "seq"], name="ledger_seq_once"
            ),
        )
        indexes = (
            models.Index(fields=["-at"], name="ledger_at"),
            models.Index(fields=["action", "-at", "-id"], name="ledger_action"),
        )

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} #{self.seq}: {self.action}"
