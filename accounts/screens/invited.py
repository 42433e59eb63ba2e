"""Where an invitation leads: a password of one's own, and in."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts import invitations
from accounts.validators import NotEasilyGuessed

_SESSION = "invitation"


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # only its stubs are generic
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, again = self.fields["new_password1"], self.fields["new_password2"]
        first.label, again.label = __("New password"), __("The same once more")
        first.help_text, again.help_text = NotEasilyGuessed().get_help_text(), ""
        first.widget = forms.PasswordInput(
            attrs={"autocomplete": "new-password", "autofocus": True}
        )
        again.widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})


def opened(request: HttpRequest, token: str) -> HttpResponse:
    """The link itself. Its secret goes into the session, so that it stands in no address."""
    request.session[_SESSION] = token
    return HttpResponseRedirect(reverse("admin:invitation"))


def invited(request: HttpRequest) -> HttpResponse:
    token = request.session.get(_SESSION)
    if not token:
        messages.info(request, _("Open the link of your invitation again."))
        return HttpResponseRedirect(reverse("admin:login"))
    try:
        made = invitations.find(token)
        form = NewPasswordForm(made.user, request.POST if request.method == "POST" else None)
        if request.method == "POST" and request.user.is_authenticated and request.user != made.user:
            logout(request)
            request.session[_SESSION] = token
        elif request.method == "POST" and form.is_valid():
            user = invitations.use(made, form.cleaned_data["new_password1"])
            request.session.pop(_SESSION, None)
            logout(request)
            record_authentication(request, user, "invitation")
            messages.success(request, _("Your password is set. You sign in with it from now on."))
            entering: HttpResponse = perform_login(
                request, Login(user=user, redirect_url=reverse("admin:account"))
            )
            return entering
    except invitations.Useless as problem:
        return _page(request, {"problem": str(problem)}, 410)
    somebody = request.user if request.user.is_authenticated else None
    context = {
        "made": made,
        "person": made.user,
        "form": form,
        "somebody_else": somebody if somebody != made.user else None,
    }
    return _page(request, context, 400 if form.errors else 200)


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    frame = {**admin.site.each_context(request), "title": _("Invitation")}
    return TemplateResponse(request, "admin/account/invited.html", frame | context, status=status)
