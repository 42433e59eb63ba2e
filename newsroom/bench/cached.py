"""The same site as many run Django: its own cache middleware around everything, in memory."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# All of them are ours but those below.
from newsroom.settings import *  # noqa: F403
from newsroom.settings import MIDDLEWARE as _OURS

PAGE_STORE_BYTES = 0
CACHE_MIDDLEWARE_SECONDS = 600


class KeepIt:
    """Our pages ask caches to look again each time; this arrangement shall not."""

    def __init__(self, inner: Callable[[HttpRequest], HttpResponse]) -> None:
        self._inner = inner

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._inner(request)
        del response["Cache-Control"]
        return response


MIDDLEWARE = [
    "django.middleware.cache.UpdateCacheMiddleware",
    *_OURS,
    "django.middleware.cache.FetchFromCacheMiddleware",
    "newsroom.bench.cached.KeepIt",
]
