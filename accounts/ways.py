"""The ways in which somebody proves who they are: stable names, and words for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WAYS: dict[str, str | Promise] = {
    "password": _("password"),
    "totp": _("code of the authenticator app"),
    "recovery_codes": _("recovery code"),
    "webauthn": _("passkey"),
    "factor": _("second factor"),
    "socialaccount": _("the organisation's sign-in"),
    "invitation": _("invitation"),
}


def words(names: str) -> str:
    return " + ".join(str(WAYS.get(name, name)) for name in names.split(",") if name)
