from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User


class Backend(ModelBackend):
    """Name and password. A production newsroom refuses the demo's password, which is printed."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if settings.PRODUCTION and password == settings.DEMO_PASSWORD:
            return None
        user = super().authenticate(request, username, password, **kwargs)
        return user if isinstance(user, User) else None
