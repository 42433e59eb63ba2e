"""Headlines and names are found by any part of them, in an archive of any size.

PostgreSQL: an index of every character and every two neighbours, upper-cased as Django's
`icontains` does, which its planner knows the frequencies of. Built while others write. SQLite: an
index that holds just what is read through.
"""

from django.db import migrations

_FUNCTION = """
CREATE OR REPLACE FUNCTION articles_grams(line text, shortest integer) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(upper(line), place, size)), '{}')
    FROM generate_series(shortest, 2) AS size,
        generate_series(1, length(upper(line)) - size + 1) AS place
$$
"""
_POSTGRESQL = (
    _FUNCTION,
    "DROP INDEX CONCURRENTLY IF EXISTS article_headline_grams",
    "CREATE INDEX CONCURRENTLY article_headline_grams ON articles_article "
    "USING gin (articles_grams(kicker || E'\\n' || headline, 1))",
    "DROP INDEX CONCURRENTLY IF EXISTS credit_name_grams",
    "CREATE INDEX CONCURRENTLY credit_name_grams ON articles_credit "
    "USING gin (articles_grams(name, 1))",
)
_SQLITE = (
    "CREATE INDEX IF NOT EXISTS article_headline ON articles_article (headline, kicker)",
    "CREATE INDEX IF NOT EXISTS credit_name ON articles_credit (name, article_id)",
)


def forwards(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _POSTGRESQL if is_postgresql else _SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS article_headline_grams")
        schema_editor.execute("DROP INDEX IF EXISTS credit_name_grams")
        schema_editor.execute("DROP FUNCTION IF EXISTS articles_grams(text, integer)")
    else:
        schema_editor.execute("DROP INDEX IF EXISTS article_headline")
        schema_editor.execute("DROP INDEX IF EXISTS credit_name")


class Migration(migrations.Migration):
    # An index is built concurrently outside a transaction alone.
    atomic = False

    dependencies = [("articles", "0023_old_addresses")]

    operations = [migrations.RunPython(forwards, backwards)]
