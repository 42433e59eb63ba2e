"""Addresses of every kind of readers' page, found in whatever paper has been set on stage.

The kinds are those of the URL configuration: a new page without an entry here fails a test.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.desk import previews
from articles.models import Article, Page, PublishedArticle, Section
from articles.models.published import PublishedCredit, PublishedTag
from articles.public.urls import urlpatterns
from tests.readers.stage import HEADLINES, WITHDRAWN

# What machines ask for: no page of words.
NO_PAGES = {
    "portrait", "feed-rss", "feed-atom", "feed-section", "feed-section-atom", "sitemap",
    "sitemap-part", "news-sitemap", "robots", "logo", "follow-image", "image", "image-original",
    "article-qr", "read", "recording", "captions",
}  # fmt: skip
# Templates that stand alone where nothing may be asked of the database.
BARE = ("400", "403", "404", "500", "503", "preview/closed")


@dataclass(frozen=True)
class Example:
    """`text` is a page that no address gives: a browser is told that `path` has answered it."""

    name: str
    path: str
    status: int = 200
    text: str = ""

    def __str__(self) -> str:
        return self.name


def _article() -> Iterator[Example]:
    for key, headline in HEADLINES.items():
        piece = PublishedArticle.objects.get(headline=headline)
        yield Example(f"article-{key}", piece.get_absolute_url())


def _author() -> Iterator[Example]:
    credits = PublishedCredit.objects.exclude(author=None).order_by("-visible_from")
    author = credits.select_related("author")[0].author
    yield Example("author", author.get_absolute_url())


def _day() -> Iterator[Example]:
    today = timezone.localdate()
    for name, day in (("day", today), ("day-empty", today - timedelta(days=4000))):
        yield Example(name, reverse("day", args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}"]))


def _page() -> Iterator[Example]:
    page = Page.objects.exclude(body="").first()
    assert page is not None, "some page about the paper must have a text"
    yield Example("page", page.get_absolute_url())


def _search() -> Iterator[Example]:
    yield Example("search", "/search/")
    yield Example("search-found", "/search/?q=末班车")
    yield Example("search-nothing", "/search/?q=没有这回事的词")
    yield Example("search-refused", "/search/?q=的&since=昨天")


def _section() -> Iterator[Example]:
    yield Example("section", Section.objects.get(slug="news").get_absolute_url())
    filled = PublishedArticle.objects.visible().values("section")
    empty = Section.objects.exclude(pk__in=filled).filter(children=None).first()
    if empty:
        yield Example("section-empty", empty.get_absolute_url())


def _tag() -> Iterator[Example]:
    row = PublishedTag.objects.order_by("-visible_from").select_related("tag")[0]
    yield Example("tag", row.tag.get_absolute_url())


def _preview() -> Iterator[Example]:
    piece = PublishedArticle.objects.get(headline=HEADLINES["long"])
    article = Article.objects.get(pk=piece.pk)
    made = previews.make(
        article,
        User.objects.get(pk=article.owner_id),
        key=previews.new_key(),
        for_whom="一位等着核对这篇稿子的受访人",
        hours=previews.HOURS[0],
        revision_number=None,
    )
    yield Example("preview", reverse("preview", args=[made.token]))


def _errors() -> Iterator[Example]:
    yield Example("not-found", "/no/such/page/", 404)
    gone = PublishedArticle.objects.get(headline=WITHDRAWN)
    yield Example("withdrawn", gone.get_absolute_url(), 410)
    for name in BARE:
        text = render_to_string(f"{name}.html")
        yield Example(f"bare-{name.replace('/', '-')}", f"/bare/{name}/", text=text)


KINDS: dict[str, Callable[[], Iterable[Example]]] = {
    "home": lambda: [Example("home", "/")],
    "article": _article,
    "archive": lambda: [Example("archive", "/archive/")],
    "day": _day,
    "author": _author,
    "tag": _tag,
    "topics": lambda: [Example("topics", "/topics/")],
    "topic": lambda: [
        Example(f"topic-{name}", f"/topics/stage-{name}/") for name in ("full", "empty")
    ],
    "corrections": lambda: [Example("corrections", "/corrections/")],
    "page": _page,
    "search": _search,
    "section": _section,
    # Not of the readers' addresses, but seen from outside.
    "preview": _preview,
    "errors": _errors,
}


def examples() -> list[Example]:
    return [example for kind in KINDS.values() for example in kind()]


def unknown_kinds() -> set[str]:
    """Names of readers' addresses of which no example is known, and of examples without one."""
    named = {entry.name for entry in urlpatterns if entry.name}
    return (named - NO_PAGES) ^ (set(KINDS) - {"preview", "errors"})
