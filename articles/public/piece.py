"""A piece that readers may read, found by its number with the topics that name it."""

from datetime import datetime
from functools import cache

from django.db import connection

from articles.models.published import PublishedArticle
from articles.models.published_special import PublishedSpecial, PublishedSpecialPiece
from articles.rendering.site import ROWS


def visible_piece(number: int, now: datetime) -> PublishedArticle | None:
    """One query, with `told_topics` as JSON: [id, slug, title] of each."""
    asked = {"piece": number, "now": connection.ops.adapt_datetimefield_value(now)}
    return next(iter(PublishedArticle.objects.raw(_sql(connection.vendor), asked)), None)


@cache
def _sql(vendor: str) -> str:
    """Written out, of names of this project: every reader's page asks it."""
    topics = ROWS[vendor].format("s.id, s.slug, s.title")
    return (
        f"SELECT p.*, (SELECT {topics}"  # noqa: S608 - names of our own tables and columns
        f" FROM {PublishedSpecialPiece._meta.db_table} AS named"
        f" JOIN {PublishedSpecial._meta.db_table} AS s ON s.id = named.special_id"
        " WHERE named.piece = p.id) AS told_topics"
        f" FROM {PublishedArticle._meta.db_table} AS p"
        " WHERE p.id = %(piece)s AND p.withdrawn_at IS NULL AND p.visible_from <= %(now)s"
    )
