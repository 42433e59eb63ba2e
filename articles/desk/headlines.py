"""Words in what stands above a piece, and names under it, sought in the whole archive.

PostgreSQL has an index of every two neighbouring characters (migration 0024) that chooses, SQLite
one narrow index that is read through; what is found, the text itself confirms.
"""

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, Value

from accounts.models import User
from articles.desk import belonging
from articles.models import Article, Credit


def saying(word: str) -> Q:
    """Pieces in whose headline or kicker the word stands, large letters or small."""
    above = Q(headline__icontains=word) | Q(kicker__icontains=word)
    if connection.vendor == "postgresql":
        chosen = _chosen("kicker", "headline", word=word)
        # Of one or two characters the index says all. Without the second condition, which it takes
        # for one more, the planner knows how many there are.
        return chosen if _says_all(word) else chosen & above
    # By itself, so that nothing but the narrow index is read.
    return Q(pk__in=Article.objects.filter(above).order_by().values("pk"))


def by(name: str) -> Q:
    """Pieces with this as part of a printed name, or of the name of whoever keeps the piece."""
    printed = Credit.objects.filter(name__icontains=name)
    chosen = _chosen("name", word=name)
    is_index_enough = connection.vendor == "postgresql" and _says_all(name)
    credits = (Credit.objects if is_index_enough else printed).filter(chosen)
    keepers = Q(
        owner__in=list(User.objects.filter(full_name__icontains=name).values_list("pk", flat=True))
    )
    if credits.order_by()[: belonging.MUCH].count() == belonging.MUCH:
        # Of one piece the index says nothing, and its numbers cost more than the few names.
        return belonging.many(keepers, credits, of_one=printed)
    return belonging.few(keepers, credits)


def _says_all(word: str) -> bool:
    """Whether the index knows the whole word, so that the text need not confirm it."""
    return len(word) == len(word.upper()) <= 2


def _chosen(*fields: str, word: str) -> Q:
    """What the index can say of it: every piece that has the word, and few others."""
    if connection.vendor != "postgresql":
        return Q()
    there = Func(
        *map(F, fields),
        template="articles_grams(%(expressions)s, 1)",
        arg_joiner=" || E'\\n' || ",
    )
    # Single characters are in every second headline: pairs choose better where there are any.
    asked = Func(Value(word), Value(min(len(word), 2)), function="articles_grams")
    holds = Func(there, asked, template="(%(expressions)s)", output_field=BooleanField())
    holds.arg_joiner = " @> "
    return Q(holds)
