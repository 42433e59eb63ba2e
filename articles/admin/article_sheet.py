"""The review sheet (审稿单): one piece's way through the house, on a page or two of paper."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.admin.article_access import open_piece, person
from articles.admin.article_screen import piece_context
from articles.admin.article_timeline import Moment, timeline
from articles.admin.article_traces import traces
from articles.admin.navigation import paper_name
from articles.desk import rights
from articles.desk.threads import threads
from articles.models import REVIEWS, Article

# Comments and changes that are printed: a sheet is a page or two, whatever the piece went through.
_MOST = 12


@require_safe
def sheet(request: HttpRequest, article_id: int) -> TemplateResponse:
    article = open_piece(request, article_id)
    moments = timeline(article.pk)
    context = piece_context(request, article)
    found = traces(article, moments)
    talks = rights.may_discuss(person(request), article)
    asked = threads(article, context["newest"].content) if talks else []
    context |= {
        "paper": paper_name(request),
        "credits": article.credits.all(),
        "figures": article.figures.count(),
        "clips": article.clips.count(),
        "moments": moments,
        "signed": signatures(article, moments),
        "asked": sorted(asked, key=lambda thread: not thread.is_open)[:_MOST],
        "traces": found[-_MOST:],
        "left_out": max(len(found) - _MOST, 0),
        "printed_at": timezone.localtime(),
    }
    return TemplateResponse(request, "admin/articles/sheet.html", context)


@dataclass(frozen=True)
class Signature:
    """One reading that the round asks for; empty until somebody has done it."""

    label: str
    who: str = ""
    at: datetime | None = None
    found: str = ""


def signatures(article: Article, moments: list[Moment]) -> list[Signature]:
    """Who reviewed and proofread the running or the last round, and who has not yet."""
    if not article.round:
        return []
    reviews = {
        review.number: review
        for review in article.reviews.filter(round=article.round, voided=False).select_related(
            "reviewer"
        )
    }
    signed = [
        Signature(str(REVIEWS[number - 1].label), str(review.reviewer), review.at)
        if (review := reviews.get(number))
        else Signature(str(REVIEWS[number - 1].label))
        for number in range(1, article.reviews_required + 1)
    ]
    read = [
        Signature(moment.reading.label, moment.who, moment.entry.at, moment.reading.found)
        for moment in moments
        if moment.reading and moment.reading.proofread.round == article.round
    ]
    ordinals = (_("First proofread"), _("Second proofread"), _("Third proofread"))
    waiting = ordinals[len(read) : article.proofreads_required]
    return signed + read + [Signature(label) for label in waiting]
