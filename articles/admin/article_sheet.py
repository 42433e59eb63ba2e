"""The review sheet (审稿单): one piece's way through the house, on a page or two of paper."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.admin.article_access import open_piece
from articles.admin.article_compare import FieldChange, brief, changes
from articles.admin.article_screen import piece_context
from articles.admin.article_timeline import Moment, timeline
from articles.admin.navigation import paper_name
from articles.desk.content import Content
from articles.models import Article

_WRITING = ("create", "edit", "restore", "import")


@dataclass(frozen=True)
class Trace:
    """What one person's hand changed between two steps."""

    moment: Moment
    changes: list[FieldChange]


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


def traces(article: Article, moments: list[Moment]) -> list[Trace]:
    """Every change of the text after its owner had first written it."""
    writing = 0
    while writing < len(moments) and _is_first_writing(article, moments[writing]):
        writing += 1
    numbers = {moment.entry.revision for moment in moments if moment.entry.revision}
    contents: dict[int, Content] = {
        revision.number: revision.content
        for revision in article.revisions.filter(number__in=numbers)
    }
    found: list[Trace] = []
    before = moments[writing - 1].entry.revision if writing else None
    for moment in moments[writing:]:
        after = moment.entry.revision
        if after is None or after == before:
            continue
        if before is not None:
            found.append(Trace(moment, brief(changes(contents[before], contents[after]))))
        before = after
    return found


def _is_first_writing(article: Article, moment: Moment) -> bool:
    return moment.entry.action in _WRITING and moment.entry.actor_id == article.owner_id
