"""What waits for somebody, in the order of their list, and the way from one piece to the next."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from articles.desk import rights
from articles.models import Article


@dataclass(frozen=True)
class Neighbours:
    previous: Article | None
    next: Article | None


def waiting(user: User) -> "QuerySet[Article]":
    """The list “waiting for me”: newest change first."""
    return (
        rights.viewable(user)
        .filter(pk__in=rights.waiting_for(user).values("pk"))
        .order_by("-updated_at", "-pk")
    )


def waits_for(user: User, article: Article) -> bool:
    return rights.waiting_for(user).filter(pk=article.pk).exists()


def neighbours(user: User, article: Article) -> Neighbours:
    """The pieces before and after this one in the person's list, whether it stands there or not."""
    others = waiting(user).exclude(pk=article.pk).only("pk", "headline")
    moment = article.updated_at
    newer = Q(updated_at__gt=moment) | Q(updated_at=moment, pk__gt=article.pk)
    return Neighbours(
        others.filter(newer).order_by("updated_at", "pk").first(),
        others.exclude(newer).first(),
    )


def after(user: User, article: Article) -> Article | None:
    """Where work goes on once this piece is done: the next one, else the first of the list. Ask
    before the step, which moves the piece to the top."""
    return neighbours(user, article).next or (
        waiting(user).exclude(pk=article.pk).only("pk", "headline").first()
    )
