from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NotTheDemoPassword:
    """Refuses the password that the demo prints on the screen."""

    def validate(self, password: str, user: Any = None) -> None:
        if settings.PRODUCTION and password == settings.DEMO_PASSWORD:
            raise ValidationError(_("This is the demo's password, and everybody knows it."))

    def get_help_text(self) -> str:
        return _("Your password cannot be the demo's.")
