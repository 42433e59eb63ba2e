from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from accounts.roles import install_groups

        # Without a sender: permissions of every app exist once the last one has migrated.
        post_migrate.connect(install_groups, dispatch_uid="accounts.install_groups")
