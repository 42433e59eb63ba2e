"""The front page: who chooses what stands where, and the record of every choice.

A place is a slot of the page (the lead with its spare, the seconds, the large picture) or the
first place of a section's block. Each has a chain of its own in the ledger, and a press says
which entry it saw last: two editors never undo each other without knowing.

A withdrawal takes the piece out of every place, and so does nothing else: a revision that is
published again stays where the piece stood, a piece that is reinstated comes back to no place by
itself. Why it was chosen may have been why it was withdrawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.models import User
from articles import pagetags
from articles.desk import invalidations, ledger, rights
from articles.desk.errors import NotAllowed, Refused, Stale
from articles.models import Article, LedgerEntry, Pin, PublishedArticle, Section, Slot
from articles.models.pin import PinQuerySet
from articles.rendering.choices import last_begun

PAGE, BLOCK = "frontpage", "frontblock"
# Choices that one place holds, those that wait for their hour included.
MOST = 12
_CHAINS = {Slot.LEAD: 1, Slot.SPARE: 1, Slot.SECONDS: 2, Slot.PICTURE: 3}
_TRIES = 5


@dataclass(frozen=True)
class Place:
    """A place of the page; `section` is the channel of a block."""

    slot: Slot
    section: Section | None = None

    @property
    def key(self) -> str:
        """As addresses and forms name it."""
        return f"block-{self.section.pk}" if self.section else self.slot.value

    @property
    def label(self) -> str | Promise:
        return self.section.name if self.section else self.slot.label

    @property
    def chain(self) -> tuple[str, int]:
        """Kind and number of its subject in the ledger. Lead and spare share one: each is chosen
        with the other in view."""
        return (BLOCK, self.section.pk) if self.section else (PAGE, _CHAINS[self.slot])

    @property
    def is_timed(self) -> bool:
        return self.slot != Slot.SPARE

    @property
    def is_ordered(self) -> bool:
        return self.slot not in (Slot.LEAD, Slot.SPARE)


def places() -> list[Place]:
    """From the top of the page to its foot."""
    blocks = Section.objects.filter(parent=None, listed=True).select_related("desk")
    slots = (Slot.LEAD, Slot.SPARE, Slot.SECONDS, Slot.PICTURE)
    return [*map(Place, slots), *(Place(Slot.BLOCK, section) for section in blocks)]


def place_called(key: str) -> Place | None:
    return next((place for place in places() if place.key == key), None)


def place_of(pin: Pin) -> Place:
    return Place(Slot(pin.slot), pin.section)


def may_choose(user: User, place: Place) -> bool:
    if place.section:
        return rights.may_fill_block(user, place.section)
    return rights.may_lay_out(user)


def seen_now(place: Place) -> int:
    """The number of the place's last entry in the ledger; 0 before the first."""
    last = ledger.last_entry(*place.chain)
    return last.seq if last else 0


def seen_everywhere() -> dict[tuple[str, int], int]:
    """The last number of every place that anything was ever chosen for, by its chain."""
    rows = (
        LedgerEntry.objects.filter(subject_kind__in=(PAGE, BLOCK))
        .order_by()
        .values_list("subject_kind", "subject_id")
        .annotate(last=Max("seq"))
    )
    return {(kind, number): last for kind, number, last in rows}


