"""What the newsroom's screens say about topics, and about the pieces in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.models import User
from articles.desk import headlines, rights, specials
from articles.models import Article, PublishedArticle, PublishedSpecial, Special, SpecialPiece

# Topics that a piece's own screen offers; the others by their own screens.
_OFFERED = 12


@dataclass(frozen=True)
class Standing:
    """Whether readers see a topic, and as it is stored."""

    label: str | Promise
    look: str


HIDDEN = Standing(__("not out yet"), "quiet")
LIVE = Standing(__("readers see it"), "live")
WAITING = Standing(__("readers see an older state"), "ready")


def standing(special: Special, live: PublishedSpecial | None) -> Standing:
    if live is None:
        return HIDDEN
    return WAITING if specials.waits(special, live) else LIVE


def told(user: User, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Headline and standing of pieces: of those that this person may open, or everybody reads."""
    numbers = set(numbers)
    public = PublishedArticle.objects.visible().filter(pk__in=numbers)
    read = {piece.pk: piece for piece in public.only("headline", "date")}
    opened = rights.viewable(user).filter(pk__in=numbers).only("headline", "state")
    known: dict[int, dict[str, Any]] = {
        article.pk: {
            "headline": article.headline,
            "url": article.get_absolute_url(),
            "state": article.get_state_display(),
            "is_public": article.pk in read,
        }
        for article in opened
    }
    for pk, piece in read.items():
        known.setdefault(pk, {"headline": piece.headline, "url": "", "is_public": True})
    unknown = {"headline": _("A piece of another desk"), "url": "", "is_public": False}
    return {number: known.get(number, unknown) for number in numbers}


def found(user: User, words: str, number: int | None) -> "QuerySet[Article]":
    """Pieces to put into a topic, whatever changed last first."""
    pieces = Article.objects.filter(specials.offered(user)).only("headline", "state", "updated_at")
    if number is not None and pieces.filter(pk=number).exists():
        return pieces.filter(pk=number)
    for word in words.split():
        pieces = pieces.filter(headlines.saying(word))
    return pieces.order_by("-updated_at", "-pk")


def of_piece(user: User, article: Article) -> dict[str, Any]:
    """For a piece's own screen: the topics that have it, and those that it can be put into."""
    if not rights.may_edit_specials(user):
        return {}
    having = Special.objects.filter(
        pk__in=SpecialPiece.objects.filter(article=article).values("special")
    )
    offers = []
    for special in Special.objects.exclude(pk__in=having.values("pk")).prefetch_related("groups")[
        :_OFFERED
    ]:
        groups = list(special.groups.all())
        offers += [
            (f"{special.pk}-{special.version}-{place}", special.title, group.name)
            for place, group in enumerate(groups)
        ] or [(f"{special.pk}-{special.version}-0", special.title, "")]
    return {"in_specials": list(having), "special_offers": offers}
