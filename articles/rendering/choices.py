"""Which of the editors' choices hold for the front page at a moment.

The one reading of `Pin`, for the readers' page and for the screen on which editors choose.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from articles.models.pin import Pin, Slot

# Seconds that the page has room for.
SECONDS = 4


@dataclass(frozen=True)
class Choices:
    """`lead` is a choice for the lead or, without one, the spare. The lists are in their order;
    a page shows of each as many as it has room for."""

    lead: Pin | None = None
    seconds: list[Pin] = field(default_factory=list)
    pictures: list[Pin] = field(default_factory=list)
    blocks: dict[int, list[Pin]] = field(default_factory=dict)

    @property
    def article_ids(self) -> set[int]:
        pins = [
            *self.seconds,
            *self.pictures,
            *(pin for pins in self.blocks.values() for pin in pins),
        ]
        return {pin.article_id for pin in [*pins, *([self.lead] if self.lead else [])]}

    @property
    def spare_leads(self) -> bool:
        return self.lead is not None and self.lead.slot == Slot.SPARE


def choices_at(at: datetime) -> Choices:
    """One query, without the pieces themselves."""
    return holding(Pin.objects.begun(at), at)


def holding(begun: Iterable[Pin], at: datetime) -> Choices:
    """Of choices that have begun, and whose pieces readers may read.

    The lead is what was chosen last, however long its time has been over: nothing leads that
    nobody chose, and nothing stops leading because nobody was there to choose again. Without it
    the spare leads; without that, nothing does.
    """
    by_slot: dict[str, list[Pin]] = {slot: [] for slot in Slot.values}
    for pin in begun:
        by_slot[pin.slot].append(pin)
    blocks: dict[int, list[Pin]] = {}
    for pin in by_slot[Slot.BLOCK]:
        if pin.section_id is not None and not pin.is_over(at):
            blocks.setdefault(pin.section_id, []).append(pin)
    return Choices(
        last_begun(by_slot[Slot.LEAD]) or last_begun(by_slot[Slot.SPARE]),
        [pin for pin in by_slot[Slot.SECONDS] if not pin.is_over(at)],
        [pin for pin in by_slot[Slot.PICTURE] if not pin.is_over(at)],
        blocks,
    )


def last_begun(pins: list[Pin]) -> Pin | None:
    return max(pins, key=lambda pin: (pin.starts_at, pin.pk), default=None)
