"""How it stands with backups, in a sentence and in a table, for administrators."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from accounts.models import User
from articles.admin.article_status import short_time
from articles.desk import backups
from articles.models import Backup

_SHOWN = 10


@dataclass(frozen=True)
class State:
    """`next` is when one is made by itself; empty: none is."""

    words: str
    alarm: bool
    next: str = ""


@dataclass(frozen=True)
class Line:
    backup: Backup

    @property
    def when(self) -> str:
        return short_time(self.backup.at)


def state() -> State:
    now = timezone.now()
    due = backups.next_hour(now)
    upcoming = short_time(due) if due else ""
    if not backups.wanted():
        return State(_("No backups are made: NEWSROOM_BACKUP_AT is not set."), False)
    last = backups.last_good()
    if last is None:
        words = (
            _("There is no good backup yet.")
            if due
            else _("There is no good backup yet, and none is made: NEWSROOM_BACKUP_AT is not set.")
        )
        return State(words, True, upcoming)
    values = {"time": short_time(last.at), "age": timesince(last.at, now, depth=1)}
    if backups.is_late(last, now):
        return State(_("The last good backup is %(age)s old (%(time)s).") % values, True, upcoming)
    if last.copy_error:
        words = _("The last backup (%(time)s) was not copied to its other place.") % values
        return State(words, True, upcoming)
    if backups.lacks_more(last):
        words = _("The last backup (%(time)s) lacks files that are missing from storage.") % values
        return State(words, True, upcoming)
    newest = Backup.objects.first()
    if newest is not None and newest.error:
        words = _("The last backup failed; the last good one was made %(age)s ago (%(time)s).")
        return State(words % values, True, upcoming)
    words = _("The last good backup was made %(age)s ago (%(time)s).") % values
    return State(words, False, upcoming)


def state_for(user: object) -> State | None:
    """For whoever looks after the house; None for everybody else."""
    if isinstance(user, User) and user.has_perm("articles.view_delivery"):
        return state()
    return None


def latest() -> list[Line]:
    return [Line(backup) for backup in Backup.objects.all()[:_SHOWN]]
