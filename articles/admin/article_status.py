"""The two facts about a piece, said in a few chips: where the copy stands, what readers see."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from articles.models import Article, PublishedArticle, State

Text = str | Promise


@dataclass(frozen=True)
class Chip:
    """`look` is one of: quiet, work, ready, live, alarm."""

    text: Text
    look: str


def chips(article: Article, publication: PublishedArticle | None) -> list[Chip]:
    shown = [_copy_chip(article)] if _copy_needs_saying(article, publication) else []
    if publication is not None:
        shown.append(_readers_chip(article, publication))
    if article.is_fix and article.state != State.SETTLED:
        shown.append(Chip(_("fix"), "work"))
    if article.correction_open:
        shown.append(Chip(_("correction open"), "alarm"))
    if article.after_review_due:
        shown.append(Chip(_("after-review open"), "alarm"))
    if article.withdrawal_unconfirmed:
        shown.append(Chip(_("withdrawal unconfirmed"), "alarm"))
    return shown


def _copy_needs_saying(article: Article, publication: PublishedArticle | None) -> bool:
    """A settled copy says what readers see anyhow."""
    return article.state != State.SETTLED or publication is None


def _copy_chip(article: Article) -> Chip:
    looks = {State.DRAFT: "quiet", State.SPIKED: "quiet", State.APPROVED: "ready"}
    text: Text = article.get_state_display()
    if article.review_number and article.reviews_required > 1:
        text = f"{text} {article.review_number}/{article.reviews_required}"
    return Chip(text, looks.get(State(article.state), "work"))


def _readers_chip(article: Article, publication: PublishedArticle) -> Chip:
    if publication.withdrawn_at is not None:
        return Chip(_("withdrawn"), "alarm")
    if publication.visible_from > timezone.now():
        return Chip(
            _("scheduled %(time)s") % {"time": short_time(publication.visible_from)}, "ready"
        )
    if article.state != State.SETTLED:
        return Chip(_("live · being revised"), "live")
    return Chip(_("live"), "live")


def short_time(moment: datetime) -> str:
    """The clock for today, with the day for the days around, with the year for others."""
    local, now = timezone.localtime(moment), timezone.localtime()
    if local.date() == now.date():
        return date_format(local, "H:i")
    return date_format(local, "m-d H:i" if local.year == now.year else "Y-m-d H:i")


# Zones that people here call by another name than the list of zones does.
_ZONES = {"Asia/Shanghai": __("Beijing time")}


def zone_name() -> str:
    """The newsroom's time zone as people say it, with its distance from UTC now."""
    name = str(_ZONES.get(settings.TIME_ZONE, settings.TIME_ZONE.replace("_", " ")))
    offset = timezone.localtime().strftime("%z")
    return f"{name} (UTC{offset[:3]}:{offset[3:]})"
