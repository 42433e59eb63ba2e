"""What the planner of PostgreSQL has to know of `articles_grams`: one call costs as much as reading
some twenty rows by an index, so that it comes after every other condition of a row. That is no
reason for it to start other processes, which takes longer than the few rows of a page."""

from django.db import migrations

_DEAR = "ALTER FUNCTION articles_grams(text, integer) COST {} PARALLEL {}"


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_DEAR.format(1000, "RESTRICTED"))


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_DEAR.format(100, "SAFE"))


class Migration(migrations.Migration):
    dependencies = [("articles", "0028_audit")]

    operations = [migrations.RunPython(forwards, backwards)]
