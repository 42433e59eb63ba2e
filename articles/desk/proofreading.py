"""How many errors proofreaders found per 10,000 characters: per piece, per author, per month.

A piece's rate is the sum of what all its readings in the month found, over its length once: three
proofreads read the same text. Readings whose errors nobody counted take no part. Length is what
Chinese editors count as words (字数).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from accounts.models import User
from accounts.roles import Rank
from articles.desk import rights
from articles.models import Article, Credit, Proofread

PER = 10_000
# More pieces than any paper proofreads in a month.
MOST = 5_000


@dataclass
class Figures:
    pieces: int = 0
    readings: int = 0
    errors: int = 0
    words: int = 0

    def add(self, readings: int, errors: int, words: int) -> None:
        self.pieces += 1
        self.readings += readings
        self.errors += errors
        self.words += words

    @property
    def rate(self) -> float | None:
        """Errors per 10,000 characters; None where nothing was read."""
        return self.errors * PER / self.words if self.words else None


@dataclass
class PieceFigures(Figures):
    article: Article | None = None
    authors: list[str] = field(default_factory=list)


@dataclass
class Report:
    pieces: list[PieceFigures]
    authors: list[tuple[str, Figures]]
    total: Figures


def may_see(user: User) -> bool:
    """Desk heads and above see their desks; who writes sees their own pieces."""
    return user.highest_rank >= Rank.DESK_HEAD or user.can("writes")


def _counted(user: User) -> "QuerySet[Proofread]":
    theirs = Exists(rights.proofread_by(user).filter(pk=OuterRef("article")))
    return Proofread.objects.filter(theirs, errors__isnull=False)


def months(user: User) -> list[datetime]:
    """The months in which anything was counted, newest first, three years at most."""
    found = (
        _counted(user)
        .order_by()
        .annotate(month=TruncMonth("at"))
        .values_list("month", flat=True)
        .distinct()
        .order_by("-month")
    )
    return list(found[:36])


def report(user: User, start: datetime, end: datetime) -> Report:
    """Everything read from `start` until `end`, the worst rates first. Four queries."""
    rows = list(
        _counted(user)
        .filter(Q(at__gte=start), Q(at__lt=end))
        .order_by()
        .values("article")
        .annotate(found=Sum("errors"), length=Max("words"), readings=Count("pk"))
        .order_by("article")[:MOST]
    )
    ids = [row["article"] for row in rows]
    articles = Article.objects.select_related("owner", "section").defer("body").in_bulk(ids)
    names: dict[int, list[str]] = {}
    # Who took the pictures did not write the text.
    written = Credit.objects.filter(article__in=ids).exclude(role=Credit.Role.PHOTOGRAPHER)
    for article_id, name in written.values_list("article_id", "name"):
        names.setdefault(article_id, []).append(name)
    pieces: list[PieceFigures] = []
    for row in rows:
        article = articles[row["article"]]
        piece = PieceFigures(article=article, authors=names.get(article.pk) or [str(article.owner)])
        piece.add(row["readings"], row["found"], row["length"])
        pieces.append(piece)
    return Report(_worst_first(pieces), _by_author(pieces), _total(pieces))


def _worst_first(pieces: list[PieceFigures]) -> list[PieceFigures]:
    return sorted(pieces, key=lambda piece: (-(piece.rate or 0), -piece.errors))


def _by_author(pieces: Iterable[PieceFigures]) -> list[tuple[str, Figures]]:
    """A piece with two names counts for both."""
    found: dict[str, Figures] = {}
    for piece in pieces:
        for name in dict.fromkeys(piece.authors):
            found.setdefault(name, Figures()).add(piece.readings, piece.errors, piece.words)
    return sorted(found.items(), key=lambda each: (-(each[1].rate or 0), each[0]))


def _total(pieces: Iterable[PieceFigures]) -> Figures:
    total = Figures()
    for piece in pieces:
        total.add(piece.readings, piece.errors, piece.words)
    return total
