"""The forms for codes and passkeys. A code is good for one sign-in, whichever process it reaches;
what is no passkey at all is refused like a wrong one."""

import time
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

# As long as the same code is right: three steps of thirty seconds.
_USED_FOR = 120
# What the libraries raise of rubbish that a browser would never send.
_RUBBISH = (AttributeError, KeyError, TypeError, ValueError)


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
        code: str = super().clean_code()  # type: ignore[misc]  # a mixin: the class beside it has this
        if self.authenticator.type == Authenticator.Type.TOTP:
            self._use(code)
        return code

    def _use(self, code: str) -> None:
        # As the library reads it: “123 456” is no other code than “123456”.
        plain = normalize_user_code(code)
        mark = salted_hmac("accounts.code", plain, algorithm="sha256").hexdigest()[:16]
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


class _Sound:
    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # a mixin: the class beside it has this
        except _RUBBISH:
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeyForm(_Sound, AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(_Sound, ReauthenticateWebAuthnForm):
    pass


class PasskeyAloneForm(_Sound, LoginWebAuthnForm):
    pass


class NewPasskeyForm(AddWebAuthnForm):
    def clean(self) -> Any:
        """Only one that knows its owner by finger, face or number is enough by itself."""
        try:
            cleaned = super().clean()
        except _RUBBISH:
            raise get_adapter().validation_error("incorrect_code") from None
        if not cleaned.get("passwordless"):
            raise get_adapter().validation_error("incorrect_code")
        return cleaned
