"""No text of the newsroom holds a null: nobody types one, and PostgreSQL stores none. Nor does
anybody look for hundreds of words at once, each of which is a condition for every row."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict

NULL = "\0"
# Boxes to look for something, here and in the theme; characters.
_SOUGHT, _LONGEST = ("q", "s", "term"), 300


class NoNulls:
    """Middleware, after the one that has read the form: nulls are left out of what was sent, and
    what is looked for is cut."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> None:
        match = request.resolver_match
        if match is None or match.app_name != "admin":
            return
        request.GET = _cut(_without(request.GET))  # type: ignore[assignment]  # a copy, as immutable as the one that was there
        if request.method == "POST":
            request.POST = _without(request.POST)  # type: ignore[assignment]  # a copy, as immutable as the one that was there


def _cut(given: QueryDict) -> QueryDict:
    if all(len(text) <= _LONGEST for name in _SOUGHT for text in given.getlist(name)):
        return given
    short = given.copy()
    for name in _SOUGHT:
        if name in given:
            short.setlist(name, [text[:_LONGEST] for text in given.getlist(name)])
    short._mutable = False
    return short


def _without(given: QueryDict) -> QueryDict:
    if not any(NULL in text for name, texts in given.lists() for text in (name, *texts)):
        return given
    clean = QueryDict(mutable=True, encoding=given.encoding)
    for name, texts in given.lists():
        clean.setlist(name.replace(NULL, ""), [text.replace(NULL, "") for text in texts])
    clean._mutable = False
    return clean
