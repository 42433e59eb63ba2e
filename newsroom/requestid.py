"""A name for each request: in the log, in the answer, and on the page that says what went wrong.

A reporter reads it out from the error page, and an operator finds every line of that request.
"""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
current: ContextVar[str] = ContextVar("newsroom_request_id", default="")


def new() -> str:
    """Twelve letters and digits, none of which is mistaken for another on the telephone."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _place in range(12))


class RequestId:
    """The outermost middleware. A name from outside counts only where a proxy of ours gives it:
    anybody else could write what they like into the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Of a stranger's request `newsroom.proxies` has taken it away.
        trusted = settings.TRUSTED_PROXIES or settings.SECURE_PROXY_SSL_HEADER
        given = request.headers.get(HEADER, "") if trusted else ""
        name = given if _GIVEN.fullmatch(given) else new()
        request.request_id = name  # type: ignore[attr-defined]  # a mark for the log and the error page
        token = current.set(name)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response[HEADER] = name
        return response
