from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _install_triggers(using: str, **_signal: Any) -> None:
    from django.db import connections

    from articles.models import triggers

    triggers.install(connections[using])


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        from articles import checks  # noqa: F401  (registers the checks)

        post_migrate.connect(
            _install_triggers, sender=self, dispatch_uid="articles.install_triggers"
        )
