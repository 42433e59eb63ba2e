"""Names by which django-allauth looks for addresses that the admin site serves. Included after the
admin, nothing is ever resolved here."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from accounts.screens.doors import ALIASES


def elsewhere(_request: HttpRequest, **_parts: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:login"))


urlpatterns = [path(route, elsewhere, name=name) for name, route in ALIASES.items()]
urlpatterns += [
    path("account/openid/", elsewhere, {"provider_id": "house"}, name="openid_connect_login"),
    path(
        "account/openid/back/", elsewhere, {"provider_id": "house"}, name="openid_connect_callback"
    ),
]
