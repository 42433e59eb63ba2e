"""The tabs of the article list, as people work: each a name and a set of pieces."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Rank
from articles.admin.navigation import MANY, capped
from articles.desk import belonging, rights
from articles.models import Article, PublishedArticle, State

Articles = QuerySet[Article]


@dataclass(frozen=True)
class Tab:
    name: str
    label: str | Promise
    choose: Callable[[Articles, User], Articles]
    nothing: str | Promise
    """Said when the tab is empty."""
    order: tuple[str, ...] = belonging.NEWEST
    is_large: bool = False
    """A good part of somebody's pieces are here; of the others there are few in the whole archive,
    and whose they are is asked of each."""


def _mine(articles: Articles, user: User) -> Articles:
    return articles if rights.opens_only_their_own(user) else articles.filter(rights.theirs(user))


def _waiting(articles: Articles, user: User) -> Articles:
    return articles.filter(pk__in=rights.waiting_for(user).values("pk"))


def _scheduled(articles: Articles, _user: User) -> Articles:
    moment = PublishedArticle.objects.filter(pk=OuterRef("pk")).values("visible_from")
    return articles.filter(pk__in=scheduled().values("pk")).annotate(due_at=Subquery(moment))


def _live(articles: Articles, _user: User) -> Articles:
    """Asked row by row: nearly every piece is live, so a page is full after a few; as a set of ids
    the whole archive would be read first."""
    return articles.filter(PublishedArticle.objects.visible().of("pk"))


def _withdrawn(articles: Articles, _user: User) -> Articles:
    withdrawn = PublishedArticle.objects.filter(withdrawn_at__isnull=False)
    return articles.filter(pk__in=withdrawn.values("pk"))


def scheduled() -> QuerySet[PublishedArticle]:
    return PublishedArticle.objects.filter(visible_from__gt=timezone.now(), withdrawn_at=None)


TABS: dict[str, Tab] = {
    tab.name: tab
    for tab in (
        Tab(
            "mine",
            _("Mine"),
            _mine,
            _("You have no pieces yet. Write the first one."),
            is_large=True,
        ),
        Tab("waiting", _("Waiting for me"), _waiting, _("Nothing waits for you. Well done.")),
        Tab(
            "approved",
            _("Approved"),
            lambda articles, _user: articles.filter(state=State.APPROVED),
            _("No signed-off piece waits to be published."),
        ),
        Tab(
            "scheduled",
            _("Scheduled"),
            _scheduled,
            _("No piece is waiting for its hour."),
            order=("due_at", "pk"),
        ),
        Tab("live", _("Live"), _live, _("Readers see none of these pieces yet."), is_large=True),
        Tab("withdrawn", _("Withdrawn"), _withdrawn, _("No piece is withdrawn.")),
        Tab(
            "spiked",
            _("Spiked"),
            lambda articles, _user: articles.filter(state=State.SPIKED),
            _("No piece is spiked."),
        ),
        Tab("all", _("All"), lambda articles, _user: articles, _("There are no pieces yet.")),
    )
}


def first_tab(user: User) -> str:
    """Where a person's work begins."""
    if user.highest_rank >= Rank.EDITOR or user.can("proofreads"):
        return "waiting"
    return "mine" if user.can("writes") else "all"


@dataclass(frozen=True)
class CountedTab:
    tab: Tab
    count: str
    active: bool


def counted(user: User, active: str) -> list[CountedTab]:
    """Every tab with its number; the largest are not counted to the end."""
    viewable = rights.viewable(user).order_by()
    return [
        CountedTab(
            tab,
            "" if tab.name == "all" else capped(_number(tab, tab.choose(viewable, user))),
            tab.name == active,
        )
        for tab in TABS.values()
    ]


def _number(tab: Tab, pieces: Articles) -> int:
    return belonging.counted(pieces, MANY) if tab.is_large else pieces[:MANY].count()
