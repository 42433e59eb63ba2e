"""When readers first see a piece: expected with the publication, noticed when the time has come.

A time is a fact, not a job: pieces appear whether or not anybody looks. What is done here is
what follows an appearance, listener by listener, so that one that fails holds up no other.
"""

from datetime import datetime

from accounts.models import User
from articles.models import Appearance, Article, PublishedArticle


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
