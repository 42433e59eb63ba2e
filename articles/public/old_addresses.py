"""Where readers come with an address of a system that the paper has left.

Asked only when nothing else answers, so that no other page pays for it.
"""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone

from articles import pagetags
from articles.models.old_address import OldAddress, candidates, key_of
from articles.models.published import PublishedArticle
from articles.public.http import kept, tagged
from articles.public.reading import taken_down


def answer(request: HttpRequest) -> HttpResponse | None:
    """To the piece that stood there, for good; what its own address says once it is withdrawn;
    None where nobody ever saw one."""
    if request.method not in ("GET", "HEAD"):
        return None
    published = _piece(request)
    return _answer(request, published) if published else None


@kept()
def _answer(request: HttpRequest, published: PublishedArticle) -> HttpResponse:
    if published.withdrawn_at:
        return taken_down(request, published)
    response = HttpResponsePermanentRedirect(published.get_absolute_url())
    # A withdrawal names it, so that caches in front forget where it led.
    return tagged(response, [pagetags.article(published.pk)])


def _piece(request: HttpRequest) -> PublishedArticle | None:
    """That readers may see or could see once: the address with most of the parameters asked for."""
    query = request.META.get("QUERY_STRING", "")
    wanted = [key_of(address) for address in candidates(request.path_info, query)]
    found = OldAddress.objects.filter(key__in=wanted).select_related("article")
    by_key = {
        row.key: row.article
        for row in found.only(
            "key",
            *(f"article__{name}" for name in ("date", "visible_from", "withdrawn_at",
                                              "withdrawal_notice")),
        )
    }  # fmt: skip
    published = next((by_key[key] for key in wanted if key in by_key), None)
    if published is None:
        return None
    seen_until = published.withdrawn_at or timezone.now()
    return published if published.visible_from <= seen_until else None