def pin(
    user: User,
    place: Place,
    article_id: int,
    *,
    seen: int,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> bool:
    """Give a piece the place, at once or from an hour on. False when it stands there already.

    It comes before what stands there; a lead and a spare take the place of the one before.
    """
    now = timezone.now()
    with transaction.atomic():
        _check(user, place)
        piece = _public(article_id, now)
        standing = _pins(place).filter(article=piece).first()
        if standing and _says_the_same(standing, starts_at, ends_at, now):
            return False
        _not_overtaken(place, seen)
        _fits(piece, place)
        starts_at = starts_at if place.is_timed and starts_at and starts_at > now else now
        ends_at = ends_at if place.is_timed else None
        _check_hours(starts_at, ends_at, now)
        _tidy(place, now)
        replaced = [
            each for each in _replaced(place, starts_at, now) if each.article_id != piece.pk
        ]
        _pins(place).filter(pk__in=[each.pk for each in replaced]).delete()
        others = list(_pins(place).exclude(article=piece))
        if len(others) >= MOST:
            raise Refused(
                _("%(most)s pieces are chosen for this place already. Take one off first.")
                % {"most": MOST}
            )
        made, _created = Pin.objects.update_or_create(
            slot=place.slot,
            section=place.section,
            article=piece,
            defaults={
                "starts_at": starts_at, "ends_at": ends_at, "pinned_by": user, "pinned_at": now,
            },
        )  # fmt: skip
        _number([made, *others])
        _record(user, place, "front_pin", _told(piece, starts_at, ends_at, now, replaced))
    return True


def set_hours(
    user: User, pin: Pin, *, seen: int, starts_at: datetime | None, ends_at: datetime | None
) -> bool:
    """Give a choice other hours; an hour that is past or empty means now. Whether they differ."""
    now = timezone.now()
    place = place_of(pin)
    with transaction.atomic():
        _check(user, place)
        if not place.is_timed:
            raise Refused(_("A spare waits without an hour: it leads when there is no other lead."))
        if _says_the_same(pin, starts_at, ends_at, now):
            return False
        _not_overtaken(place, seen)
        begun = pin.starts_at if pin.starts_at <= now else now
        starts_at = starts_at if starts_at and starts_at > now else begun
        _check_hours(starts_at, ends_at, now)
        pin.starts_at, pin.ends_at = starts_at, ends_at
        pin.save(update_fields=["starts_at", "ends_at"])
        _record(user, place, "front_hours", _told(pin.article, starts_at, ends_at, now))
    return True


def move(user: User, pin: Pin, *, seen: int, up: bool) -> bool:
    """One place up or down. False at the end of the row."""
    place = place_of(pin)
    with transaction.atomic():
        _check(user, place)
        _not_overtaken(place, seen)
        _tidy(place, timezone.now())
        row = list(_pins(place))
        at = next((number for number, each in enumerate(row) if each.pk == pin.pk), None)
        to = None if at is None else at - 1 if up else at + 1
        if not place.is_ordered or at is None or to is None or not 0 <= to < len(row):
            return False
        row[at], row[to] = row[to], row[at]
        _number(row)
        note = _("%(piece)s: now number %(number)s") % {
            "piece": _name(pin.article), "number": to + 1,
        }  # fmt: skip
        _record(user, place, "front_move", note)
    return True


def take_off(user: User, pin: Pin, *, seen: int) -> None:
    now = timezone.now()
    place = place_of(pin)
    with transaction.atomic():
        _check(user, place)
        _not_overtaken(place, seen)
        _tidy(place, now)
        Pin.objects.filter(pk=pin.pk).delete()
        _record(user, place, "front_off", _name(pin.article))


def withdrawn(user: User, article: Article) -> None:
    """Readers have lost the piece: it leaves every place, whoever may choose there.

    Inside the withdrawal's transaction, which nobody's press at the same moment may stop.
    """
    pins = Pin.objects.filter(article=article.pk).select_related("section", "article")
    for found in list(pins):
        place = place_of(found)
        # Else an older choice for the lead would come up again.
        _tidy(place, timezone.now())
        Pin.objects.filter(pk=found.pk).delete()
        _record(user, place, "front_gone", _name(found.article), tries=_TRIES)


# --- What a press must respect --------------------------------------------------------------------


def _check(user: User, place: Place) -> None:
    if may_choose(user, place):
        return
    if place.section:
        raise NotAllowed(
            _("Only editors of the section's desk choose the first piece of its block.")
        )
    raise NotAllowed(
        _("Only desk heads, the chief editor and whoever is on duty lay out the front page.")
    )


def _not_overtaken(place: Place, seen: int) -> None:
    if seen != seen_now(place):
        raise Stale(
            _(
                "Somebody else changed “%(place)s” after this page was loaded. Nothing was done: "
                "see what stands there now, then decide."
            )
            % {"place": place.label}
        )


def _public(article_id: int, now: datetime) -> PublishedArticle:
    piece = PublishedArticle.objects.visible(now).for_lists().filter(pk=article_id).first()
    if piece is None:
        raise Refused(
            _("Readers do not see this piece now. Only what they can read stands on the page.")
        )
    return piece


def _fits(piece: PublishedArticle, place: Place) -> None:
    if reason := why_unfit(piece, place):
        raise Refused(reason)


def why_unfit(piece: PublishedArticle, place: Place) -> str:
    """Why a public piece cannot have the place; empty when it can. `piece` has its section."""
    if place.slot == Slot.PICTURE and not piece.cover:
        return _("This piece has no cover picture, so it cannot be the large picture.")
    if place.section and place.section.pk not in (piece.section_id, piece.section.parent_id):
        return _("This piece is not in “%(section)s”.") % {"section": place.section.name}
    return ""


def _check_hours(starts_at: datetime, ends_at: datetime | None, now: datetime) -> None:
    if ends_at is None:
        return
    if ends_at <= now:
        raise Refused(_("That end is past. Choose a later hour, or leave it empty."))
    if ends_at <= starts_at:
        raise Refused(_("It would end before it begins. Choose a later end."))


def _says_the_same(
    pin: Pin, starts_at: datetime | None, ends_at: datetime | None, now: datetime
) -> bool:
    if pin.is_over(now) or pin.ends_at != (None if pin.slot == Slot.SPARE else ends_at):
        return False
    if starts_at and starts_at > now and pin.slot != Slot.SPARE:
        return pin.starts_at == starts_at
    return pin.starts_at <= now


# --- How it is kept -------------------------------------------------------------------------------


def _pins(place: Place) -> PinQuerySet:
    return Pin.objects.filter(slot=place.slot, section=place.section).order_by("position", "-pk")


def _tidy(place: Place, now: datetime) -> None:
    """Forget what can never show again: choices that are over, and leads before the present one.
    The present lead stays, over or not."""
    rows = list(_pins(place))
    if place.slot == Slot.LEAD:
        begun = [each for each in rows if each.starts_at <= now]
        present = last_begun(begun)
        gone = [each.pk for each in begun if each is not present]
    else:
        gone = [each.pk for each in rows if each.is_over(now)]
    Pin.objects.filter(pk__in=gone).delete()


def _replaced(place: Place, starts_at: datetime, now: datetime) -> Iterable[Pin]:
    """What a choice that holds from now on takes the place of."""
    if place.is_ordered or starts_at > now:
        return []
    return list(_pins(place).filter(starts_at__lte=now).select_related("article"))


def _number(row: list[Pin]) -> None:
    for position, each in enumerate(row, start=1):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])


