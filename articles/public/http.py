"""What every readers' address has in common: safe methods, an ETag, no cookie, one clock; sent
packed to whoever can unpack it."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.decorators import decorator_from_middleware
from django.utils.deprecation import MiddlewareMixin
from django.utils.encoding import iri_to_uri
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles import pagetags
from articles.public import packing
from articles.rendering import Site, load_site

View = Callable[..., HttpResponse]


class _Packing(MiddlewareMixin):
    """With brotli too, and quickly: what is worth more is done where pages are kept."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        if not isinstance(response, HttpResponse) or len(response.content) < packing.TOO_SHORT:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        name = packing.chosen(request.headers.get("Accept-Encoding", ""))
        if name and not response.has_header("Content-Encoding"):
            response.content = packing.pack(response.content, name, packing.ONCE)
            response["Content-Length"] = str(len(response.content))
            response["Content-Encoding"] = name
            # One ETag for every form of the page is a weak one (RFC 9110, 8.8.1).
            if (etag := response.get("ETag", "")).startswith('"'):
                response["ETag"] = f"W/{etag}"
        return response


packed = cast(Callable[[View], View], decorator_from_middleware(_Packing))


def readers_view(view: View) -> View:
    """GET and HEAD only; kept by caches only to be asked again, so a withdrawal shows at once."""
    asked_again = cache_control(max_age=0, must_revalidate=True)(conditional_page(view))
    return require_safe(packed(asked_again))


def kept(*parameters: str) -> Callable[[View], View]:
    """A readers' view whose answers may be kept and given to everybody.

    They depend on the address, on these parameters, on what their `Cache-Tag` names, and on the
    hours that `articles.public.due` knows, and on nothing else: no cookie, no person, no language.
    """

    def mark(view: View) -> View:
        made = readers_view(view)
        vars(made)["page_parameters"] = frozenset(parameters)
        return made

    return mark


def tagged(response: HttpResponse, tags: Iterable[str]) -> HttpResponse:
    """Say what a page was made from; `articles.pagetags` has the names."""
    response["Cache-Tag"] = ",".join([pagetags.EVERYTHING, *tags])
    return response


def absolute(request: HttpRequest, path: str) -> str:
    """An address as the outside world writes it."""
    if settings.SITE_URL:
        return str(settings.SITE_URL) + path
    known = vars(request)
    if "site_root" not in known:
        # A page says two dozen addresses; Django takes each apart anew.
        known["site_root"] = request.build_absolute_uri("/")[:-1]
    return f"{known['site_root']}{iri_to_uri(path)}"


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    site: Site | None = None,
    status: int = 200,
    tags: Iterable[str] | None = None,
) -> HttpResponse:
    """A whole page; `path` in the context is its one true address where it has one."""
    context = {"site": site or load_site(), **context}
    if path := context.get("path"):
        context["canonical"] = absolute(request, path)
    response = render(request, f"public/{template}", context, status=status, using="jinja2")
    return response if tags is None else tagged(response, tags)
