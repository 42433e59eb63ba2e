from typing import Any

from django.db import migrations

SLUGS = ("about", "how-we-work", "contact", "rights")


def stand_ready(apps: Any, schema_editor: Any) -> None:
    """Empty, so that readers see none of them before somebody wrote it."""
    Page = apps.get_model("articles", "Page")
    for position, slug in enumerate(SLUGS):
        Page.objects.using(schema_editor.connection.alias).get_or_create(
            slug=slug, defaults={"position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_pages_about_the_paper")]

    operations = [migrations.RunPython(stand_ready, migrations.RunPython.noop, elidable=False)]
