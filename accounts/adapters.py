"""What django-allauth asks the newsroom: its words, its secrets, and whom it lets in."""

import base64
import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts import address, history, policy, sealing
from accounts.models import SignIn, User
from accounts.signals import account_changed

_PROVED_FOR = 300  # seconds
_SAID = {
    "mfa/messages/totp_activated.txt": __("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": __("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": __("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": __("The passkey is removed."),
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, *_rest: Any) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address.of(request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Of the library's messages only those that we have words for."""
        if said := message or _SAID.get(message_template or ""):
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Whoever left, or has no role, is not let in by any way."""
        if user.is_active and user.is_staff:
            return None
        from allauth.account.internal.stagekit import clear_login

        clear_login(request)
        history.note(request, user, "", SignIn.Outcome.SHUT)
        messages.error(
            request,
            _("This account is deactivated or has no role. Ask an administrator of the newsroom."),
        )
        return HttpResponseRedirect(reverse("admin:login"))

    def reauthenticate(self, user: Any, password: str) -> bool:
        """A wrong password counts like one at the door."""
        try:
            attempt = history.begin(context.request, user.username, how="password")
        except history.TooMany as refused:
            from accounts.entrance import wait_words

            raise ValidationError(wait_words(refused.until), code="too_many") from None
        if not super().reauthenticate(user, password):
            return False
        attempt.delete()
        return True

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not right after signing in, which proves as much."""
        request = context.request
        records = get_authentication_records(request, request.user)
        now = timezone.now().timestamp()
        return not any(now - record["at"] < _PROVED_FOR for record in records)


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": __("This is not right. A code of the app holds for half a minute."),
        "cannot_delete_authenticator": __(
            "Your role needs a second factor. Set up another one before you remove this."
        ),
    }

    def get_totp_issuer(self) -> str:
        return _paper()

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def build_totp_svg(self, url: str) -> str:
        out = io.BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=5, border=4, light="#fff")
        return out.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        from allauth.mfa.models import Authenticator

        if not policy.needs_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        from allauth.mfa.models import Authenticator

        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": _paper()}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": str(user), "name": user.username}


class HouseAdapter(DefaultSocialAccountAdapter):
    """The organisation's sign-in lets in whom the newsroom has an account for, and makes nobody
    anything: roles and desks are given here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.state.get("process") != "login":
            raise self._back(request, _("This way in is for signing in only."))
        if sociallogin.is_existing:
            return
        assert settings.OIDC
        user = _found(sociallogin)
        if user is None:
            history.note(request, None, "socialaccount", SignIn.Outcome.UNKNOWN)
            raise self._back(
                request,
                _(
                    "Your organisation knows you, but the newsroom has no account that is certainly"
                    " yours. Ask an administrator to make one with the same account name or"
                    " e-mail address."
                ),
            )
        with transaction.atomic():
            sociallogin.connect(request, user)
            account_changed.send(User, user=user, by=user, what="linked", note=settings.OIDC.name)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        said = _("The organisation's sign-in did not work. Try again, or sign in with a password.")
        if getattr(error, "value", error) == "cancelled":
            said = _("You have stopped the organisation's sign-in.")
        raise self._back(request, said)

    def _back(self, request: HttpRequest, said: str) -> ImmediateHttpResponse:
        messages.error(request, said)
        return ImmediateHttpResponse(HttpResponseRedirect(reverse("admin:login")))


def _found(sociallogin: Any) -> User | None:
    """The one account that is theirs beyond doubt: an address counts only where the organisation
    says that it has been verified."""
    assert settings.OIDC
    if settings.OIDC.match == "username":
        named = sociallogin.account.get_provider_account().get_user_data() or {}
        name = str(named.get("preferred_username") or "")
        return User.objects.filter(username=name, is_active=True).first() if name else None
    verified = [each.email for each in sociallogin.email_addresses if each.verified]
    users = [user for email in verified for user in User.objects.filter(email__iexact=email)]
    return users[0] if len(users) == 1 and users[0].is_active else None


def _paper() -> str:
    """The paper's name, as the theme shows it."""
    return str(import_string(settings.UNFOLD["SITE_TITLE"])(context.request))


def as_data(svg: str) -> str:
    """An image for a page, in its address."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
