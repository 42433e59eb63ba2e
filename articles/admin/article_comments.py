"""Comments on the screens of a piece: the panel, and the presses that say, answer and settle."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.article_access import open_piece, person, posted_number
from articles.desk import comments, editing, rights
from articles.desk.content import Content
from articles.desk.errors import NotAllowed, WorkflowError
from articles.desk.threads import Thread, threads
from articles.models import Article, Comment
from articles.text.anchors import bare
from articles.text.markup import blocks

# Fields that a reviewer can point at, beside the body, in the order of the page.
_FIELDS: dict[str, str | Promise] = {
    "kicker": gettext_lazy("kicker"),
    "headline": gettext_lazy("headline"),
    "deck": gettext_lazy("deck"),
    "summary": gettext_lazy("summary"),
    "correction_note": gettext_lazy("public correction note"),
}
_PLACE = re.compile(r"([a-z_]{1,30})(?::(\d{1,6}))?")


@dataclass(frozen=True)
class Line:
    """A thread as it is drawn: where its passage is marked, and what is said of that."""

    thread: Thread
    where: str | Promise
    is_picture: bool = False
    at: int = 0
    """Characters of the block before the passage, white space left out: pages show it otherwise."""


def panel(request: HttpRequest, article: Article, content: Content, **extra: Any) -> dict[str, Any]:
    """What `comments.html` needs; nothing for those whom the comments are not for."""
    user = person(request)
    if not rights.may_discuss(user, article):
        return {"discusses": False}
    found = threads(article, content)
    lines = [_line(thread, content) for thread in found]
    return {
        "piece": article,
        "discusses": True,
        "threads": found,
        "open_lines": [line for line in lines if line.thread.is_open],
        "done_lines": [line for line in lines if not line.thread.is_open],
        "may_say": comments.may_say(user, article),
        "closed": comments.closed(article),
        "places": _places(content),
        "longest": comments.LONGEST,
    } | extra


def _line(thread: Thread, content: Content) -> Line:
    field, place = thread.first.field, thread.place
    if place is None:
        return Line(thread, _("the whole piece"))
    if field != "body":
        return Line(thread, _FIELDS.get(field, field), at=0)
    if thread.gone:
        return Line(thread, _("text"))
    block = blocks(content["body"])[place.block]
    where = _("paragraph %(number)s") % {"number": place.block + 1}
    if block.kind == "image":
        return Line(thread, _("picture"), is_picture=True)
    return Line(thread, where, at=len(bare(block.text[: place.start])))


def _places(content: Content) -> list[tuple[str, str]]:
    """What can be pointed at without marking a passage: for keyboards, and without scripts."""
    found = [("", _("the whole piece"))]
    found += [(name, str(label)) for name, label in _FIELDS.items() if content[name].strip()]
    for number, block in enumerate(blocks(content["body"])):
        begins = _("picture") if block.kind == "image" else Truncator(block.text).chars(18)
        found.append((f"body:{number}", f"{number + 1} · {begins}"))
    return found


# --- Presses ------------------------------------------------------------------------------------


@require_POST
def say(request: HttpRequest, article_id: int) -> HttpResponse:
    article = open_piece(request, article_id)
    place = _PLACE.fullmatch(request.POST.get("place", ""))

    def act() -> Comment:
        return comments.say(
            article,
            person(request),
            request.POST.get("text", ""),
            revision=posted_number(request, "revision"),
            field=place[1] if place else "",
            block=int(place[2] or 0) if place else 0,
            quote=request.POST.get("quote", "") if place else "",
            prefix=request.POST.get("prefix", "") if place else "",
        )

    return _press(request, article, act, {"saying": True})


@require_POST
def turn(request: HttpRequest, article_id: int, comment_id: int, act: str) -> HttpResponse:
    """Answer a comment, mark it as done or open it again."""
    article = open_piece(request, article_id)
    comment = (
        Comment.objects.select_related("article__section")
        .filter(article=article, pk=comment_id)
        .first()
    )
    if comment is None:
        raise Http404
    user = person(request)
    acts: dict[str, Callable[[], Any]] = {
        "answer": lambda: comments.answer(comment, user, request.POST.get("text", "")),
        "resolve": lambda: comments.resolve(comment, user),
        "reopen": lambda: comments.reopen(comment, user),
    }
    if act not in acts:
        raise Http404
    first = comment.parent_id or comment.pk
    return _press(request, article, acts[act], {"answering": first}, first)


def _press(
    request: HttpRequest,
    article: Article,
    act: Callable[[], Any],
    failed: dict[str, Any],
    comment_id: int = 0,
) -> HttpResponse:
    """Do it and show the panel again: alone to a script, with its page to a browser. What was
    typed stays where it was typed when it is refused."""
    screen = "edit" if request.POST.get("screen") == "edit" else "review"
    alone = request.headers.get("X-Panel") == "comments"
    extra: dict[str, Any] = {"screen": screen}
    status = 200
    try:
        done = act()
    except WorkflowError as problem:
        status = 403 if isinstance(problem, NotAllowed) else 400
        extra |= failed | {"problem": str(problem), "typed": request.POST}
    else:
        comment_id = comment_id or done.pk
    if status == 200 and not alone:
        return HttpResponseRedirect(_back(article, screen, comment_id))
    newest = editing.newest_revision(article)
    context = panel(request, article, newest.content, newest=newest, **extra)
    if not context["discusses"]:
        raise PermissionDenied(extra["problem"])
    name = "comments.html" if alone else "comments_page.html"
    context |= {} if alone else admin.site.each_context(request) | {"title": article.headline}
    return HttpResponse(render_to_string(f"admin/articles/{name}", context, request), status=status)


def _back(article: Article, screen: str, comment_id: int) -> str:
    if screen == "edit":
        return f"{article.get_absolute_url()}?edit=1#comment-{comment_id}"
    review = reverse("admin:articles_article_review", args=[article.pk])
    return f"{review}?panel=comments#comment-{comment_id}"
