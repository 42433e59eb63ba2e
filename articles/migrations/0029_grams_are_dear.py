"""What the planner of PostgreSQL has to know of `articles_grams`: one call costs as much as reading
some twenty rows by an index, so that it comes after every other condition of a row."""

from django.db import migrations

_DEAR = "ALTER FUNCTION articles_grams(text, integer) COST {}"


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_DEAR.format(1000))


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_DEAR.format(100))


class Migration(migrations.Migration):
    dependencies = [("articles", "0028_audit")]

    operations = [migrations.RunPython(forwards, backwards)]
