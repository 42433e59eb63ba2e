"""The reading side of notices: what one person's bell shows, and what they have read."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Notice

MANY = 100


def notices_of(user: User) -> "QuerySet[Notice]":
    return Notice.objects.filter(recipient=user, bell=True)


class Bell:
    """How many unread notices somebody has, as a number and in words; counted when asked for."""

    def __init__(self, user: User) -> None:
        self._user = user

    @cached_property
    def unread(self) -> int:
        """The largest numbers are not counted to the end."""
        return notices_of(self._user).filter(read_at=None).order_by()[:MANY].count()

    @property
    def shown(self) -> str:
        return f"{MANY - 1}+" if self.unread >= MANY else str(self.unread)

    @property
    def words(self) -> str:
        if not self.unread:
            return _("Notices: none unread")
        return _("Notices: %(number)s unread") % {"number": self.shown}


def read(user: User, notice_id: int) -> Notice | None:
    """Mark one as read; None when there is no such notice of theirs. Twice is no harm."""
    notice = (
        Notice.objects.filter(recipient=user, pk=notice_id)
        .select_related("article", "assignment")
        .first()
    )
    if notice is not None and notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def read_all(user: User, up_to: int) -> int:
    """Mark everything up to a notice as read: what came since the page was drawn stays unread.

    Rows that an act is about to touch are left to it, so that the two never wait for each other.
    """
    waiting = (
        notices_of(user)
        .filter(read_at=None, pk__lte=up_to)
        .select_for_update(skip_locked=True)
        .values_list("pk", flat=True)
    )
    return Notice.objects.filter(pk__in=list(waiting)).update(read_at=timezone.now())
