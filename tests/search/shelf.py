"""Published pieces put on the shelf directly: search reads snapshots, however they came to be."""

from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from accounts.models import Author
from articles import search
from articles.models import PublishedArticle, PublishedCredit, Section
from tests.cast import make_section

NOON = datetime(2025, 6, 1, 4, 0, tzinfo=UTC)


def shelve(
    article_id: int,
    text: str = "",
    *,
    headline: str = "消息",
    at: datetime | None = None,
    section: Section | None = None,
    authors: tuple[Author, ...] = (),
    **fields: Any,
) -> PublishedArticle:
    """A visible piece, indexed. `text` becomes a paragraph a line; `at` is a minute an id ago."""
    at = at or NOON - timedelta(minutes=article_id)
    body = "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in text.split("\n") if line)
    published = PublishedArticle(
        id=article_id,
        revision_number=1,
        content_hash="0" * 64,
        date=at.date(),
        section=section or make_section(),
        headline=headline,
        body=fields.pop("body", body),
        credits=[{"name": a.name, "role": "reporter", "author": a.pk} for a in authors],
        origin="own",
        visible_from=at,
        updated_at=at,
        **fields,
    )
    published.save()
    published.credit_rows.all().delete()
    for position, author in enumerate(authors):
        PublishedCredit.objects.create(
            article=published, position=position, name=author.name, role="reporter",
            author=author, visible_from=at,
        )  # fmt: skip
    search.index(published)
    return published


def found(query: str, **filters: Any) -> list[int]:
    """Ids of every page of a search, one after the other."""
    ids: list[int] = []
    filters = {"at": NOON, "limit": 3} | filters
    before = None
    while True:
        page = search.find(query, before=before, **filters)
        assert page.problem is None, page.problem
        assert len(page.hits) <= filters["limit"]
        ids += [hit.article.pk for hit in page.hits]
        if page.older is None:
            return ids
        assert page.older != before
        before = page.older
