"""THE table: every step a piece can take, as data, and the one function that takes it.

`available` says which steps somebody may take now (it draws the buttons); `perform` takes one.
A step is available exactly when `perform` would do it, given the note that it asks for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy

from accounts.models import User
from articles import signals
from articles.desk import editing, effects, ledger, notices, rules
from articles.desk.errors import NotAllowed, NoteRequired, Refused
from articles.desk.rules import Case, Message
from articles.models import REVIEWS, Article, LedgerEntry, State

Label = str | Promise
EVERYWHERE = frozenset(State)
IN_REVIEW = frozenset(REVIEWS)


class Note(Enum):
    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Transition:
    name: str
    label: Label
    sources: frozenset[State]
    who: Callable[[Case], bool]
    guard: Callable[[Case], Message]
    effect: effects.Effect
    explains: Label
    """What will happen, in a sentence for the person about to press the button."""
    note: Note = Note.OPTIONAL
    options: frozenset[str] = frozenset()
    """Names that `perform` takes beside the note."""
    grave: bool = False
    """Drawn so that nobody presses it in passing."""
    rare: bool = False
    """Seldom called for, as the piece itself tells without a question to the database."""


def _anytime(_case: Case) -> Message:
    return None


TABLE: dict[str, Transition] = {
    step.name: step
    for step in (
        Transition(
            "submit", __("Submit"), frozenset({State.DRAFT}),
            rules.owner_or_editor, rules.can_be_submitted, effects.submit,
            __("The piece goes to the first review; you cannot change it meanwhile."),
        ),
        Transition(
            "recall", __("Recall"), frozenset({State.FIRST_REVIEW}),
            rules.owner, _anytime, effects.to_draft,
            __("The piece comes back to you as a draft."),
        ),
        Transition(
            "proofread", __("Proofread done"), IN_REVIEW,
            rules.proofreader, rules.wants_proofread, effects.proofread,
            __("You have read this very text for errors. Any change to it asks for a new reading."),
            options=frozenset({"errors"}),
        ),
        Transition(
            "let_stand", __("Let stand"), IN_REVIEW | {State.DRAFT, State.APPROVED},
            rules.style_judge, rules.style_stops, effects.let_stand,
            __("House style no longer stops the piece for what you choose here. It holds for these "
               "words in this piece, and the ledger names you and your reason."),
            Note.REQUIRED, frozenset({"findings"}),
        ),
        Transition(
            "pass", pgettext_lazy("step", "Pass"), IN_REVIEW,
            rules.reviewer, rules.can_be_passed, effects.pass_review,
            __("You sign this text as it stands."),
        ),
        Transition(
            "return", pgettext_lazy("step", "Return"), IN_REVIEW | {State.APPROVED},
            rules.editor, _anytime, effects.send_back,
            __("The piece goes back with your note. Its authors can change it again."),
            Note.REQUIRED, frozenset({"to"}),
        ),
        Transition(
            "publish", __("Publish"), frozenset({State.APPROVED}),
            rules.editor, rules.can_be_published, effects.publish,
            __("Readers see the signed text at once, or from the time that you name."),
            options=frozenset({"visible_from"}),
        ),
        Transition(
            "unschedule", __("Cancel schedule"), frozenset({State.SETTLED}),
            rules.editor, rules.is_scheduled, effects.unschedule,
            __("The piece will not appear at its time; it waits, signed, for another one."),
        ),
        Transition(
            "revise", __("Revise"), frozenset({State.SETTLED}),
            rules.reviser, rules.is_live_or_withdrawn, effects.revise,
            __("Opens the text for changes. What readers see stays as it is until you publish."),
        ),
        Transition(
            "fix", pgettext_lazy("step", "Fix"), frozenset({State.SETTLED}),
            rules.editor, rules.is_live, effects.fix,
            __("For a slip of the pen: mend it, submit it; a second person's pass publishes it."),
        ),
        Transition(
            "correct", pgettext_lazy("step", "Correct"),
            frozenset({State.SETTLED, State.DRAFT}) | IN_REVIEW,
            rules.editor, rules.can_be_corrected, effects.correct,
            __("For an error that readers must be told of. Your note is the first wording of the "
               "public correction; it appears when the piece is published again."),
            Note.REQUIRED,
        ),
        Transition(
            "discard", __("Discard changes"), IN_REVIEW | {State.DRAFT, State.APPROVED},
            rules.owner_or_editor, rules.is_published, effects.discard,
            __("The working copy goes back to what was published. The changes stay in the "
               "revisions."),
            grave=True,
        ),
        Transition(
            "withdraw", __("Withdraw"), EVERYWHERE,
            rules.withdrawer, rules.is_out, effects.withdraw,
            __("Readers no longer see the piece anywhere, from this second on."),
            Note.REQUIRED, frozenset({"notice"}), grave=True,
        ),
        Transition(
            "confirm", __("Confirm withdrawal"), EVERYWHERE,
            rules.chief, rules.withdrawal_waits, effects.confirm,
            __("You agree that the piece stays withdrawn."),
        ),
        Transition(
            "reinstate", __("Reinstate"), EVERYWHERE,
            rules.chief, rules.is_withdrawn, effects.reinstate,
            __("Readers see the piece again, as it was last published."),
        ),
        Transition(
            "spike", __("Spike"), IN_REVIEW | {State.DRAFT},
            rules.spiker, rules.is_unpublished, effects.spike,
            __("The piece will not run. It is kept and can be taken up again."),
            grave=True,
        ),
        Transition(
            "unspike", __("Unspike"), frozenset({State.SPIKED}),
            rules.editor, _anytime, effects.to_draft,
            __("The piece becomes a draft again."),
        ),
        Transition(
            "override", __("Sign alone"), IN_REVIEW | {State.DRAFT},
            rules.chief, rules.can_be_signed, effects.override,
            __("You sign without the reviews that are missing. Your reason is kept, and an "
               "after-review stays open until somebody else has done it."),
            Note.REQUIRED, grave=True,
        ),
        Transition(
            "after_review", __("After-review done"), EVERYWHERE,
            rules.after_reviewer, rules.after_review_waits, effects.after_review,
            __("You have read what was signed by one person alone and stand by it."),
            rare=True,
        ),
    )
}  # fmt: skip


def label_of(article: Article, step: Transition) -> Label:
    """The button's word; a pass is named after the review that it ends."""
    if step.name != "pass":
        return step.label
    number = article.review_number
    if number >= article.reviews_required:
        return __("Pass and publish the fix") if article.is_fix else __("Sign off")
    return (__("Pass the first review"), __("Pass the second review"))[number - 1]


