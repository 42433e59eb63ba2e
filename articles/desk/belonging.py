"""Pieces that are somebody's, by either of two tables, in an archive of any size.

Whoever keeps a piece stands in its own row, whose name is under it in a credit. No index knows
both. Few pieces are gathered first; of somebody who has written a good part of the archive the
pieces are asked one by one: a page is full after some hundreds. What that cannot answer soon, how
many there are and a page far back, is asked of each table by itself.
"""

from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    Expression,
    Lookup,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.db.models.sql.where import AND, WhereNode

from articles.models import Article, Credit

# Pieces of one person in an archive that is walked rather than gathered.
MUCH = 5_000
# So many of the newest pieces are walked for a page.
NEAR = 30_000
NEWEST = ("-updated_at", "-pk")

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# Name under which a query keeps which half of which condition it asks for.
_HALF = "half_of_belonging"

Articles = QuerySet[Article]


def few(kept: Q, credited: "QuerySet[Credit]") -> Q:
    """As one set of ids: a condition on every row, or one of two, would have every piece read that
    the paper ever wrote."""
    owned = Article.objects.filter(kept).order_by().values("pk")
    return Q(pk__in=owned.union(credited.order_by().values("article"), all=True))


def many(kept: Q, credited: "QuerySet[Credit]", of_one: "QuerySet[Credit] | None" = None) -> Q:
    """`of_one`: the same credits, as they are asked for quickest where the piece is known."""
    of_one = credited if of_one is None else of_one
    return Q(_Belongs(kept, credited.order_by(), of_one.order_by()))


class _Belongs(Expression):
    """Asked piece by piece. A query may be told to ask for one half: the pieces that they keep,
    or those that only bear their name."""

    conditional = True

    def __init__(self, kept: Q, credited: "QuerySet[Credit]", of_one: "QuerySet[Credit]") -> None:
        super().__init__(output_field=BooleanField())
        # Not “exists”: PostgreSQL would gather all of theirs first.
        this = of_one.filter(article=OuterRef("pk")).values("article")[:1]
        self._ways: list[Any] = [
            # 0 is no piece's: of nothing “not” would be nothing.
            kept | Q(pk=Coalesce(Subquery(this), 0)),
            kept,
            ~kept & Q(pk__in=credited.values("article")),
        ]
        # The same in every copy that is made for a query.
        self.token = object()

    def get_source_expressions(self) -> list[Any]:
        return self._ways

    def set_source_expressions(self, exprs: Any) -> None:
        self._ways = list(exprs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        token, half = vars(compiler.query).get(_HALF, (None, 0))
        way = self._ways[half if token is self.token else 0]
        sql, params = compiler.compile(way)
        return f"({sql})", params


def counted(pieces: Articles, most: int) -> int:
    """How many there are, but no more than `most`."""
    pieces = pieces.order_by()
    if halves := _halves(pieces):
        kept, credited = (half.values("pk") for half in halves)
        if connection.features.supports_slicing_ordering_in_compound:
            # PostgreSQL plans for the few that are asked for only where it is told so.
            kept, credited = kept[:most], credited[:most]
        return kept.union(credited, all=True)[:most].count()
    return pieces[:most].count()


def page(pieces: Articles, start: int, end: int) -> Articles | list[Article]:
    """pieces[start:end], of which there are so many."""
    halves = _halves(pieces) if tuple(pieces.query.order_by) == NEWEST else None
    if not halves:
        return pieces[start:end]
    newest = Article.objects.order_by(*NEWEST).values("updated_at")
    reached = Coalesce(Subquery(newest[NEAR : NEAR + 1]), Value(_BEGINNING))
    near = list(pieces.filter(updated_at__gte=reached)[start:end])
    if len(near) == end - start:
        return near
    places = [
        place for half in halves for place in half.values_list("updated_at", "pk")[:end].iterator()
    ]
    places.sort(reverse=True)
    return list(pieces.filter(pk__in=[pk for _at, pk in places[start:end]]))


def _halves(pieces: Articles) -> list[Articles] | None:
    """Two querysets that have all these pieces, each piece once."""
    belongs = _found(pieces.query.where)
    if belongs is None or pieces.query.combinator or pieces.query.is_sliced:
        return None
    halves = []
    for half in (1, 2):
        asked = pieces.all()
        vars(asked.query)[_HALF] = (belongs.token, half)
        halves.append(asked)
    return halves


def _found(node: Any) -> _Belongs | None:
    """The first that all pieces of a query fulfil: inside “or” and “not” it parts nothing."""
    if isinstance(node, Lookup) and isinstance(node.lhs, _Belongs) and node.rhs is True:
        return node.lhs
    if isinstance(node, WhereNode) and node.connector == AND and not node.negated:
        for child in node.children:
            if (found := _found(child)) is not None:
                return found
    return None
