"""Setting up and removing what proves somebody a second time."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgain
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.internal.flows import deactivate_totp
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal.flows import remove_authenticator
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import entrance, ways
from accounts.adapters import FactorAdapter, as_data
from accounts.models import User
from accounts.screens.own import around, me
from accounts.signals import account_changed


class _Framed:
    """A view of the library in the frame of the admin."""

    request: HttpRequest
    title: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inner = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mixin: the class beside it has this
        return around(self.request, str(self.title)) | inner | self.more(inner)

    def more(self, inner: dict[str, Any]) -> dict[str, Any]:
        return {}


class SetUpApp(_Framed, ActivateTOTPView):
    template_name = "admin/account/app.html"

    @property
    def title(self) -> str:
        return _("Set up the authenticator app")

    def more(self, inner: dict[str, Any]) -> dict[str, Any]:
        secret = inner["form"].secret
        return {
            "picture": as_data(inner["totp_svg"]),
            "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            _told(self.request, "factor_added", "totp")
        record_authentication(self.request, me(self.request), "mfa", type="totp")
        return response

    def get_success_url(self) -> str:
        return _after(self.request, codes=self.did_generate_recovery_codes)


class AddPasskey(_Framed, AddWebAuthnView):
    template_name = "admin/account/passkey.html"

    @property
    def title(self) -> str:
        return _("Set up a passkey")

    def more(self, inner: dict[str, Any]) -> dict[str, Any]:
        """Always one that is enough by itself: kept on the device, with finger, face or number."""
        options = webauthn.begin_registration(me(self.request), passwordless=True)
        return {
            "js_data": {"creation_options": options},
            "by_address": entrance.by_address(self.request),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            _told(self.request, "factor_added", "webauthn")
        record_authentication(self.request, me(self.request), "mfa", type="webauthn")
        return response

    def get_success_url(self) -> str:
        return _after(self.request, codes=self.did_generate_recovery_codes)


class NewCodes(_Framed, GenerateRecoveryCodesView):
    template_name = "admin/account/new_codes.html"

    @property
    def title(self) -> str:
        return _("New recovery codes")

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            _told(self.request, "codes_made")
        return response


class Codes(_Framed, ViewRecoveryCodesView):
    """Shown once, right after they were made."""

    template_name = "admin/account/codes.html"

    @property
    def title(self) -> str:
        return _("Recovery codes")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().get(request, *args, **kwargs)
        except Http404:
            return HttpResponseRedirect(reverse("admin:account"))
        return response

    def more(self, inner: dict[str, Any]) -> dict[str, Any]:
        codes = [f"{code[:4]} {code[4:]}" for code in inner["unused_codes"]]
        target = self.request.session.pop("after_factor", "") or reverse("admin:index")
        return {"codes": codes if inner["can_view_codes"] else [], "target": target}


def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The app or a passkey, after a question."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    row = get_object_or_404(Authenticator, user=me(request), type__in=kinds, pk=pk)
    adapter = FactorAdapter()
    if not adapter.can_delete_authenticator(row):
        messages.error(request, str(adapter.error_messages["cannot_delete_authenticator"]))
        return HttpResponseRedirect(reverse("admin:account"))
    if request.method == "POST":
        end = deactivate_totp if row.type == Authenticator.Type.TOTP else remove_authenticator
        with transaction.atomic():
            end(request, row)
            _told(request, "factor_removed", row.type)
        return HttpResponseRedirect(reverse("admin:account"))
    context = around(request, _("Remove a second factor")) | {"row": row}
    return TemplateResponse(request, "admin/account/remove.html", context)


class _Again(_Framed):
    """Who is there? In one of the ways that the person has."""

    template_name = "admin/account/again.html"

    @property
    def title(self) -> str:
        return _("Who is there?")

    def more(self, inner: dict[str, Any]) -> dict[str, Any]:
        labels = {
            "reauthenticate": _("with the password"),
            "mfa_reauthenticate": _("with a code"),
            "mfa_reauthenticate:webauthn": _("with a passkey"),
        }
        from allauth.account.adapter import get_adapter

        others = [
            {"label": labels[each["id"]], "url": self.passthrough_next_url(each["url"])}  # type: ignore[attr-defined]  # a mixin: the class beside it has this
            for each in get_adapter().get_reauthentication_methods(self.request.user)
            if each["id"] in labels and each["url"] != self.request.path
        ]
        return {"others": others}

    def get_default_success_url(self) -> str:
        return reverse("admin:account")


class PasswordAgain(_Again, ReauthenticateView):
    template_name = "admin/account/again.html"


class CodeOnceMore(_Again, CodeAgain):
    template_name = "admin/account/again.html"


class PasskeyAgain(_Again, ReauthenticateWebAuthnView):
    template_name = "admin/account/again.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("This passkey is not yours here. Try another way."))
        return HttpResponseRedirect(self.request.get_full_path())


def _told(request: HttpRequest, what: str, way: str = "") -> None:
    """In the transaction that does it: a way in that nobody has noted is not made."""
    user = me(request)
    account_changed.send(User, user=user, by=user, what=what, note=ways.words(way))


def _after(request: HttpRequest, *, codes: bool) -> str:
    if codes:
        return reverse("admin:account-codes")
    return request.session.pop("after_factor", "") or reverse("admin:account")
