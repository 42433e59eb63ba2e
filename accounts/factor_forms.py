"""The forms for a code. A code is good for one sign-in, whichever process it reaches."""

import time
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

# As long as the same code is right: three steps of thirty seconds.
_USED_FOR = 120


def _box(label: Any, *, digits: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": True,
                "inputmode": "numeric" if digits else "text",
                "spellcheck": "false",
            }
        ),
    )


class _Once:
    """Notes in the database which codes were used; the library does so in one process's memory."""

    cleaned_data: dict[str, Any]
    authenticator: Any

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            self._use(code)
        return code

    def _use(self, code: str) -> None:
        mark = salted_hmac("accounts.code", code.strip(), algorithm="sha256").hexdigest()[:16]
        now = int(time.time())
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(pk=self.authenticator.pk)
            used = {
                name: at for name, at in row.data.get("used", {}).items() if now - at < _USED_FOR
            }
            if mark in used:
                raise get_adapter().validation_error("incorrect_code")
            row.data["used"] = used | {mark: now}
            row.save(update_fields=["data"])


class CodeForm(_Once, AuthenticateForm):
    code = _box(_("Code of the app, or a recovery code"), digits=True)


class CodeAgainForm(_Once, ReauthenticateForm):
    code = _box(_("Code of the app, or a recovery code"), digits=True)


class FirstCodeForm(ActivateTOTPForm):
    code = _box(_("The six digits that the app shows now"), digits=True)
