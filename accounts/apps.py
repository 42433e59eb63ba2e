from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from accounts.roles import install_groups

        # Without a sender: permissions of every app exist once the last one has migrated.
        post_migrate.connect(install_groups, dispatch_uid="accounts.install_groups")
        if settings.HAS_DESK:
            from allauth.account.signals import user_logged_in
            from django.contrib.auth import signals

            from accounts import checks, entrance, idle  # noqa: F401  (registers the checks)

            user_logged_in.connect(entrance.entered, dispatch_uid="accounts.entered")
            signals.user_logged_in.connect(idle.begun, dispatch_uid="accounts.begun")
