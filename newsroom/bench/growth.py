"""What a page costs that is made anew, readers' and newsroom's, on the archive that stands here.

Asked of the views by Django's test client, in one process: no server and no page store is between.
Each address is asked in turn, so that no answer comes from the row that was read just before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.core.cache import cache
from django.db.models import Count, Max, Min
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import Author, User
from articles.models import PublishedArticle, PublishedCredit, PublishedTag, Section, Tag
from articles.public.paging import SIZE, Cursor
from newsroom.archive.measuring import Measured, ask, count_queries, screens
from newsroom.archive.staff import Staff

_DEEP = 500
_DIFFERENT = 30


@dataclass(frozen=True)
class Question:
    """`empties`: the cache is emptied before each answer, for pages that keep something in it."""

    name: str
    paths: list[str]
    user: User | None = None
    empties: bool = False


def questions(staff: Staff) -> Iterator[Question]:
    yield from _readers()
    for name, user, path in [*screens(staff), *_more_screens(staff)]:
        yield Question(f"desk: {name}", [path], user)


def answer(question: Question, times: int) -> Measured:
    """The median of so many, after some that are not counted."""
    client = Client(headers={"host": "localhost"})
    paths = question.paths
    if question.user:
        client.force_login(question.user)
        # A piece that one may pass is led on to the screen for reviews.
        first = client.get(paths[0], follow=True)
        paths = [first.redirect_chain[-1][0]] if first.redirect_chain else paths
    ask(client, paths[0])
    if question.empties:
        cache.clear()
    queries = max(count_queries(client, path) for path in paths[:3])
    took = []
    for time in range(times):
        if question.empties:
            cache.clear()
        took.append(ask(client, paths[time % len(paths)]))
    return Measured(question.name, queries, median(took) * 1000)


def _readers() -> Iterator[Question]:
    visible = PublishedArticle.objects.visible()
    pieces = list(_spread())
    yield Question("article", [piece.get_absolute_url() for piece in pieces])
    yield Question("home", ["/"])
    channels = list(Section.objects.filter(parent=None).order_by("position"))
    yield Question("section", [channel.get_absolute_url() for channel in channels])
    for channel in channels[:1]:
        ids = [channel.pk, *channel.children.values_list("pk", flat=True)]
        of_section = visible.filter(section_id__in=ids)
        # A whole page follows, or the smaller archive would have less to show.
        page = max(1, min(_DEEP, of_section.count() // SIZE - 1))
        last = of_section.newest()[page * SIZE - 1]
        before = Cursor(last.visible_from, last.pk)
        yield Question("section, 500th page", [f"{channel.get_absolute_url()}?before={before}"])
    yield from _of_people_and_subjects()
    days = sorted({piece.date for piece in pieces})
    yield Question(
        "day", [reverse("day", args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}"]) for day in days]
    )
    yield Question("archive, newest day", [reverse("archive")])
    months = {f"{day:%Y-%m}" for day in days}
    months = months.intersection(_whole_months()) or months
    yield Question(
        "sitemap, a month", [reverse("sitemap-part", args=[name]) for name in sorted(months)]
    )
    yield Question("sitemap, index", [reverse("sitemap")])
    yield Question("sitemap, index, nothing kept", [reverse("sitemap")], empties=True)
    yield Question("sitemap, news", [reverse("news-sitemap")])
    yield Question("feed", [reverse("feed-rss"), reverse("feed-atom")])
    yield Question(
        "feed of a section", [reverse("feed-section", args=[each.slug]) for each in channels]
    )
    yield Question("corrections", [reverse("corrections")])
    yield from _searches(pieces)


def _of_people_and_subjects() -> Iterator[Question]:
    newest = PublishedArticle.objects.visible().newest()[0].visible_from
    recent = newest - timedelta(days=20)
    credits = PublishedCredit.objects.filter(author__isnull=False, visible_from__gte=recent)
    authors = [
        row["author"]
        for row in credits.order_by().values("author").annotate(number=Count("*")).order_by(
            "-number", "author"
        )
    ]  # fmt: skip
    yield Question("author of many", [reverse("author", args=[pk]) for pk in authors[:5]])
    yield Question("author of few", [reverse("author", args=[pk]) for pk in authors[-5:]])
    busiest = PublishedCredit.objects.filter(author=authors[0]).order_by(
        "-visible_from", "-article_id"
    )
    page = max(1, min(_DEEP, busiest.count() // SIZE - 1))
    last = busiest[page * SIZE - 1]
    before = Cursor(last.visible_from, last.article_id)
    path = reverse("author", args=[authors[0]])
    yield Question("author, 500th page", [f"{path}?before={before}"])
    rows = PublishedTag.objects.filter(visible_from__gte=recent).order_by().values("tag")
    tags = [row["tag"] for row in rows.annotate(number=Count("*")).order_by("-number", "tag")]
    slugs = Tag.objects.in_bulk(tags)
    for name, some in (("frequent", tags[:5]), ("rare", tags[-5:])):
        yield Question(f"tag, {name}", [reverse("tag", args=[slugs[pk].slug]) for pk in some])


def _searches(pieces: list[PublishedArticle]) -> Iterator[Question]:
    rare = [piece.body[start + 3 : start + 9] for piece in pieces
            if (start := piece.body.find("<p>", 200)) > 0]  # fmt: skip
    names = list(Author.objects.order_by("pk").values_list("name", flat=True)[:10])
    for name, words in (
        ("frequent words", ["工作", "职工", "服务", "企业"]),
        ("six characters of a text", [word for word in rare if "<" not in word][:20]),
        ("a name", names),
        ("nothing", ["没有这样的话", "查无此事"]),
    ):
        paths = [f"{reverse('search')}?{urlencode({'q': word})}" for word in words]
        yield Question(f"search, {name}", paths)
    narrowed = urlencode({"q": "工作", "section": Section.objects.order_by("pk")[3].slug})
    yield Question("search, in a section", [f"{reverse('search')}?{narrowed}"])


def _more_screens(staff: Staff) -> Iterator[tuple[str, User, str]]:
    chief, reporter = staff.people["chief"], staff.people["reporter"]
    listing = reverse("admin:articles_article_changelist")
    settled = f"{listing}?tab=all&section={staff.sections[3].pk}&author="
    yield "filter by section and author, chief", chief, settled + staff.reporters[3].full_name
    yield "filter by nobody's name, chief", chief, f"{listing}?tab=all&author=查无此人"
    yield "search a name, reporter", reporter, f"{listing}?tab=all&q=职工"
    for name in ("schedule", "withdrawals", "proofreading", "front", "calendar", "specials"):
        yield f"{name}, chief", chief, reverse(f"admin:{name}")
    yield "pieces for a topic, chief", chief, f"{reverse('admin:special-pieces')}?q=职工"
    ledger = reverse("admin:articles_ledgerentry_changelist")
    yield "ledger, chief", chief, ledger
    # One that fills a page of a small archive, too.
    yield "ledger, an act, chief", chief, f"{ledger}?act=import"
    for model in ("tag", "source"):
        fields = {
            "app_label": "articles", "model_name": "article", "field_name":
            "tags" if model == "tag" else "source", "term": "安全" if model == "tag" else "岚浦",
        }  # fmt: skip
        yield (
            f"autocomplete, {model}",
            reporter,
            f"{reverse('admin:autocomplete')}?" + urlencode(fields),
        )


def _whole_months() -> Iterator[str]:
    """A month that the archive begins or ends in has fewer pieces than one of a larger archive."""
    visible = PublishedArticle.objects.visible()
    ends = visible.aggregate(first=Min("date"), last=Max("date"))
    month = ends["first"].replace(day=1) + timedelta(days=31)
    while (month := month.replace(day=1)) + timedelta(days=31) <= ends["last"]:
        yield f"{month:%Y-%m}"
        month += timedelta(days=31)


def _spread() -> Iterator[PublishedArticle]:
    """Pieces from the newest to the oldest."""
    by_number = PublishedArticle.objects.visible().order_by("-pk")
    newest = by_number[0].pk
    for place in range(_DIFFERENT):
        yield by_number.filter(pk__lte=newest - newest * place // _DIFFERENT)[0]
