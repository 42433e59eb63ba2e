"""Pieces as the newsroom lists them: each with what readers see of it and who touched it last.

However many pieces, this takes three queries, and a fourth where some of them are published.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery
from django.utils.functional import Promise

from accounts.models import User
from accounts.roles import Rank
from articles.admin.article_status import Chip, chips, short_time
from articles.admin.article_timeline import act_label
from articles.desk import reads, rights
from articles.models import Article, Credit, LedgerEntry, PublishedArticle, State


@dataclass
class Row:
    article: Article
    publication: PublishedArticle | None
    byline: list[str] = field(default_factory=list)
    last: LedgerEntry | None = None
    reads: int = 0
    """Within the last 24 hours."""

    @property
    def chips(self) -> list[Chip]:
        return chips(self.article, self.publication)

    @property
    def changed(self) -> str:
        return short_time(self.article.updated_at)

    @property
    def last_act(self) -> str | Promise:
        return act_label(self.last.action) if self.last else ""

    @property
    def returned_with(self) -> str:
        """The note of the return that this draft waits under; empty when it was not returned."""
        return self.last.note if self.last and self.last.action == "return" else ""


def rows(articles: Iterable[Article]) -> list[Row]:
    """`articles` come with their section; they stay in their order."""
    articles = list(articles)
    ids = [article.pk for article in articles]
    publications = publications_of(ids)
    bylines: dict[int, list[str]] = {}
    for article_id, name in Credit.objects.filter(article__in=ids).values_list(
        "article_id", "name"
    ):
        bylines.setdefault(article_id, []).append(name)
    last = last_entries(ids)
    read = reads.of_last_day(publications) if publications else {}
    return [
        Row(
            article,
            publications.get(article.pk),
            bylines.get(article.pk, []),
            last.get(article.pk),
            read.get(article.pk, 0),
        )
        for article in articles
    ]


def fixable(user: User, articles: Iterable[Article], tab: str) -> set[int]:
    """Pieces of the live tab beside which a fix can be opened with one press."""
    if tab != "live":
        return set()
    return {
        article.pk
        for article in articles
        if article.state == State.SETTLED and rights.rank_for(user, article) >= Rank.EDITOR
    }


def publications_of(ids: list[int]) -> dict[int, PublishedArticle]:
    return (
        PublishedArticle.objects.only("id", "date", "visible_from", "updated_at", "withdrawn_at")
        .in_bulk(ids)
    )  # fmt: skip


def last_entries(ids: list[int]) -> dict[int, LedgerEntry]:
    newest = LedgerEntry.objects.filter(
        subject_kind="article", subject_id=OuterRef("subject_id")
    ).order_by("-seq")
    entries = LedgerEntry.objects.filter(
        subject_kind="article", subject_id__in=ids, seq=Subquery(newest.values("seq")[:1])
    )
    return {entry.subject_id: entry for entry in entries}
