"""After a piece has appeared: whether its page is there for readers, asked from outside."""

import urllib.error
import urllib.request

from django.conf import settings

from articles.models import PublishedArticle

_TIMEOUT = 10  # seconds


class PageMissing(Exception):
    """Readers did not get the page. `str()` says what they got."""


def check_page(article_id: int) -> None:
    """Ask NEWSROOM_SITE_URL for the page like a reader. What is no longer out is not asked for."""
    page = PublishedArticle.objects.visible().filter(pk=article_id).first()
    if page is None:
        return
    address = settings.SITE_URL + page.get_absolute_url()
    # The operator's own setting, held to http and https at start.
    request = urllib.request.Request(address, headers={"User-Agent": "newsroom"})  # noqa: S310 - see above
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310 - see above
            if answer.status != 200:
                raise PageMissing(f"HTTP {answer.status}")
    except urllib.error.HTTPError as error:
        raise PageMissing(f"HTTP {error.code}") from error
