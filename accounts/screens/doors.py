"""The addresses of signing in and of one's own account, below `/admin/`.

The admin site serves them, so that its policy for browsers and its middleware hold for them, too.
The library looks for some of them by names of its own: `ALIASES` says which.
"""

from typing import Any, NamedTuple

from accounts import entrance
from accounts.screens import factors, invited, own
from accounts.screens.own import proved_lately, signed_in


class Door(NamedTuple):
    route: str
    view: Any
    name: str


def _own(view: Any) -> Any:
    return signed_in(view)


def _grave(view: Any) -> Any:
    return signed_in(proved_lately(view))


DOORS = (
    Door("account/second-factor/", entrance.SecondFactorView.as_view(), "second-factor"),
    Door("account/passkey/", entrance.PasskeyView.as_view(), "passkey"),
    Door("account/openid/", entrance.openid_sign_in, "openid"),
    Door("account/openid/back/", entrance.openid_back, "openid-back"),
    Door("account/invitation/", invited.invited, "invitation"),
    Door("account/invitation/<str:token>/", invited.opened, "invitation-link"),
    Door("account/", _own(own.account), "account"),
    Door("account/sessions/end/", _own(own.end_session), "account-end-session"),
    Door("account/sessions/end-all/", _own(own.end_sessions), "account-end-sessions"),
    Door("account/app/", _grave(factors.SetUpApp.as_view()), "account-app"),
    Door("account/passkeys/add/", _grave(factors.AddPasskey.as_view()), "account-passkey"),
    Door("account/codes/", _own(factors.Codes.as_view()), "account-codes"),
    Door("account/codes/new/", _grave(factors.NewCodes.as_view()), "account-new-codes"),
    Door("account/remove/<int:pk>/", _grave(factors.remove), "account-remove"),
    Door("account/again/", _own(factors.PasswordAgain.as_view()), "account-again"),
    Door("account/again/code/", _own(factors.CodeOnceMore.as_view()), "account-again-code"),
    Door("account/again/passkey/", _own(factors.PasskeyAgain.as_view()), "account-again-passkey"),
)
ALIASES = {
    "mfa_authenticate": "account/second-factor/",
    "mfa_login_webauthn": "account/passkey/",
    "mfa_index": "account/",
    "mfa_list_webauthn": "account/",
    "mfa_activate_totp": "account/app/",
    "mfa_deactivate_totp": "account/",
    "mfa_view_recovery_codes": "account/codes/",
    "account_reauthenticate": "account/again/",
    "mfa_reauthenticate": "account/again/code/",
    "mfa_reauthenticate_webauthn": "account/again/passkey/",
    "account_login": "login/",
    "account_inactive": "login/",
    "socialaccount_connections": "account/",
}
