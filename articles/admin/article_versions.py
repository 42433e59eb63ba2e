"""Compare any two revisions of a piece, or one with what readers see, on screen and on paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.admin.article_access import open_piece
from articles.admin.article_compare import brief, changes
from articles.admin.article_screen import piece_context
from articles.models import Article, PublishedArticle, Revision

LIVE = "live"


@require_safe
def compare(request: HttpRequest, article_id: int) -> HttpResponse:
    """`from` and `to` are numbers of revisions, or `live`. Without them: the newest one with what
    readers see, else with the one before. `whole` shows what stayed, too."""
    article = open_piece(request, article_id)
    context = piece_context(request, article)
    publication: PublishedArticle | None = context["publication"]
    newest: Revision = context["newest"]
    before = request.GET.get("from") or (LIVE if publication else str(max(newest.number - 1, 1)))
    after = request.GET.get("to") or str(newest.number)
    old, new = _side(article, before, publication), _side(article, after, publication)
    found = changes(old.content, new.content)
    whole = "whole" in request.GET
    context |= {
        "title": _("Compare: %(piece)s") % {"piece": article.headline},
        "before": before,
        "after": after,
        "pickers": [("from", _("before"), before), ("to", _("after"), after)],
        "sides": [("del", old), ("ins", new)],
        "changes": found if whole else brief(found, 40),
        "whole": whole,
        "choices": article.revisions.defer("content").order_by("-number"),
        "published_number": publication.revision_number if publication else None,
    }
    return TemplateResponse(request, "admin/articles/compare.html", context)


def _side(article: Article, asked: Any, publication: PublishedArticle | None) -> Revision:
    number = publication.revision_number if asked == LIVE and publication else asked
    text = str(number)
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    found: Revision | None = article.revisions.filter(number=int(text)).first()
    if found is None:
        raise Http404
    return found
