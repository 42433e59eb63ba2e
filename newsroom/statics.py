"""Static files, packed also where nobody has collected them."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware

_TEXTS = ("text/", "image/svg+xml", "application/json")


class _Packing(GZipMiddleware):
    """A file of the program's own holds no secret for random bytes to hide."""

    max_random_bytes = 0


class StaticFiles(WhiteNoiseMiddleware):
    """Collected files lie packed beside themselves. In development, and in the demo, they are
    sent from where they were written: those are packed as they go out, so that a page weighs what
    it will weigh."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = super().__call__(request)
        if isinstance(response, FileResponse) and request.path_info.startswith(self.static_prefix):
            return self._packed(request, response)
        return response

    def _packed(self, request: HttpRequest, response: FileResponse) -> HttpResponseBase:
        if response.status_code != 200 or not response["Content-Type"].startswith(_TEXTS):
            return response
        packed: HttpResponseBase = _Packing(lambda _request: response).process_response(
            request, response
        )
        return packed
