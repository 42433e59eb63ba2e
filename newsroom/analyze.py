"""What an engine believes of its tables when it plans a query."""

from django.db import connection

# FTS5's own table. Counted while the index is empty it has two rows, and every merge of what is
# written later would read through all of it: by the hundred thousandth piece 9,000 pages for each.
_INDEX = "articles_searchindex_data"
_LARGE = "1000000"


def analyze(*, vacuum: bool = False) -> None:
    """Count what there is now; after many rows have come. `vacuum`: also clear up behind them, on
    PostgreSQL, outside a transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE" if vacuum else "ANALYZE")
            return
        cursor.execute("ANALYZE")
        cursor.execute("UPDATE sqlite_stat1 SET stat = %s WHERE tbl = %s", [_LARGE, _INDEX])
        # Read again what was changed, instead of at the next connection.
        cursor.execute("ANALYZE sqlite_schema")
