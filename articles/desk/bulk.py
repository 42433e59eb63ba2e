"""One step with many pieces: each by `workflow.perform`, each wholly or not at all.

Nothing is decided here. A piece is taken as the person saw it in the list: `version` comes along,
and what changed meanwhile is refused.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from accounts.models import User
from articles.desk import comments, rights, rules, workflow
from articles.desk.errors import WorkflowError
from articles.desk.workflow import Label, Transition
from articles.models import Article, LedgerEntry, State

logger = logging.getLogger(__name__)

STEPS = ("pass", "return", "publish")
# The states from which any of them leads on: other pieces need no box to tick.
SOURCES: frozenset[State] = frozenset().union(*(workflow.TABLE[name].sources for name in STEPS))
MOST = 100


class Answer(Enum):
    DONE = "done"
    ALREADY = "already"
    """The same person's same press has done it before."""
    REFUSED = "refused"
    POSSIBLE = "possible"
    """Nothing stands in the way now; nothing has been done."""


@dataclass(frozen=True)
class Chosen:
    """A piece and the version of it that the person saw."""

    article_id: int
    version: int


@dataclass(frozen=True)
class Outcome:
    """What became of one piece, or would. `article` is None for what the person may not open."""

    chosen: Chosen
    article: Article | None
    answer: Answer
    label: Label = ""
    """The step as its button is called for this piece."""
    why: str = ""
    was_public: bool = False
    """Readers have seen it before: it can be published now, and at no set time."""
    open_comments: int = 0
    """What somebody said about it and nobody has marked as done: a hint, no obstacle."""


def offered_to(user: User) -> list[Transition]:
    """The steps that somebody may want to take with many pieces; `perform` asks about each."""
    return [workflow.TABLE[name] for name in STEPS] if rights.may_act_on_many(user) else []


def foresee(chosen: Iterable[Chosen], name: str, user: User) -> list[Outcome]:
    """What the step would do with each piece, and why not. Changes nothing."""
    step = workflow.TABLE[name]
    outcomes = [_foreseen(piece, article, step, user) for piece, article in _opened(chosen, user)]
    possible = [each.chosen.article_id for each in outcomes if each.answer is Answer.POSSIBLE]
    said = comments.open_of(possible) if name != "return" else {}
    return [replace(each, open_comments=said.get(each.chosen.article_id, 0)) for each in outcomes]


def _foreseen(piece: Chosen, article: Article | None, step: Transition, user: User) -> Outcome:
    if article is None:
        return _closed(piece)
    label = label_of(article, step)
    if article.version != piece.version:
        return _changed(piece, article, step, user)
    case = rules.Case(article, user)
    problem = workflow.why_not(step, case)
    if problem:
        return Outcome(piece, article, Answer.REFUSED, label, str(problem))
    was_public = "visible_from" in step.options and case.publication is not None
    return Outcome(piece, article, Answer.POSSIBLE, label, was_public=was_public)


def perform_each(
    chosen: Iterable[Chosen], name: str, user: User, note: str = "", **options: Any
) -> list[Outcome]:
    """Take the step with one piece after the other; what one is refused stops no other."""
    step = workflow.TABLE[name]
    return [
        _performed(piece, article, step, user, note, options)
        for piece, article in _opened(chosen, user)
    ]


def _performed(
    piece: Chosen,
    article: Article | None,
    step: Transition,
    user: User,
    note: str,
    options: dict[str, Any],
) -> Outcome:
    if article is None:
        return _closed(piece)
    label = label_of(article, step)
    if article.version != piece.version:
        return _changed(piece, article, step, user)
    try:
        workflow.perform(article, step.name, user, note, **options)
    except WorkflowError as problem:
        article.refresh_from_db()
        if article.version != piece.version:
            return _changed(piece, article, step, user)
        return Outcome(piece, article, Answer.REFUSED, label, str(problem))
    except DatabaseError:
        # What was done to the pieces before stands and has to be told.
        logger.exception("%s of piece %s failed", step.name, piece.article_id)
        why = _("The database did not answer. Nothing was done to this piece; try again.")
        return Outcome(piece, article, Answer.REFUSED, label, why)
    return Outcome(piece, article, Answer.DONE, label)


def label_of(article: Article, step: Transition) -> Label:
    return workflow.label_of(article, step) if article.review_number else step.label


def _opened(chosen: Iterable[Chosen], user: User) -> Iterator[tuple[Chosen, Article | None]]:
    """Each piece, if the person may open it; none twice."""
    pieces = list({piece.article_id: piece for piece in chosen}.values())[:MOST]
    ids = [piece.article_id for piece in pieces]
    found = rights.viewable(user).select_related("section", "owner").defer("body").in_bulk(ids)
    return ((piece, found.get(piece.article_id)) for piece in pieces)


def _closed(piece: Chosen) -> Outcome:
    why = _("There is no such piece, or you may not open it.")
    return Outcome(piece, None, Answer.REFUSED, why=why)


def _changed(piece: Chosen, article: Article, step: Transition, user: User) -> Outcome:
    """A piece's ledger counts with its version: the entry after the one seen tells who was
    faster, or that this very press has been done."""
    first = LedgerEntry.objects.filter(
        subject_kind="article", subject_id=article.pk, seq=piece.version + 1
    ).first()
    if first is not None and (first.actor_id, first.action) == (user.pk, step.name):
        return Outcome(piece, article, Answer.ALREADY, step.label)
    why = _("%(who)s changed this piece since you saw it in the list. Look at it first.") % {
        "who": first.actor_name if first else _("Somebody else")
    }
    return Outcome(piece, article, Answer.REFUSED, step.label, why)
