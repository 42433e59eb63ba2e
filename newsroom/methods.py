"""Three methods are spoken here: GET, HEAD and POST. Whatever else is asked is answered 405.

Django's own screens take any method that is not POST for GET; an address of ours says what it
takes. Nothing of the paper is reached by the others, so they end here, before the session is
looked up.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

SPOKEN = ("GET", "HEAD", "POST")


class ThreeMethods:
    """Middleware, behind those that set headers on every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SPOKEN:
            return HttpResponseNotAllowed(SPOKEN, content_type="text/plain")
        return self.get_response(request)
