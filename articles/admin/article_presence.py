"""Who else has a piece open, in words."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.desk import presence
from articles.models import Article


def here(user: User, article: Article, sitting: str = "") -> list[str]:
    """A sentence for everybody who edits the piece, this sitting left out."""
    sentences = {
        True: _("You have this piece open in another window, since %(time)s."),
        False: _("%(name)s is editing, since %(time)s."),
    }
    return [
        sentences[each.is_me] % {"name": each.name, "time": clock(each.since)}
        for each in presence.others(user, article, sitting)
    ]


def clock(moment: datetime) -> str:
    """Hour and minute in the newsroom, with the day when it is another one."""
    local = timezone.localtime(moment)
    today = local.date() == timezone.localdate()
    return local.strftime("%H:%M" if today else "%m-%d %H:%M")
