"""A second, independent telling of the workflow's table, to hold `perform` against.

It knows people as a handful of facts and a piece as plain values; it imports nothing of the
workflow. Where it and the newsroom disagree, one of them is wrong.
"""

from dataclasses import dataclass, field

# What house style stops, by the bits of a text's number: publication, or even submission.
FLAWS = {"publish": 1, "submit": 2}

REVIEWS = ["first_review", "second_review", "final_review"]


@dataclass(frozen=True)
class Person:
    name: str
    rank: int = 0
    writes: bool = False
    proofreads: bool = False
    on_duty: bool = False


@dataclass
class Piece:
    owner: str
    required: tuple[int, int]
    state: str = "draft"
    publication: str = "none"  # none, scheduled, live, withdrawn
    # What stands on the page: (text, responsible editor, correction note).
    content: tuple[int, str, str] = (0, "", "")
    published: tuple[int, str, str] | None = None
    visible_at: int | None = None
    signed: tuple[int, str, str] | None = None
    writers: set[str] = field(default_factory=set)
    reviewers: dict[int, str] = field(default_factory=dict)
    proofs: set[tuple[str, tuple[int, str, str]]] = field(default_factory=set)
    frozen: tuple[int, int] = (1, 0)
    is_fix: bool = False
    correction_open: bool = False
    unconfirmed: bool = False
    after_review: bool = False
    overrode: str = ""
    corrections: int = 0
    ever: set[str] = field(default_factory=set)
    submitter: str = ""
    fixer: str = ""
    # What somebody has let stand, for good.
    stood: set[str] = field(default_factory=set)

    # --- Questions ------------------------------------------------------------------------------

    def number(self) -> int:
        return REVIEWS.index(self.state) + 1 if self.state in REVIEWS else 0

    def phase(self, now: int) -> str:
        if self.publication == "scheduled" and self.visible_at is not None:
            return "live" if self.visible_at <= now else "scheduled"
        return self.publication

    def is_author(self, who: Person) -> bool:
        return who.name == self.owner or who.name in self.writers

    def is_owner(self, who: Person) -> bool:
        return who.name == self.owner and who.writes

    def may_pass(self, who: Person) -> bool:
        return (
            self.number() > 0
            and who.rank >= self.number()
            and not self.is_author(who)
            and who.name != self.submitter
            and not (self.is_fix and who.name == self.fixer)
            and who.name not in self.reviewers.values()
        )

    def may_edit(self, who: Person) -> bool:
        if self.state == "draft":
            return self.is_owner(who) or who.rank >= 1
        return self.may_pass(who)

    def proofs_here(self) -> int:
        return sum(1 for _name, content in self.proofs if content == self.content)

    def flaws(self) -> set[str]:
        """What house style stops now."""
        found = {name for name, bit in FLAWS.items() if self.content[0] & bit}
        return found - self.stood

    def noted(self) -> bool:
        return bool(self.content[2]) or not self.correction_open

    def allows(self, step: str, who: Person, now: int) -> bool:
        state, phase = self.state, self.phase(now)
        in_review, editor, owner = state in REVIEWS, who.rank >= 1, self.is_owner(who)
        match step:
            case "submit":
                return (
                    state == "draft"
                    and (owner or editor)
                    and self.noted()
                    and ("submit" not in self.flaws())
                )
            case "recall":
                return state == "first_review" and owner
            case "proofread":
                return (
                    in_review
                    and (who.proofreads or editor)
                    and not self.is_author(who)
                    and self.proofs_here() < self.frozen[1]
                    and (who.name, self.content) not in self.proofs
                )
            case "pass":
                last = self.number() >= self.frozen[0]
                return (
                    self.may_pass(who)
                    and (not last or self.proofs_here() >= self.frozen[1])
                    and self.noted()
                    and not (last and self.flaws())
                )
            case "let_stand":
                return (
                    (state in ("draft", "approved") or in_review)
                    and (who.rank >= 3 or (editor and not self.is_author(who)))
                    and bool(self.flaws())
                )
            case "return":
                return (in_review or state == "approved") and editor
            case "publish":
                return state == "approved" and editor and self.noted() and not self.flaws()
            case "unschedule":
                return state == "settled" and phase == "scheduled" and editor
            case "revise":
                if state != "settled":
                    return False
                return (phase == "live" and (owner or editor)) or (
                    phase == "withdrawn" and who.rank >= 3
                )
            case "fix":
                return state == "settled" and phase == "live" and editor
            case "correct":
                return (
                    (state in ("settled", "draft") or in_review)
                    and phase == "live"
                    and not self.correction_open
                    and editor
                )
            case "discard":
                return (
                    (state in ("draft", "approved") or in_review)
                    and phase != "none"
                    and (owner or editor)
                )
            case "withdraw":
                return phase in ("live", "scheduled") and (editor or who.on_duty)
            case "confirm":
                return phase == "withdrawn" and self.unconfirmed and who.rank >= 3
            case "reinstate":
                return phase == "withdrawn" and who.rank >= 3
            case "spike":
                return phase == "none" and (
                    (state == "draft" and (owner or editor)) or (in_review and editor)
                )
            case "unspike":
                return state == "spiked" and editor
            case "override":
                return (
                    (state == "draft" or in_review)
                    and who.rank >= 3
                    and self.noted()
                    and (not self.flaws())
                )
            case "after_review":
                return (
                    self.after_review
                    and editor
                    and not self.is_author(who)
                    and who.name not in self.ever
                    and who.name != self.overrode
                )
        raise AssertionError(step)

    # --- Acts -----------------------------------------------------------------------------------

    def edit(self, who: Person, text: int) -> None:
        self.content = (text, self.content[1], self.content[2])
        if self.state == "draft":
            self.writers.add(who.name)
            self.ever.add(who.name)

    def take(self, step: str, who: Person, now: int, later: int | None, to: str) -> None:
        match step:
            case "let_stand":
                self.stood |= self.flaws()
            case "submit":
                self.state = REVIEWS[0]
                self.submitter = who.name
                self.frozen = (1, 0) if self.is_fix else self.required
                self.reviewers, self.proofs = {}, set()
            case "recall" | "unspike":
                self.state, self.signed = "draft", None
            case "proofread":
                self.proofs.add((who.name, self.content))
            case "pass":
                number = self.number()
                self.reviewers[number] = who.name
                self._fill_editor(who)
                if number < self.frozen[0]:
                    self.state = REVIEWS[number]
                else:
                    self.state, self.signed = "approved", self.content
                    if self.is_fix:
                        self._publish(now, None)
            case "return":
                self.state, self.signed = to, None
                if to in REVIEWS:
                    keep = REVIEWS.index(to) + 1
                    self.reviewers = {k: v for k, v in self.reviewers.items() if k < keep}
            case "publish":
                self._publish(now, later)
            case "unschedule":
                self.state, self.publication, self.published = "approved", "none", None
                self.visible_at = None
            case "revise" | "fix":
                self._reopen(step == "fix", False, "")
                if step == "fix":
                    self.fixer = who.name
            case "correct":
                running = self.state == "draft"
                self._reopen(self.is_fix if running else False, True, "note")
                self.writers.add(who.name)
                self.ever.add(who.name)
            case "discard":
                assert self.published is not None
                self.content, self.state, self.signed = self.published, "settled", self.published
                self.is_fix = self.correction_open = False
                self.writers = set()
            case "withdraw":
                self.publication, self.unconfirmed = "withdrawn", who.rank < 3
            case "confirm":
                self.unconfirmed = False
            case "reinstate":
                assert self.visible_at is not None
                self.unconfirmed = False
                self.publication = "live" if self.visible_at <= now else "scheduled"
            case "spike":
                self.state = "spiked"
            case "override":
                self._fill_editor(who)
                self.state, self.signed = "approved", self.content
                self.after_review, self.overrode = True, who.name
            case "after_review":
                self.after_review = False

    def _fill_editor(self, who: Person) -> None:
        text, editor, note = self.content
        self.content = (text, editor or who.name, note)

    def _reopen(self, fix: bool, correction: bool, note: str) -> None:
        self.state, self.signed = "draft", None
        self.is_fix, self.correction_open = fix, correction
        self.content = (self.content[0], self.content[1], note)

    def _publish(self, now: int, later: int | None) -> None:
        self.state, self.published = "settled", self.content
        if self.publication == "none":
            self.publication = "scheduled" if later is not None else "live"
            self.visible_at = now if later is None else later
        self.corrections += self.correction_open
        self.is_fix = self.correction_open = False
        self.writers = set()
