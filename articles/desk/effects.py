"""What each step does to a piece, inside the transaction of `workflow.perform`.

An effect returns the state that follows and the fields to write with it. Content that it
changes, it changes through `editing`.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from accounts.roles import Rank
from articles.desk import (
    appearances,
    comments,
    editing,
    frontpage,
    housestyle,
    publishing,
    withdrawals,
)
from articles.desk.content import Content, apply
from articles.desk.errors import Refused
from articles.desk.rules import Case
from articles.models import REVIEWS, Policy, Proofread, Review, Revision, State
from articles.text.markup import to_text
from articles.text.words import count

MOST_ERRORS = 9999
Outcome = tuple[State, dict[str, Any]]
Effect = Callable[[Case], Outcome]


def _revision(case: Case) -> Revision:
    """The revision of what stands in the working copy; a step's own change makes a new one."""
    return editing.snapshot_revision(case.article, case.user, Revision.Kind.ACT)[0]


def _set(case: Case, **fields: Any) -> None:
    """Content that the step itself writes, so that the revision of the step holds it."""
    for name, value in fields.items():
        setattr(case.article, name, value)
    case.article.save(update_fields=[*fields, "updated_at"])


def requirements(case: Case) -> tuple[int, int]:
    """Reviews and proofreads for a round that begins now: a fix, the section, the policy."""
    if case.article.is_fix:
        return 1, 0
    policy = Policy.current()
    section = case.article.section
    reviews, proofreads = section.reviews_required, section.proofreads_required
    return (
        policy.reviews_required if reviews is None else reviews,
        policy.proofreads_required if proofreads is None else proofreads,
    )


def submit(case: Case) -> Outcome:
    reviews, proofreads = requirements(case)
    return State.FIRST_REVIEW, {
        "round": case.article.round + 1,
        "submitted_by": case.user,
        "reviews_required": reviews,
        "proofreads_required": proofreads,
    }


def to_draft(case: Case) -> Outcome:
    return State.DRAFT, {"signed_hash": ""}


def proofread(case: Case) -> Outcome:
    errors = case.options.get("errors")
    if errors is not None and not 0 <= errors <= MOST_ERRORS:
        raise Refused(
            _("The number of errors found is between 0 and %(most)s.") % {"most": MOST_ERRORS}
        )
    revision = _revision(case)
    Proofread.objects.create(
        article=case.article,
        round=case.article.round,
        proofreader=case.user,
        revision=revision,
        content_hash=revision.content_hash,
        note=case.note,
        errors=errors,
        words=words_of(revision.content),
    )
    return State(case.article.state), {}


def words_of(content: Content) -> int:
    """What a proofreader reads: the headlines and the text."""
    read = [content[name] for name in ("kicker", "headline", "deck")]
    return count("\n".join([*read, to_text(content["body"])])).words


def let_stand(case: Case) -> Outcome:
    """The ledger's note says which findings, then why."""
    stood = housestyle.stand(case.article, case.user, case.options.get("findings") or (), case.note)
    if not stood:
        raise Refused(
            _("Choose what is to stand. If it is no longer in the list, it stops nothing any more.")
        )
    case.note = "\n".join([*(told.sentence for told in stood), case.note])
    return State(case.article.state), {}


def _sign(case: Case) -> Revision:
    if not case.article.responsible_editor:
        _set(case, responsible_editor=str(case.user))
    return _revision(case)


def pass_review(case: Case) -> Outcome:
    number, last = case.article.review_number, case.is_last_pass
    revision = _sign(case)
    Review.objects.create(
        article=case.article,
        round=case.article.round,
        number=number,
        reviewer=case.user,
        revision=revision,
        content_hash=revision.content_hash,
    )
    if not last:
        return REVIEWS[number], {}
    if case.article.is_fix:
        case.article.signed_hash = revision.content_hash
        return publish(case)
    return State.APPROVED, {"signed_hash": revision.content_hash}


def send_back(case: Case) -> Outcome:
    target = State(case.options.get("to") or State.DRAFT)
    comments.points(case.article, case.user, case.note, _revision(case).number)
    if target == State.DRAFT:
        return to_draft(case)
    current = case.article.review_number or case.article.reviews_required + 1
    if target not in REVIEWS or REVIEWS.index(target) + 1 >= current:
        raise Refused(_("A piece goes back to draft or to an earlier review."))
    number = REVIEWS.index(target) + 1
    Review.objects.filter(
        article=case.article, round=case.article.round, number__gte=number, voided=False
    ).update(voided=True)
    return target, {"signed_hash": ""}


def publish(case: Case) -> Outcome:
    moment = case.options.get("visible_from")
    is_first = case.publication is None
    published = publishing.publish(case.article, visible_from=moment)
    if is_first:
        appearances.expect(
            case.article, published.visible_from, case.user, scheduled=moment is not None
        )
    return State.SETTLED, {
        "signed_hash": published.content_hash,
        "base_revision": published.revision_number,
        "is_fix": False,
        "correction_open": False,
    }


def unschedule(case: Case) -> Outcome:
    publishing.unschedule(case.article)
    appearances.no_longer_expect(case.article)
    return State.APPROVED, {}


def _reopen(case: Case, **fields: Any) -> Outcome:
    return State.DRAFT, {"signed_hash": "", "is_fix": False, "correction_open": False} | fields


def revise(case: Case) -> Outcome:
    _set(case, correction_note="")
    return _reopen(case)


def fix(case: Case) -> Outcome:
    _set(case, correction_note="")
    return _reopen(case, is_fix=True, fix_opened_by=case.user)


def correct(case: Case) -> Outcome:
    """The note given here is the first wording of the public note; whoever gives it wrote it."""
    running = case.article.state == State.DRAFT
    case.article.state = State.DRAFT
    _set(case, correction_note=case.note)
    editing.snapshot_revision(case.article, case.user, Revision.Kind.EDIT, anew=True)
    is_fix = case.article.is_fix if running else False
    return _reopen(case, is_fix=is_fix, correction_open=True)


def discard(case: Case) -> Outcome:
    published = case.publication
    assert published is not None
    revision = case.article.revisions.get(number=published.revision_number)
    apply(case.article, revision.content)
    return State.SETTLED, {
        "signed_hash": published.content_hash,
        "base_revision": _revision(case).number,
        "is_fix": False,
        "correction_open": False,
    }


def withdraw(case: Case) -> Outcome:
    at = publishing.withdraw(case.article, case.options.get("notice", ""))
    withdrawals.begin(case.article, at)
    frontpage.withdrawn(case.user, case.article)
    appearances.no_longer_expect(case.article)
    from_chief = case.rank >= Rank.CHIEF
    return State(case.article.state), {"withdrawal_unconfirmed": not from_chief}


def confirm(case: Case) -> Outcome:
    return State(case.article.state), {"withdrawal_unconfirmed": False}


def reinstate(case: Case) -> Outcome:
    assert case.publication is not None
    appearances.expect_again(case.article, case.publication, case.now, case.user)
    publishing.reinstate(case.article)
    return State(case.article.state), {"withdrawal_unconfirmed": False}


def spike(case: Case) -> Outcome:
    return State.SPIKED, {}


def override(case: Case) -> Outcome:
    revision = _sign(case)
    return State.APPROVED, {"signed_hash": revision.content_hash, "after_review_due": True}


def after_review(case: Case) -> Outcome:
    return State(case.article.state), {"after_review_due": False}
