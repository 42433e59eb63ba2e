"""When readers first see a piece: expected with the publication, noticed when the time has come.

A time is a fact, not a job: pieces appear whether or not anybody looks. What is done here is
what follows an appearance, listener by listener, so that one that fails holds up no other.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import signals
from articles.desk import claims, notices
from articles.models import Appearance, Article, PublishedArticle, SideEffect

log = logging.getLogger(__name__)
# So many are looked at in one go.
_AT_ONCE = 500


def expect(article: Article, due_at: datetime, by: User | None, *, scheduled: bool) -> None:
    """A piece that readers have never seen was put out; call it inside that transaction."""
    Appearance.objects.filter(article=article, seen_at=None).delete()
    Appearance.objects.create(article=article, due_at=due_at, published_by=by, scheduled=scheduled)


def no_longer_expect(article: Article) -> None:
    """Its schedule was cancelled, or it was withdrawn before its time."""
    Appearance.objects.filter(article=article, seen_at=None).delete()


def expect_again(article: Article, withdrawn: PublishedArticle, at: datetime, by: User) -> None:
    """A piece that was withdrawn before its time is back: no reader has seen it yet."""
    if withdrawn.withdrawn_at is not None and withdrawn.withdrawn_at <= withdrawn.visible_from:
        ahead = withdrawn.visible_from > at
        expect(article, withdrawn.visible_from if ahead else at, by, scheduled=ahead)


# --- What a worker does ---------------------------------------------------------------------------


def look(looked_before: datetime | None) -> datetime | None:
    """Ask the readers' own query for what was to appear by now, and note what is there.

    `looked_before` is when this worker last looked: a time that came later was watched for.
    Returns the time of the next piece that is to appear, if there is one.
    """
    expected = Appearance.objects.filter(seen_at=None)
    due = list(expected.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")[:_AT_ONCE])
    if due:
        visible = PublishedArticle.objects.visible().filter(pk__in=[row.article_id for row in due])
        there = set(visible.values_list("pk", flat=True))
        now = timezone.now()
        for row in due:
            if row.article_id in there:
                watched = looked_before is not None and looked_before <= row.due_at
                _seen(row, now, watched=watched)
    ahead = expected.filter(due_at__gt=timezone.now()).order_by("due_at")
    return ahead.values_list("due_at", flat=True).first()


@transaction.atomic
def _seen(row: Appearance, at: datetime, *, watched: bool) -> None:
    """Once, whichever worker comes first; what is to follow is written down with it."""
    noted = Appearance.objects.filter(pk=row.pk, seen_at=None)
    if not noted.update(seen_at=at, watched=watched):
        return
    SideEffect.objects.bulk_create(
        SideEffect(appearance=row, listener=name, created_at=at, next_try_at=at)
        for name in signals.appeared.listeners
    )
    if row.scheduled:
        article = Article.objects.select_related("section").get(pk=row.article_id)
        notices.appeared(article, row.published_by)


def follow_up() -> int:
    """Call the listeners that are due; how many calls were tried. A failure is written down,
    told to whoever published the piece, and tried again with growing pauses."""
    count = 0
    while True:
        waiting = SideEffect.objects.filter(done_at=None, given_up_at=None)
        mark, ids = claims.take(waiting, timezone.now(), 1)
        if not ids:
            return count
        count += 1
        effect = SideEffect.objects.select_related(
            "appearance__article__section", "appearance__published_by"
        ).get(pk=ids[0])
        _follow(effect, mark)


def _follow(effect: SideEffect, mark: str) -> None:
    listener = signals.appeared.listeners.get(effect.listener)
    if listener is None:
        # This code knows it no longer.
        effect.delete()
        return
    try:
        listener(effect.appearance.article_id)
    except Exception as error:
        log.exception("%s failed for piece %s", effect.listener, effect.appearance.article_id)
        _tell_of(effect, mark, f"{type(error).__name__}: {error}")
    else:
        SideEffect.objects.filter(pk=effect.pk, claim=mark).update(
            done_at=timezone.now(), claim="", claimed_until=None, last_error=""
        )


@transaction.atomic
def _tell_of(effect: SideEffect, mark: str, error: str) -> None:
    given_up = claims.failed(effect, mark, error, timezone.now())
    if given_up or effect.tries == 0:
        row = effect.appearance
        act = "effect_given_up" if given_up else "effect_failed"
        notices.in_trouble(row.article, row.published_by, act)
