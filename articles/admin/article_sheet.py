"""The review sheet (审稿单): one piece's way through the house, on a page or two of paper."""

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.admin.article_access import open_piece
from articles.admin.article_screen import piece_context
from articles.admin.article_timeline import timeline
from articles.admin.article_traces import traces
from articles.admin.navigation import paper_name


@require_safe
def sheet(request: HttpRequest, article_id: int) -> TemplateResponse:
    article = open_piece(request, article_id)
    moments = timeline(article.pk)
    context = piece_context(request, article)
    context |= {
        "paper": paper_name(request),
        "credits": article.credits.all(),
        "figures": article.figures.count(),
        "moments": moments,
        "traces": traces(article, moments),
        "printed_at": timezone.localtime(),
    }
    return TemplateResponse(request, "admin/articles/sheet.html", context)
