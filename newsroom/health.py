"""Answers for load balancers and monitors."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom import parts


class Monitors:
    """Who watches asks a machine or a process by its number, and by no name of ours: at these
    addresses NEWSROOM_HOSTS is not looked at. No answer of theirs writes the name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in ("/healthz", "/readyz", "/metrics"):
            request.get_host = lambda: "localhost"  # type: ignore[method-assign]  # of this one request
        return self.get_response(request)


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nothing of anybody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Whether this process can serve, else 503; then each part, a line each.

    A line says "ok" or one of a few words, and nothing of addresses, names or errors, which are
    in the log. Only database and migrations decide: without the others readers get their pages.
    """
    found = parts.all_parts()
    can_serve = all(part.ok for part in found if part.vital)
    lines = ["ready" if can_serve else "not ready"]
    lines += [f"{part.name}: {part.word}" for part in found]
    return HttpResponse(
        "\n".join(lines) + "\n", status=200 if can_serve else 503, content_type="text/plain"
    )
