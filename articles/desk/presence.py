"""Who has a piece open for editing, since when. A courtesy, never a lock: the version decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from articles.desk.rights import may_edit
from articles.models import Article, Presence

BEAT = timedelta(seconds=15)
GONE_AFTER = timedelta(seconds=45)
# Saving opens the screen anew: whoever was here a moment ago has been here all along.
_SAME_STAY = timedelta(minutes=2)


@dataclass(frozen=True)
class Editing:
    """Somebody at work; `is_me` in another window."""

    name: str
    since: datetime
    is_me: bool


def beat(user: User, article: Article, sitting: str) -> None:
    """Say that this sitting is still open. Whoever may not write is not writing."""
    if not may_edit(user, article):
        return
    now = timezone.now()
    here = Presence.objects.filter(user=user, sitting=sitting)
    if here.filter(article=article).update(seen_at=now, left_at=None):
        return
    before = Presence.objects.filter(user=user, article=article, seen_at__gt=now - _SAME_STAY)
    last = before.order_by("since").first()
    Presence.objects.update_or_create(
        user=user,
        sitting=sitting,
        defaults={"article": article, "since": last.since if last else now, "seen_at": now},
    )
    prune()


def prune() -> None:
    """Who was here yesterday is nobody's question."""
    Presence.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()


def leave(user: User, sitting: str) -> None:
    Presence.objects.filter(user=user, sitting=sitting).update(left_at=timezone.now())


def others(user: User, article: Article, sitting: str = "") -> list[Editing]:
    """Everybody who edits the piece now but this sitting, each once, the longest first."""
    alive = Presence.objects.filter(
        article=article, left_at=None, seen_at__gt=timezone.now() - GONE_AFTER
    ).select_related("user")
    found: dict[int, Editing] = {}
    for here in alive.order_by("since", "pk"):
        if here.user_id == user.pk and here.sitting == sitting:
            continue
        found.setdefault(here.user_id, Editing(str(here.user), here.since, here.user_id == user.pk))
    return list(found.values())


def open_sittings(user: User, sittings: Iterable[str]) -> set[str]:
    """Those of one's own sittings that still beat."""
    return set(
        Presence.objects.filter(
            user=user,
            sitting__in=list(sittings),
            left_at=None,
            seen_at__gt=timezone.now() - GONE_AFTER,
        ).values_list("sitting", flat=True)
    )
