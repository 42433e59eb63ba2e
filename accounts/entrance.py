"""The newsroom's door: account and password, passkey, second factor, the organisation's sign-in.

The library carries somebody from step to step; what is counted, noted and said is ours.
"""

import logging
from datetime import datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from requests import RequestException
from unfold.forms import AuthenticationForm

from accounts import devices, history, policy
from accounts.models import SignIn, User

log = logging.getLogger(__name__)


def wait_words(until: datetime) -> str:
    at = timezone.localtime(until)
    return _(
        "Too many failed tries. You can try again at %(time)s. Your own device, on which you have"
        " signed in before, and a passkey are not held up by what others try."
    ) % {"time": date_format(at, "H:i")}


def _seconds(until: datetime) -> str:
    return str(max(1, int((until - timezone.now()).total_seconds()) + 1))


class SignInForm(AuthenticationForm):
    attempt: SignIn | None = None
    wait: datetime | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("username"):
            # The name stands there; the password is what has to be typed again.
            self.fields["username"].widget.attrs.pop("autofocus", None)
            self.fields["password"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not name or not password:
            return dict(self.cleaned_data)
        try:
            self.attempt = history.begin(self.request, name, how="password")
        except history.TooMany as refused:
            self.wait = refused.until
            raise ValidationError(wait_words(refused.until), code="too_many") from None
        return dict(super().clean())

    def confirm_login_allowed(self, user: Any) -> None:
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            if self.attempt:
                history.end(self.attempt, SignIn.Outcome.SHUT)
            raise


class SignInView(LoginView):
    form_class = SignInForm
    template_name = "admin/login.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and user.is_active and user.is_staff:
            if not policy.missing(request):
                target = get_login_redirect_url(request)
                here = target.partition("?")[0] == request.path
                return HttpResponseRedirect(reverse("admin:index") if here else target)
            if not Authenticator.objects.filter(user=user).exists():
                return _to_set_up(request)
            # A session from before the second factor was set up is not worth keeping.
            logout(request)
        # Whoever comes back to this page begins anew.
        if "account_login" in request.session:
            clear_login(request)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        user, attempt = form.get_user(), form.attempt
        login = Login(user=user, redirect_url=self.get_success_url())
        self.request._sign_in = attempt  # type: ignore[attr-defined]  # for `entered`, later in this request
        response = perform_password_login(self.request, {"username": user.username}, login)
        if not self.request.user.is_authenticated or self.request.user.pk != user.pk:
            history.half(self.request, attempt)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if form.wait:
            response.status_code = 429
            response["Retry-After"] = _seconds(form.wait)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["openid"] = settings.OIDC.name if settings.OIDC else ""
        context["next"] = get_next_redirect_url(self.request) or ""
        context["by_address"] = by_address(self.request)
        return context


def by_address(request: HttpRequest) -> bool:
    """Browsers make no passkeys for a site without a name."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return host.strip("[]").replace(".", "").isdigit() or ":" in host


def _to_set_up(request: HttpRequest) -> HttpResponse:
    request.session["after_factor"] = get_next_redirect_url(request) or ""
    return HttpResponseRedirect(reverse("admin:account"))


@never_cache
def sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
    """The answer of `/admin/login/`; `next` says where to go afterwards."""
    context = {
        **admin.site.each_context(request),
        "title": _("Sign in"),
        "subtitle": None,
        "app_path": request.get_full_path(),
        **(extra_context or {}),
    }
    request.current_app = admin.site.name
    view = SignInView.as_view(extra_context=context, next_page=reverse("admin:index"))
    return view(request)


class SecondFactorView(AuthenticateView):
    """After the password: a code, a recovery code or a passkey."""

    template_name = "admin/account/second_factor.html"
    wait: datetime | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = self.stage.login.user
        how = "factor" if "code" in request.POST else "webauthn"
        try:
            attempt = history.begin(
                request, user.username, how=how, outcome=SignIn.Outcome.WRONG_FACTOR
            )
        except history.TooMany as refused:
            self.wait = refused.until
            # Not even looked at: drawing a form that holds a code would try it.
            self.auth_form = self.get_form_class()(user=user)
            self.webauthn_form = self.get_webauthn_form_class()(user=user)
            return self.form_invalid(self.auth_form)
        if not self.form.is_valid():
            return self.form_invalid(self.form)
        attempt.delete()
        return self.form_valid(self.form)

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        if self.wait:
            response.status_code = 429
            response["Retry-After"] = _seconds(self.wait)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        return {
            **admin.site.each_context(self.request),
            **super().get_context_data(**kwargs),
            "title": _("Second factor"),
            "person": user,
            "has_app": Authenticator.Type.TOTP in kinds,
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
            "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
            "wait": wait_words(self.wait) if self.wait else "",
        }


class PasskeyView(LoginWebAuthnView):
    """Signing in with nothing but a passkey. Scripts ask for the question and send the answer."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        target = get_next_redirect_url(self.request)
        login = Login(user=authenticator.user, redirect_url=target)
        response: HttpResponse = perform_passwordless_login(self.request, authenticator, login)
        return response

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        history.note(self.request, None, "webauthn", SignIn.Outcome.WRONG_FACTOR)
        messages.error(
            self.request,
            _("This passkey is not known here. Sign in with your password, or use another one."),
        )
        return HttpResponseRedirect(reverse("admin:login"))


def openid_sign_in(request: HttpRequest) -> HttpResponse:
    """Off to the organisation's sign-in, where one is set."""
    if not settings.OIDC or request.method != "POST":
        return HttpResponseRedirect(reverse("admin:login"))
    return _answered(request, openid.login)


def openid_back(request: HttpRequest) -> HttpResponse:
    if not settings.OIDC:
        return HttpResponseRedirect(reverse("admin:login"))
    return _answered(request, openid.callback)


def _answered(request: HttpRequest, view: Any) -> HttpResponse:
    try:
        response: HttpResponse = view(request, "house")
        return response
    except ImmediateHttpResponse as answer:
        return answer.response
    except (RequestException, KeyError, ValueError) as trouble:
        log.warning("The organisation's sign-in failed: %s: %s", type(trouble).__name__, trouble)
        said = _("The organisation's sign-in does not answer. Sign in with a password.")
        messages.error(request, said)
        return HttpResponseRedirect(reverse("admin:login"))


def entered(
    sender: Any, request: HttpRequest, user: User, response: HttpResponseBase, **_signal: Any
) -> None:
    """Listens to the library: somebody is in, by whatever way."""
    ways = [
        record.get("type", record["method"]) if record["method"] == "mfa" else record["method"]
        for record in get_authentication_records(request, user)
    ]
    history.entered(request, user, ways, getattr(request, "_sign_in", None))
    devices.remember(request, response, user)