def _told(
    piece: PublishedArticle,
    starts_at: datetime,
    ends_at: datetime | None,
    now: datetime,
    replaced: Iterable[Pin] = (),
) -> str:
    told = [_name(piece)]
    if starts_at > now:
        told.append(_("from %(time)s") % {"time": _written(starts_at)})
    if ends_at:
        told.append(_("until %(time)s") % {"time": _written(ends_at)})
    told += [_("in place of %(piece)s") % {"piece": _name(each.article)} for each in replaced]
    return "; ".join(told)


def _name(piece: PublishedArticle) -> str:
    return f"#{piece.pk} {piece.headline}"


def _written(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def _record(user: User, place: Place, action: str, note: str, *, tries: int = 1) -> LedgerEntry:
    kind, number = place.chain
    rank = user.rank_on(place.section.desk_id) if place.section else user.highest_rank
    note = f"{place.label}: {note}"
    while True:
        tries -= 1
        try:
            entry = ledger.append(kind, number, action, user, rank=rank, note=note)
        except Stale:
            # Another press took the number first, and has ended by now.
            if not tries:
                raise
        else:
            invalidations.changed({pagetags.HOME})
            return entry


LABELS: dict[str, str | Promise] = {
    "front_pin": __("Chosen for the front page"),
    "front_hours": __("Hours on the front page changed"),
    "front_move": __("Moved on the front page"),
    "front_off": __("Taken off the front page"),
    "front_gone": __("Left the front page by withdrawal"),
}
