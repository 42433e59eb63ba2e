"""The readers' addresses by name alone: the newsroom's process links to pages it does not serve."""

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import URLPattern

from articles.public import urls


def closed(request: HttpRequest, **_parts: object) -> NoReturn:
    raise Http404


urlpatterns = [URLPattern(known.pattern, closed, name=known.name) for known in urls.urlpatterns]
