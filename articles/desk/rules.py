"""Who may take a step, and what must hold before it: small questions about one case."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Rank
from articles.desk import housestyle, rights
from articles.desk.content import Content, content_hash, content_of
from articles.desk.publishing import publication_of
from articles.models import (
    Article,
    LedgerEntry,
    Proofread,
    PublishedArticle,
    State,
)
from articles.text.housestyle import Severity
from articles.text.markup import to_text

Message = str | Promise | None


@dataclass
class Case:
    """One person before one piece. Everything the rules ask is asked once."""

    article: Article
    user: User
    note: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: timezone.now())

    @cached_property
    def rank(self) -> Rank:
        return rights.rank_for(self.user, self.article)

    @cached_property
    def owner(self) -> bool:
        return rights.is_owner(self.user, self.article)

    @cached_property
    def author(self) -> bool:
        return rights.is_author(self.user, self.article)

    @cached_property
    def may_pass(self) -> bool:
        return rights.may_pass(self.user, self.article)

    @cached_property
    def publication(self) -> PublishedArticle | None:
        return publication_of(self.article)

    @property
    def withdrawn(self) -> bool:
        return self.publication is not None and self.publication.withdrawn_at is not None

    @property
    def live(self) -> bool:
        return (
            self.publication is not None
            and not self.withdrawn
            and self.publication.visible_from <= self.now
        )

    @property
    def scheduled(self) -> bool:
        return (
            self.publication is not None
            and not self.withdrawn
            and self.publication.visible_from > self.now
        )

    @property
    def is_last_pass(self) -> bool:
        return self.article.review_number >= self.article.reviews_required

    @cached_property
    def content(self) -> Content:
        """As it was stored before the step."""
        return content_of(self.article)

    @cached_property
    def current_hash(self) -> str:
        return content_hash(self.content)

    @cached_property
    def proofreads(self) -> int:
        """How many people proofread exactly this content in this round."""
        return Proofread.objects.filter(
            article=self.article, round=self.article.round, content_hash=self.current_hash
        ).count()

    @cached_property
    def style(self) -> housestyle.Report:
        """House style on the day of publication, as far as that is known."""
        moment = self.options.get("visible_from")
        day = timezone.localtime(moment).date() if moment else None
        return housestyle.report(self.article, day, self.content)


# --- Who ----------------------------------------------------------------------------------------


def owner(case: Case) -> bool:
    return case.owner


def editor(case: Case) -> bool:
    return case.rank >= Rank.EDITOR


def chief(case: Case) -> bool:
    return case.rank >= Rank.CHIEF


def owner_or_editor(case: Case) -> bool:
    return case.owner or editor(case)


def reviewer(case: Case) -> bool:
    return case.may_pass


def reviser(case: Case) -> bool:
    """A withdrawn piece is the chief's to reopen."""
    return chief(case) if case.withdrawn else owner_or_editor(case)


def withdrawer(case: Case) -> bool:
    """Any editor of the section, and whoever is on duty for whatever desk."""
    return editor(case) or case.user.on_duty(case.now)


def spiker(case: Case) -> bool:
    return editor(case) or (case.owner and case.article.state == State.DRAFT)


def proofreader(case: Case) -> bool:
    return (case.user.can("proofreads") or editor(case)) and not case.author


def style_judge(case: Case) -> bool:
    """An editor, and not of their own words; the chief, who may be alone, of any."""
    return chief(case) or (editor(case) and not case.author)


def after_reviewer(case: Case) -> bool:
    """Not an author, and not whoever signed alone."""
    if not editor(case) or case.author:
        return False
    last = (
        LedgerEntry.objects.filter(
            subject_kind="article", subject_id=case.article.pk, action="override"
        )
        .order_by("-seq")
        .first()
    )
    overrode = last is not None and last.actor_id == case.user.pk
    return not overrode and not rights.ever_wrote(case.user, case.article)


# --- What must hold -----------------------------------------------------------------------------


def is_complete(case: Case) -> Message:
    if not case.article.headline.strip():
        return _("Give the piece a headline first.")
    shown = case.article.figures.exists() or case.article.clips.exists()
    if not shown and not to_text(case.article.body).strip():
        return _("Write the text first: the piece is empty.")
    return correction_is_written(case)


def can_be_submitted(case: Case) -> Message:
    return is_complete(case) or housestyle.refusal(case.style.at_least(Severity.SUBMIT))


def can_be_signed(case: Case) -> Message:
    return is_complete(case) or style_allows(case)


def style_allows(case: Case) -> Message:
    """Asked before a signature and again before publication: rules and sources may change
    between them, and nobody should sign what will then be stopped."""
    return housestyle.refusal(case.style.stopping)


def style_stops(case: Case) -> Message:
    return None if case.style.stopping else _("House style stops nothing here.")


def correction_is_written(case: Case) -> Message:
    if case.article.correction_open and not case.article.correction_note.strip():
        return _("Write the public correction note first: readers will see it.")
    return None


def can_be_passed(case: Case) -> Message:
    required = case.article.proofreads_required
    missing = required - case.proofreads if required and case.is_last_pass else 0
    if missing > 0:
        return _("%(count)s more proofreads of this very text are needed before the last pass.") % {
            "count": missing
        }
    if problem := correction_is_written(case):
        return problem
    return style_allows(case) if case.is_last_pass else None


def wants_proofread(case: Case) -> Message:
    required = case.article.proofreads_required
    if not required or case.proofreads >= required:
        return _("This text needs no further proofread.")
    if Proofread.objects.filter(
        article=case.article,
        round=case.article.round,
        content_hash=case.current_hash,
        proofreader=case.user,
    ).exists():
        return _("You have proofread this text already; another person reads it next.")
    return None


def is_past(moment: datetime, now: datetime) -> Message:
    """Also for forms, which then stay as they were filled in."""
    if moment <= now:
        return _("That time is past. Choose a later one, or publish now.")
    return None


def can_be_published(case: Case) -> Message:
    moment = case.options.get("visible_from")
    if moment is not None and case.publication is not None:
        return _("Readers have seen this piece before: it can only be published now.")
    if moment is not None and (problem := is_past(moment, case.now)):
        return problem
    return correction_is_written(case) or style_allows(case)


def is_live(case: Case) -> Message:
    return None if case.live else _("Only a piece that readers see now can be treated so.")


def is_live_or_withdrawn(case: Case) -> Message:
    if case.live or case.withdrawn:
        return None
    return _("This piece is not out yet. Cancel its schedule first.")


def can_be_corrected(case: Case) -> Message:
    if case.article.correction_open:
        return _("A correction is open already.")
    return is_live(case)


def is_scheduled(case: Case) -> Message:
    return None if case.scheduled else _("This piece is not scheduled.")


def is_published(case: Case) -> Message:
    return None if case.publication else _("This piece was never published.")


def is_unpublished(case: Case) -> Message:
    if case.publication is None:
        return None
    return _("This piece has been published. Withdraw it, or discard the changes.")


def is_out(case: Case) -> Message:
    if case.publication is not None and not case.withdrawn:
        return None
    return _("Readers cannot see this piece anyhow.")


def is_withdrawn(case: Case) -> Message:
    return None if case.withdrawn else _("This piece is not withdrawn.")


def withdrawal_waits(case: Case) -> Message:
    if case.withdrawn and case.article.withdrawal_unconfirmed:
        return None
    return _("No withdrawal waits to be confirmed.")


def after_review_waits(case: Case) -> Message:
    return None if case.article.after_review_due else _("No after-review is open.")
