"""Who counts: a layer around everything for what the page store answers, a middleware for what
Django answers, listeners for what is done."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponseBase

from articles import signals
from newsroom.metrics.numbers import add, took
from newsroom.pagestore.gate import Application, Environ, Start

_here = threading.local()
_NOT_COUNTED = frozenset({"healthz", "readyz", "metrics"})


def around(inner: Application) -> Application:
    """Around the page store: an answer for which Django was not entered came from there."""

    def counted(environ: Environ, start: Start) -> Iterable[bytes]:
        _here.entered = False
        answer = inner(environ, start)
        if not _here.entered:
            add("newsroom_page_store_total", 'result="hit"')
        return answer

    return counted


class Metrics:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _here.entered = True
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if match is None and request.path.startswith(settings.STATIC_URL):
            return response
        if match is not None and match.url_name in _NOT_COUNTED:
            return response
        view = match.func if match else None
        module = getattr(view, "__module__", "")
        wing = "public" if view is None or module.startswith("articles.public") else "desk"
        add("newsroom_requests_total", f'wing="{wing}",class="{response.status_code // 100}xx"')
        took(wing, time.perf_counter() - begun)
        if getattr(view, "page_parameters", None) is not None:
            add("newsroom_page_store_total", 'result="miss"')
        if response.status_code == 403:
            add("newsroom_refusals_total")
        return response


def connect() -> None:
    signals.acted.connect(_acted, dispatch_uid="newsroom.metrics.acted")
    signals.access_log_failed.connect(_not_written, dispatch_uid="newsroom.metrics.access")
    user_login_failed.connect(_not_signed_in, dispatch_uid="newsroom.metrics.sign_in")


def _acted(name: str, **_signal: Any) -> None:
    add("newsroom_acts_total", f'act="{name}"')


def _not_written(**_signal: Any) -> None:
    add("newsroom_access_log_failures_total")


def _not_signed_in(**_signal: Any) -> None:
    add("newsroom_sign_in_failures_total")
