"""Every correction of a piece that readers can still read, the newest first."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles import pagetags
from articles.models.published import PublishedArticle, PublishedCorrection
from articles.public import heads
from articles.public.http import kept, page
from articles.public.paging import SIZE, Cursor, older
from articles.rendering import load_site


@kept("before")
def corrections(request: HttpRequest) -> HttpResponse:
    visible = PublishedArticle.objects.visible(timezone.now())
    before = Cursor.asked(request)
    rows = PublishedCorrection.objects.filter(visible.of("article_id"))
    if before:
        rows = rows.filter(older("at", "id", before))
    found = list(
        rows.order_by("-at", "-id").prefetch_related(Prefetch("article", visible.for_lists()))[
            : SIZE + 1
        ]
    )
    shown = found[:SIZE]
    site = load_site()
    context = {
        "corrections": shown,
        "page": {"older": Cursor(shown[-1].at, shown[-1].pk) if len(found) > SIZE else None},
        "head": heads.of_corrections(request, site, shown, before),
        "before": before,
        "path": request.path,
    }
    return page(request, "corrections.html", context, site=site, tags=[pagetags.LISTS])
