"""The places of the front page as the newsroom sees them: what is chosen, and what shows now."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext

from accounts.models import User
from articles.admin.article_screen import picture_base
from articles.admin.article_status import Chip, short_time
from articles.desk import frontpage
from articles.desk.frontpage import Place
from articles.models import Pin, PublishedArticle, Slot
from articles.rendering.choices import SECONDS, Choices, holding
from articles.rendering.pictures import picture

EXPLAINS: dict[str, str | Promise] = {
    Slot.LEAD: __(
        "Stays until another is chosen, beyond its end too. Nothing else ever leads by itself."
    ),
    Slot.SPARE: __("Leads when the lead is withdrawn or taken off, until another is chosen."),
    Slot.SECONDS: __("The first four show. Places that are left fill with the newest."),
    Slot.PICTURE: __("The first with a cover picture shows. Empty: the page goes without."),
    Slot.BLOCK: __("The first one shows. Empty: the newest with a picture."),
}


@dataclass
class Row:
    pin: Pin
    chips: list[Chip]
    is_first: bool
    is_last: bool
    # Whether its hour is still to come.
    is_ahead: bool
    # The form of its hours, put in by the screen that has one.
    hours: Any = None

    @property
    def piece(self) -> PublishedArticle:
        return self.pin.article

    @property
    def address(self) -> str:
        return live_address(self.pin.article)

    @property
    def thumbnail(self) -> SafeString:
        return thumbnail(self.pin.article)


@dataclass(frozen=True)
class Area:
    """A place with what is chosen for it; `seen` goes along with every press."""

    place: Place
    seen: int
    may_choose: bool
    rows: list[Row] = field(default_factory=list)

    @property
    def explains(self) -> str | Promise:
        """Nothing for a block: what holds for all of them is said once."""
        return "" if self.place.section else EXPLAINS[self.place.slot]


def live_address(piece: PublishedArticle) -> str:
    return settings.SITE_URL + piece.get_absolute_url()


def thumbnail(piece: PublishedArticle) -> SafeString:
    if not piece.cover:
        return SafeString("")
    return picture(piece.cover | {"alt": ""}, "square", base=picture_base(), crop=True)


def areas(user: User, now: datetime) -> list[Area]:
    """Four queries, however much is chosen."""
    pins = list(
        Pin.objects.select_related("section", "article__section", "pinned_by").defer(
            "article__body", "article__figures", "article__corrections"
        )
    )
    begun = set(Pin.objects.begun(now).values_list("pk", flat=True))
    choices = holding([pin for pin in pins if pin.pk in begun], now)
    standing = _standing(choices)
    seen = frontpage.seen_everywhere()
    found = []
    for place in frontpage.places():
        held = [pin for pin in _of(pins, place) if _still_counts(pin, choices, now)]
        found.append(
            Area(
                place,
                seen.get(place.chain, 0),
                frontpage.may_choose(user, place),
                [
                    Row(
                        pin,
                        _chips(pin, standing, choices, now),
                        not place.is_ordered or number == 0,
                        not place.is_ordered or number == len(held) - 1,
                        pin.starts_at > now,
                    )
                    for number, pin in enumerate(held)
                ],
            )
        )
    return found


def _of(pins: list[Pin], place: Place) -> list[Pin]:
    section = place.section.pk if place.section else None
    mine = [pin for pin in pins if pin.slot == place.slot and pin.section_id == section]
    if place.is_ordered:
        return sorted(mine, key=lambda pin: (pin.position, -pin.pk))
    return sorted(mine, key=lambda pin: (pin.starts_at, pin.pk))


def _still_counts(pin: Pin, choices: Choices, now: datetime) -> bool:
    """Not what is over, and not a lead before the present one."""
    if pin.slot == Slot.LEAD:
        return pin.starts_at > now or pin == choices.lead
    return not pin.is_over(now)


def _standing(choices: Choices) -> dict[int, str]:
    """By choice: "shown", "above" where its piece stands higher up, "waits", "bare"."""
    said: dict[int, str] = {}
    taken: set[int] = set()

    def show(pins: list[Pin], room: int, unfit: str = "") -> None:
        for pin in pins:
            if pin.article_id in taken:
                said[pin.pk] = "above"
            elif unfit and _unfit(pin):
                said[pin.pk] = unfit
            elif room:
                room -= 1
                said[pin.pk] = "shown"
                taken.add(pin.article_id)
            else:
                said[pin.pk] = "waits"

    show([choices.lead] if choices.lead else [], 1)
    show(choices.seconds, SECONDS)
    show(choices.pictures, 1, "bare")
    for pins in choices.blocks.values():
        show(pins, 1, "elsewhere")
    return said


def _unfit(pin: Pin) -> bool:
    """A revision can take away what it was chosen for."""
    return bool(frontpage.why_unfit(pin.article, frontpage.place_of(pin)))


def _chips(pin: Pin, standing: dict[int, str], choices: Choices, now: datetime) -> list[Chip]:
    if pin.starts_at > now:
        shown = [Chip(_("from %(time)s") % {"time": short_time(pin.starts_at)}, "ready")]
    else:
        known = {
            "shown": Chip(pgettext("choice", "on the page"), "live"),
            "above": Chip(_("stands higher up already"), "quiet"),
            "bare": Chip(_("has no cover picture any more"), "alarm"),
            "elsewhere": Chip(_("is in another section now"), "alarm"),
        }
        shown = [known.get(standing.get(pin.pk, ""), Chip(pgettext("choice", "waits"), "quiet"))]
    if pin.slot == Slot.SPARE:
        leads = choices.lead == pin
        shown = [Chip(_("leads now"), "alarm") if leads else Chip(_("ready to lead"), "ready")]
    if pin.ends_at and pin.is_over(now):
        late = _("time was over at %(time)s: choose another") % {"time": short_time(pin.ends_at)}
        shown.append(Chip(late, "alarm"))
    elif pin.ends_at:
        shown.append(Chip(_("until %(time)s") % {"time": short_time(pin.ends_at)}, "quiet"))
    return shown
