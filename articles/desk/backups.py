"""What is known of backups: when the last good one was made, and who hears when there is none."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from articles.desk import notices
from articles.models import Backup

# A day, and the time that the largest of papers takes.
_LATE = timedelta(hours=26)
_KEPT = timedelta(days=400)


def last_good() -> Backup | None:
    return Backup.objects.filter(error="").first()


def lacks_more(backup: Backup) -> bool:
    """Whether files are gone that the good one before it still found. A few that are lost for
    good are told of once."""
    if not backup.missing:
        return False
    before = _with_files().filter(at__lt=backup.at).first()
    return before is None or backup.missing > before.missing


def missing_in() -> dict[str, int]:
    """How many files each good one misses, by the place where it was put."""
    return dict(_with_files().values_list("file", "missing"))


def _with_files() -> QuerySet[Backup]:
    """Good ones that looked for files: one of the database alone misses none."""
    return Backup.objects.filter(error="").exclude(files=0, missing=0)


def wanted() -> bool:
    """Whether this paper makes backups: every night, or once by hand. A paper at work that does
    not is told so."""
    return settings.BACKUP_AT is not None or settings.PRODUCTION or Backup.objects.exists()


def is_late(last: Backup | None, now: datetime) -> bool:
    return last is None or last.at < now - _LATE


def next_hour(now: datetime) -> datetime | None:
    """When the next one shall be made by itself, by the clock on the newsroom's wall."""
    if settings.BACKUP_AT is None:
        return None
    local = timezone.localtime(now)
    at = settings.BACKUP_AT
    due = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return due if due > local else due + timedelta(days=1)


def made(backup: Backup) -> None:
    backup.save()
    Backup.objects.filter(at__lt=timezone.now() - _KEPT).delete()


def failed(at: datetime, error: str) -> Backup:
    backup = Backup.objects.create(
        at=at, seconds=(timezone.now() - at).total_seconds(), error=error[:500] or "failed"
    )
    notices.about_the_house("backup_failed")
    return backup


def copied(backup: Backup) -> None:
    backup.copied_at, backup.copy_error = timezone.now(), ""
    backup.save(update_fields=["copied_at", "copy_error"])


def not_copied(backup: Backup, error: str) -> None:
    backup.copy_error = error[:500] or "failed"
    backup.save(update_fields=["copy_error"])
    notices.about_the_house("backup_not_copied")


def incomplete() -> None:
    notices.about_the_house("backup_incomplete")


def look() -> None:
    """Administrators hear of backups that are late; again once they have read it."""
    if settings.BACKUP_AT is not None and is_late(last_good(), timezone.now()):
        notices.about_the_house("backup_late")
