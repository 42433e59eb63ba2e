"""Who acts in this request, for those who are told of a change and not of a person.

Settings are saved by the admin, row by row; the ledger has to say by whom.
"""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

from accounts.models import User

_request: ContextVar[HttpRequest | None] = ContextVar("newsroom_actor", default=None)


def acting() -> User | None:
    """Nobody outside a request: commands and the worker act for themselves."""
    request = _request.get()
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


class Actor:
    """Middleware, after those that know who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)
