"""A piece's address as a picture: a telephone reads it from a screen or from paper."""

from io import BytesIO

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles.models.published import PublishedArticle
from articles.public.http import absolute


@require_safe
# A reader's own browser keeps it for a month; caches between us ask every time, so that it goes
# when the piece does.
@cache_control(max_age=30 * 24 * 3600, s_maxage=0, proxy_revalidate=True)
@conditional_page
def qr(request: HttpRequest, year: str, month: str, day: str, article_id: str) -> HttpResponse:
    """Of a piece that readers can see, and at its own address only."""
    visible = PublishedArticle.objects.visible(timezone.now()).only("date")
    published = visible.filter(pk=article_id).first()
    if published is None or request.path != f"{published.get_absolute_url()}qr.svg":
        raise Http404
    out = BytesIO()
    segno.make(absolute(request, published.get_absolute_url()), error="m", micro=False).save(
        # Black on white by night too: cameras read nothing else.
        out, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, omitsize=True,
    )  # fmt: skip
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")
