"""A line for each request that Django answers."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from articles.caller import address

_requests = logging.getLogger("newsroom.request")


class RequestLog:
    """Middleware: a request by its route, never by its path or query. Who asked is written for
    the newsroom alone; of readers nothing is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.url_name in ("healthz", "readyz", "metrics"):
            return response
        told: dict[str, Any] = {
            "event": "request",
            "method": request.method,
            "route": f"/{match.route}" if match else "",
            "status": response.status_code,
            "ms": round((time.perf_counter() - begun) * 1000, 1),
        }
        # Asked of nobody anew: a reader's page must not look up who is signed in.
        user = vars(request).get("_cached_user")
        if isinstance(user, User):
            told |= {"user_id": user.pk, "address": address(request)}
        _requests.info("%s %s", request.method, told["route"] or "-", extra=told)
        return response
