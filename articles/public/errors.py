"""What a reader gets when there is nothing to show or something broke."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from articles.faults import fault_of
from articles.public import old_addresses
from articles.public.http import page

RETRY_SECONDS = 120


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Where an old address leads now; else the same page for every address that has nothing,
    whatever the reason."""
    if settings.HAS_PUBLIC and not request.path.startswith("/admin/"):
        if (answer := old_addresses.answer(request)) is not None:
            return answer
        response = page(request, "404.html", {}, status=404)
    else:
        response = HttpResponse(render_to_string("404.html"), status=404)
    # What is not there yet may be there in a second.
    patch_cache_control(response, max_age=0, must_revalidate=True)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when it is the database or another part that is away. Asks nothing of it."""
    away = fault_of(sys.exc_info()[1]) is not None
    status = 503 if away else 500
    try:
        named = {"request_id": getattr(request, "request_id", "")}
        text: str = render_to_string(f"{status}.html", named)
    except Exception:  # an error page that fails as well leaves the reader with nothing
        text = _("Something went wrong. Please try again in a moment.")
    response = HttpResponse(text, status=status, headers={"Cache-Control": "no-store"})
    if away:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def busy() -> tuple[list[tuple[str, str]], bytes]:
    """Headers and body of a 503 for whoever would have to wait too long."""
    text = render_to_string("503.html").encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Retry-After", str(RETRY_SECONDS)),
    ]
    return headers, text
