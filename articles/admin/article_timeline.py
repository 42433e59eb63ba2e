"""The ledger of a piece in words: who, in what standing, did what, from where to where."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from articles.desk import ledger
from articles.desk.workflow import TABLE
from articles.models import LedgerEntry, Proofread, State

_OTHER_ACTS: dict[str, str | Promise] = {
    "create": pgettext_lazy("ledger", "Created"),
    "edit": pgettext_lazy("ledger", "Edited"),
    "restore": gettext_lazy("Restored an older revision"),
    "import": gettext_lazy("Taken over from the archive"),
    "accept_damaged": gettext_lazy("Made of damaged copy"),
}
# What happens to a piece without its being sent on.
_NO_ANSWERS = {*_OTHER_ACTS, "let_stand"}


def act_label(action: str) -> str | Promise:
    if action in _OTHER_ACTS:
        return _OTHER_ACTS[action]
    return TABLE[action].label if action in TABLE else action


def _pass_label(entry: LedgerEntry) -> str:
    """A pass by the review that it ended, as its button was called."""
    if entry.to_state == State.SETTLED:
        return _("Pass and publish the fix")
    if entry.to_state == State.APPROVED:
        return _("Sign off")
    first = entry.from_state == State.FIRST_REVIEW
    return _("Pass the first review") if first else _("Pass the second review")


def state_label(state: str) -> str | Promise:
    return State(state).label if state in State.values else state


@dataclass(frozen=True)
class Reading:
    """A proofread, counted within its round: 一校, 二校, 三校."""

    proofread: Proofread
    number: int

    @property
    def label(self) -> str:
        names = (_("First proofread"), _("Second proofread"), _("Third proofread"))
        if self.number <= len(names):
            return names[self.number - 1]
        return _("Proofread no. %(number)s") % {"number": self.number}

    @property
    def found(self) -> str:
        errors = self.proofread.errors
        if errors is None:
            return _("errors not counted")
        if not errors:
            return _("no error found")
        return ngettext("%(count)s error found", "%(count)s errors found", errors) % {
            "count": errors
        }


def readings(article_id: int) -> list[Reading]:
    """The proofreads of a piece, oldest first, as the ledger has them."""
    found: list[Reading] = []
    for proofread in Proofread.objects.filter(article=article_id).order_by("pk"):
        same_round = found and found[-1].proofread.round == proofread.round
        found.append(Reading(proofread, found[-1].number + 1 if same_round else 1))
    return found


@dataclass(frozen=True)
class Moment:
    """Consecutive saves by one person are one moment: `times` says how many they were."""

    entry: LedgerEntry
    times: int = 1
    reading: Reading | None = None

    @property
    def act(self) -> str | Promise:
        if self.reading:
            return self.reading.label
        if self.entry.action == "pass":
            return _pass_label(self.entry)
        return act_label(self.entry.action)

    @property
    def role(self) -> str:
        return ledger.role_label(self.entry.actor_role)

    @property
    def who(self) -> str:
        return self.entry.actor_name or _("the system")

    @property
    def note(self) -> str:
        """A publication that was set for a time begins its note with it."""
        first, _space, rest = self.entry.note.partition(" ")
        try:
            moment = datetime.fromisoformat(first) if self.entry.action == "publish" else None
        except ValueError:
            moment = None
        if moment is None:
            return self.entry.note
        time = timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
        return " ".join([_("for %(time)s") % {"time": time}, rest]).strip()

    @property
    def moved(self) -> bool:
        return self.entry.from_state != self.entry.to_state

    @property
    def from_label(self) -> str | Promise:
        return state_label(self.entry.from_state)

    @property
    def to_label(self) -> str | Promise:
        return state_label(self.entry.to_state)


def timeline(article_id: int) -> list[Moment]:
    """Oldest first."""
    moments: list[Moment] = []
    # Every proofread wrote one entry and one row, in the same order.
    read = iter(readings(article_id))
    for entry in ledger.history("article", article_id):
        before = moments[-1] if moments else None
        if entry.action == "proofread":
            moments.append(Moment(entry, reading=next(read, None)))
        elif before and entry.action == "edit" and _same_hand(before.entry, entry):
            moments[-1] = Moment(entry, before.times + 1)
        else:
            moments.append(Moment(entry))
    return moments


def came_back(moments: list[Moment]) -> Moment | None:
    """The return that the piece still waits under: no step has been taken since."""
    steps = [moment for moment in moments if moment.entry.action not in _NO_ANSWERS]
    return steps[-1] if steps and steps[-1].entry.action == "return" else None


def _same_hand(one: LedgerEntry, other: LedgerEntry) -> bool:
    return (
        one.action == other.action
        and one.actor_id == other.actor_id
        and one.actor_role == other.actor_role
        and one.to_state == other.from_state
    )
