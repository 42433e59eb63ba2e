"""One question to the index, as both engines are asked it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles.models.published import PublishedArticle
from articles.search.grams import number, query_grams


@dataclass(frozen=True)
class Found:
    position: int
    article_id: int


class TooSlow(Exception):
    """Time ran out. `found` is right as far as it goes; all above `reached` has been looked at."""

    def __init__(self, found: list[Found], reached: int) -> None:
        super().__init__("the search took too long")
        self.found = found
        self.reached = reached


@dataclass(frozen=True)
class Scope:
    """Pieces among `readable` with every one of `terms`, at positions in [oldest, newest)."""

    terms: list[str]
    oldest: int
    newest: int
    # Each set: an entry has at least one of these labels.
    labels: list[set[int]]
    readable: "QuerySet[PublishedArticle]"

    @cached_property
    def grams(self) -> list[int]:
        return sorted({number(gram) for term in self.terms for gram in query_grams(term)})

    def readable_sql(self) -> tuple[str, list[Any]]:
        """A condition on a row named `entry`: its piece is one that the reader may be shown."""
        this = self.readable.filter(pk=RawSQL("entry.article_id", ())).order_by().values("pk")
        sql, params = this.query.sql_with_params()
        return f"EXISTS ({sql})", list(params)
