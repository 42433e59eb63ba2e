"""What a change means for the pages that readers have in front of them.

Call it inside the change's transaction: the row is committed with it, and told after it.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from articles import pagetags, signals
from articles.models import Invalidation, PublishedArticle, PublishedCredit, PublishedTag

_KEPT = timedelta(hours=1)


def changed(tags: Iterable[str]) -> None:
    """Pages with one of these tags do not hold any more."""
    named = sorted(set(tags))
    Invalidation.objects.create(tags=named)
    transaction.on_commit(lambda: signals.pages_changed.send_robust(Invalidation, tags=named))


def tags_of_piece(article_id: int) -> set[str]:
    """The pages on which a published piece stands as it is stored now."""
    tags = {pagetags.HOME, pagetags.LISTS, pagetags.article(article_id)}
    sections = PublishedArticle.objects.filter(pk=article_id).values_list("section", flat=True)
    tags |= {pagetags.section(number) for number in sections}
    credits = PublishedCredit.objects.filter(article=article_id, author__isnull=False)
    tags |= {pagetags.author(number) for number in credits.values_list("author", flat=True)}
    subjects = PublishedTag.objects.filter(article=article_id)
    return tags | {pagetags.subject(slug) for slug in subjects.values_list("tag__slug", flat=True)}


def prune() -> None:
    Invalidation.objects.filter(at__lt=timezone.now() - _KEPT).delete()
