"""Sessions that are read where nothing can be written."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError
from django.http import HttpRequest

from articles.faults import fault_of

log = logging.getLogger(__name__)


class Sessions(SessionMiddleware):
    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """A full disk or a database that is away stops nobody from looking: what a page that only
        shows something would have noted in its session is left out."""
        try:
            return super().process_response(request, response)
        except Exception as problem:
            if fault_of(problem) is None:
                raise
            # Who has no session yet is signing in: that has to be kept, or said.
            is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
            if request.method in ("GET", "HEAD") and is_known:
                log.warning("A session could not be written: %s", problem)
                return response
            if isinstance(problem, SessionInterrupted):
                # Django takes a database that is away for somebody who signed out meanwhile, and
                # says that the request was a bad one.
                raise OperationalError("A session could not be written.") from problem
            raise
