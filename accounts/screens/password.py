"""Changing one's own password. Whoever sits down at somebody else's desk does not guess it here."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from unfold.forms import AdminOwnPasswordChangeForm

from accounts import devices, entrance, history
from accounts.models import User
from accounts.screens.own import me
from accounts.signals import account_changed


class OwnPasswordForm(AdminOwnPasswordChangeForm):
    request: HttpRequest

    def clean_old_password(self) -> str:
        """A wrong one counts like a wrong one at the door."""
        try:
            attempt = history.begin(self.request, self.user.username, how="password")
        except history.TooMany as refused:
            raise ValidationError(entrance.wait_words(refused.until), code="too_many") from None
        old: str = super().clean_old_password()
        attempt.delete()
        return old


class Change(PasswordChangeView):
    form_class = OwnPasswordForm

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.request = self.request
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        """Sessions elsewhere end; this one goes on, and the device stays known."""
        user = me(self.request)
        with transaction.atomic():
            response = super().form_valid(form)
            account_changed.send(User, user=user, by=user, what="password_changed", note="")
        UserSession.objects.create_from_request(self.request, user=user)
        devices.remember(self.request, response, form.user)
        return response


def change(request: HttpRequest, context: dict[str, Any]) -> HttpResponseBase:
    done = reverse("admin:password_change_done")
    return Change.as_view(success_url=done, extra_context=context)(request)
