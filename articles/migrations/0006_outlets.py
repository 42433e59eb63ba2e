"""The outlets that most papers have, to begin with; an administrator keeps the list."""

from typing import Any

from django.conf import settings
from django.db import migrations
from django.utils import translation
from django.utils.translation import gettext as _


def add(apps: Any, _schema: Any) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        names = (
            _("Print edition"), _("WeChat account"), _("Weibo"), _("App and push messages"),
            _("Syndication partners"),
        )  # fmt: skip
    outlet = apps.get_model("articles", "Outlet")
    outlet.objects.bulk_create(
        [outlet(name=name, position=position) for position, name in enumerate(names, start=1)]
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_withdrawals")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
