"""The search index: a table on both engines, and beside it what each engine searches with."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.utils import OperationalError

# Statistics of these columns would cost `ANALYZE` minutes and help no plan that search uses.
POSTGRESQL = (
    "ALTER TABLE articles_searchentry ADD COLUMN grams integer[] NOT NULL DEFAULT '{}'",
    "ALTER TABLE articles_searchentry ALTER COLUMN grams SET STATISTICS 0",
    "ALTER TABLE articles_searchentry ALTER COLUMN text SET STATISTICS 0",
    # Without fastupdate a publication writes a little longer, and no search has to read through
    # the list of what was not sorted in yet.
    "CREATE INDEX articles_searchentry_grams ON articles_searchentry USING gin (grams) "
    "WITH (fastupdate = off)",
)
# Contentless: the text stands in articles_searchentry. Order and counts inside a piece are not
# kept, since the substring test decides.
SQLITE = (
    "CREATE VIRTUAL TABLE articles_searchindex USING "
    "fts5(grams, content='', columnsize=0, detail=none, tokenize='ascii')",
)


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)
        return
    try:
        for statement in SQLITE:
            schema_editor.execute(statement)
    except OperationalError as error:
        if "fts5" in str(error):
            raise OperationalError(
                "This Python's SQLite was built without FTS5, which search needs. Use a Python "
                "whose SQLite has it (the usual builds do), or PostgreSQL."
            ) from error
        raise


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE articles_searchindex")


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("labels", models.TextField()),
                ("rules", models.PositiveSmallIntegerField()),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.publishedarticle",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(forwards, backwards),
    ]
