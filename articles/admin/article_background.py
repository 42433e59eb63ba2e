"""What the edit screen asks the server by itself, answered as JSON: keep this text, who else is
here, am I still signed in. None of it counts as activity, but text that really changed does."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.idle import in_background, touch
from articles.admin.article_access import open_piece, person
from articles.admin.article_presence import clock, here
from articles.admin.article_sitting import NOT_TYPED, valid_sittings
from articles.desk import autosave, ledger, presence
from articles.desk.errors import NotAllowed, WorkflowError
from articles.models import Article

View = Callable[..., HttpResponse]


def answering(*methods: str) -> Callable[[View], View]:
    """Sign-in and refusals as JSON; the person must be the one who opened the page."""
    # Who may get it may ask what they would get.
    spoken = (*methods, "HEAD") if "GET" in methods else methods
    return lambda view: _answering(view, spoken)


def _answering(view: View, methods: tuple[str, ...]) -> View:
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if not admin.site.has_permission(request):
            return JsonResponse({"error": "signed out"}, status=401)
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        asked: dict[str, Any] = {}
        if request.method == "POST":
            try:
                asked = json.loads(request.body)
                assert isinstance(asked, dict)
            except (ValueError, AssertionError, RecursionError, RawPostDataException):
                # The last: it came as a form, and has been read as one.
                return JsonResponse({"error": "not JSON"}, status=400)
            if str(asked.get("as")) != str(person(request).pk):
                name = str(person(request))
                return JsonResponse({"error": "another person", "name": name}, status=409)
        try:
            return view(request, asked)
        except (ValueError, KeyError, TypeError, OverflowError):
            return JsonResponse({"error": "not understood"}, status=400)
        except PermissionDenied:
            return JsonResponse({"error": _("You may not see this piece.")}, status=403)
        except Http404:
            return JsonResponse({"error": _("There is nothing at this address.")}, status=404)
        except NotAllowed as problem:
            return JsonResponse({"error": str(problem)}, status=403)
        except WorkflowError as problem:
            return JsonResponse({"error": str(problem)}, status=413)

    return in_background(never_cache(answer))


def _sitting(asked: dict[str, Any]) -> str:
    (name,) = valid_sittings(str(asked["sitting"]))
    return name


def _fields(asked: Any) -> list[list[str]]:
    """Pairs of strings that any database stores."""
    return [[_storable(name), _storable(value)] for name, value in asked if name not in NOT_TYPED]


def _storable(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.replace("\0", "").encode("utf-8", "ignore").decode()


def _number(value: Any) -> int:
    number = int(value)
    if not 0 <= number < 2**53:
        raise ValueError
    return number


def _piece(request: HttpRequest, asked: dict[str, Any]) -> Article | None:
    """The piece that a text belongs to; `keep` asks whether it may be theirs."""
    if not asked.get("article"):
        return None
    return Article.objects.select_related("section").filter(pk=_number(asked["article"])).first()


@answering("POST")
def keep(request: HttpRequest, asked: dict[str, Any]) -> JsonResponse:
    user, sitting = person(request), _sitting(asked)
    article = _piece(request, asked)
    if asked.get("article") and article is None:
        raise NotAllowed(_("There is no such piece any more. Copy what you typed."))
    if asked.get("forget"):
        autosave.forget(user, sitting)
        return JsonResponse({"state": "forgotten"})
    kept, is_new = autosave.keep(
        user,
        article,
        sitting,
        min(_number(asked["version"]), 2**31 - 1),
        _fields(asked["fields"]),
        _number(asked["at"]),
    )
    if kept.closed_at:
        return JsonResponse({"state": "closed"})
    autosave.replace(user, article, kept, valid_sittings(str(asked.get("replaces", ""))))
    if is_new:
        touch(request)
    at = timezone.localtime(kept.updated_at).strftime("%H:%M:%S")
    return JsonResponse({"state": "kept", "at": at, "older": autosave.is_older(kept)})


@answering("GET")
def session(request: HttpRequest, _asked: dict[str, Any]) -> JsonResponse:
    """Who is signed in here, with a token for the next form; and what the server has of some
    sittings."""
    names = valid_sittings(request.GET.get("sittings", ""))
    return JsonResponse(
        {
            "user": person(request).pk,
            "name": str(person(request)),
            "csrf": get_token(request),
            "known": autosave.known(person(request), names),
        }
    )


@answering("GET", "POST")
def beat(request: HttpRequest, asked: dict[str, Any]) -> JsonResponse:
    """Who else edits a piece. A post says that one's own screen is open, or that it closes."""
    user = person(request)
    sitting = ""
    if request.method == "POST":
        sitting = _sitting(asked)
        if asked.get("leave"):
            presence.leave(user, sitting)
            return JsonResponse({})
    source = asked if request.method == "POST" else request.GET
    number = str(_number(source["article"]))
    article = open_piece(request, number)
    if sitting:
        presence.beat(user, article, sitting)
    return JsonResponse(
        {
            "here": here(user, article, sitting),
            "moved": _moved(article, _number(source["version"])),
        }
    )


def _moved(article: Article, version: int) -> str:
    if version == article.version:
        return ""
    last = ledger.last_entry("article", article.pk)
    assert last is not None
    return _(
        "%(name)s changed this piece at %(time)s. What you see here is older;"
        " a save compares first."
    ) % {"name": last.actor_name or _("Somebody else"), "time": clock(last.at)}
