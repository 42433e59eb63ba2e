"""The regular chores: one line each. Importing this module registers them for the worker."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import history, sessions
from articles.desk import access, autosave, backups, invalidations, ledger, presence, reads
from articles.desk.chores import register
from articles.images import leftovers
from articles.models import Delivery, Notice

_MINUTE, _HOUR, _DAY = 60, 3600, 24 * 3600
_READ_KEPT = timedelta(days=90)
_UNREAD_KEPT = timedelta(days=365)
_SENT_KEPT = timedelta(days=30)


def prune_notices() -> None:
    """Old notices go, read ones sooner; the ledger keeps what happened. A message that waits or
    was given up keeps its notice."""
    now = timezone.now()
    Delivery.objects.filter(sent_at__lt=now - _SENT_KEPT).delete()
    old = Notice.objects.filter(deliveries=None)
    old.filter(recipient=None, at__lt=now - _SENT_KEPT).delete()
    old.filter(read_at__lt=now - _READ_KEPT).delete()
    old.filter(at__lt=now - _UNREAD_KEPT).delete()


def end_sessions() -> None:
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    sessions.prune()


register("seal_ledger", _("Seal the ledger"), _DAY, ledger.seal)
register("prune_notices", _("Remove old notices and sent messages"), _DAY, prune_notices)
register("end_sessions", _("Remove ended sessions"), _DAY, end_sessions)
register("prune_sign_ins", _("Remove old rows of the sign-in history"), _DAY, history.prune)
register("prune_autosaves", _("Remove texts kept in the background"), _DAY, autosave.prune)
register("prune_invalidations", _("Remove what pages were told"), _HOUR, invalidations.prune)
register("prune_presences", _("Remove who was here"), _DAY, presence.prune)
register("prune_access_log", _("Remove old entries of the access log"), _DAY, access.prune)
register("rank_reads", _("Count what is most read"), _MINUTE, reads.rank)
register("renew_most_read", _("Renew the most read on other pages"), _HOUR, reads.renew_pages)
register("look_at_backups", _("See that there is a backup"), _HOUR, backups.look)
register("prune_reads", _("Remove old numbers of reads"), _DAY, reads.prune)
register("sweep_files", _("Remove files that were never finished"), _DAY, leftovers.sweep)