def why_not(step: Transition, case: Case) -> NotAllowed | Refused | None:
    """What stands between this person and the step, or None."""
    if State(case.article.state) not in step.sources:
        return Refused(
            _("“%(step)s” is not possible in the state “%(state)s”.")
            % {"step": step.label, "state": case.article.get_state_display()}
        )
    if not step.who(case):
        return NotAllowed(_("You may not do “%(step)s” with this piece.") % {"step": step.label})
    message = step.guard(case)
    return Refused(message) if message else None


def available(article: Article, user: User) -> list[Transition]:
    """The steps that this person may take with this piece now, in the table's order."""
    case = Case(article, user)
    return [
        step
        for step in TABLE.values()
        if not (step.rare and step.guard(case)) and why_not(step, case) is None
    ]


def may_try(article: Article, name: str, user: User) -> bool:
    """Whether the step is this person's in this state, whatever the text still lacks: for a
    button that saves the text first."""
    step, case = TABLE[name], Case(article, user)
    return State(article.state) in step.sources and step.who(case)


def perform(article: Article, name: str, user: User, note: str = "", **options: Any) -> LedgerEntry:
    """Take one step with the piece as the caller loaded it, wholly or not at all.

    Options: `visible_from` (aware datetime) for publish, `to` (a state) for return, `notice`
    (shown to readers) for withdraw, `errors` (how many were found) for proofread, `findings`
    (keys of `housestyle.Told`) for let_stand. Raises NotAllowed, Refused, NoteRequired or Stale;
    then nothing has changed. Afterwards `article` holds the new state.
    """
    step = TABLE.get(name)
    if step is None or set(options) - step.options:
        raise Refused(_("There is no such step: %(name)s.") % {"name": name})
    with transaction.atomic():
        fresh = editing.lock(article.pk, article.version)
        case = Case(fresh, user, note.strip(), {k: v for k, v in options.items() if v or v == 0})
        if problem := why_not(step, case):
            raise problem
        if not case.note and step.note is Note.REQUIRED:
            raise NoteRequired(
                _("Say why: a note is needed for “%(step)s”.") % {"step": step.label}
            )
        before, rank = fresh.state, case.rank
        state, fields = step.effect(case)
        revision = editing.newest_revision(fresh)
        editing.bump(fresh, state=state, **fields)
        entry = ledger.append(
            "article",
            fresh.pk,
            name,
            user,
            rank=rank,
            from_state=before,
            to_state=state,
            note=_ledger_note(case),
            revision=revision.number,
            content_hash=revision.content_hash,
        )
        notices.acted(fresh, entry, user)
        transaction.on_commit(
            lambda: signals.acted.send_robust(
                Article, article_id=fresh.pk, name=name, entry_id=entry.pk
            )
        )
    article.refresh_from_db()
    return entry


def _ledger_note(case: Case) -> str:
    """The note, and the time for which a publication was set."""
    moment = case.options.get("visible_from")
    return f"{moment.isoformat()} {case.note}".strip() if moment else case.note
