"""Writes down what a request has opened, once its answer shows it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from articles.caller import address
from articles.desk import access
from articles.openings import noted

# Given their own text back, or sent on to another piece: nothing of this one is shown.
_NO_OPENING = frozenset({"style", "next"})


class AccessLog:
    """Middleware, after those that know who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (openings := noted(request)) and _shows(response) and not _asks_by_itself(request):
            user = request.user if isinstance(request.user, User) else None
            for opening in openings:
                if opening.screen not in _NO_OPENING:
                    by_link = opening.link_id is not None
                    access.record(opening, None if by_link else user, address(request))
        return response


def _shows(response: HttpResponseBase) -> bool:
    """Also a refused form (400, 409) has the piece on it."""
    return response.status_code < 300 or response.status_code in (304, 400, 409)


def _asks_by_itself(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and getattr(match.func, "in_background", False))
