"""`perform` against the model, for thousands of random steps by everybody in the cast."""

import os
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.roles import Rank
from articles.desk import content, duties, editing, housestyle, ledger, stylebook, workflow
from articles.desk.errors import Refused, WorkflowError
from articles.models import (
    LedgerEntry,
    PublishedArticle,
    PublishedCorrection,
    Review,
    State,
    StyleRule,
)
from tests.cast import Cast, make_section, make_user
from tests.desk.model import FLAWS, REVIEWS, Person, Piece

STEPS = sorted(workflow.TABLE)
NAMES = (
    "reporter", "reporter2", "editor", "editor2", "foreign", "head", "chief", "chief2", "proof",
    "admin", "outsider", "night", "standby",
)  # fmt: skip
FORWARD = {"submit": 4, "proofread": 6, "pass": 12, "publish": 4, "recall": 2, "unschedule": 2}
# The same ones on every engine; on the second, two thousand steps instead of three.
_OFTEN = "40" if os.environ.get("NEWSROOM_TEST_DATABASE_ONLY") else "60"
EXAMPLES = int(os.environ.get("NEWSROOM_TEST_EXAMPLES", _OFTEN))
REQUIREMENTS = {"one": (1, 0), "two": (2, 1), "three": (3, 3)}


# The first of these that somebody may take leads on.
STRAIGHT = ("let_stand", "proofread", "pass", "submit", "publish")
BITS = st.sampled_from([0, 0, 0, 0, 1, 2, 3])


def body(number: int) -> str:
    flaws = "".join(f"，{name}禁词" for name, bit in FLAWS.items() if number & bit)
    return f"<p>第 {number} 稿{flaws}</p>"


class World:
    """The cast as the database knows it and as the model knows it, and a clock."""

    def __init__(self) -> None:
        self.start = timezone.now()
        self.minutes = 0
        cast = Cast()
        night = make_user("night", "reporter", desks=(cast.desk,))
        standby = make_user("standby", "reporter", desks=(cast.desk,))
        hours = {"starts_at": self.start, "ends_at": self.start + timedelta(days=3650)}
        duties.grant(cast.chief, night, Rank.EDITOR, desks=[cast.other_desk], **hours)
        duties.grant(cast.chief, standby, Rank.DESK_HEAD, desks=[cast.desk], reason="代审", **hours)
        self.users = {user.username: user for user in [*cast.everybody, night, standby]}
        self.people = {
            "reporter": Person("reporter", writes=True),
            "reporter2": Person("reporter2", writes=True),
            "editor": Person("editor", 1, writes=True),
            "editor2": Person("editor2", 1, writes=True),
            "foreign": Person("foreign", writes=True),
            "head": Person("head", 2, writes=True),
            "chief": Person("chief", 3, writes=True),
            "chief2": Person("chief2", 3, writes=True),
            "proof": Person("proof", proofreads=True),
            "admin": Person("admin"),
            "outsider": Person("outsider"),
            "night": Person("night", writes=True, on_duty=True),
            "standby": Person("standby", 2, writes=True, on_duty=True),
        }
        assert set(self.users) == set(self.people) == set(NAMES)
        self.sections = {
            name: make_section(
                name, desk=cast.desk, reviews_required=reviews, proofreads_required=proofs
            )
            for name, (reviews, proofs) in REQUIREMENTS.items()
        }
        for severity in FLAWS:
            rule = StyleRule(kind="banned", term=f"{severity}禁词", severity=severity)
            stylebook.save(cast.chief, rule)
        self.taken: Counter[str] = Counter()
        self.refused = 0
        self.states: set[str] = set()
        self.phases: set[str] = set()
        self.texts = 0

    def next_text(self, flaws: int) -> int:
        """A number that no text had before, with these bits at its end."""
        self.texts += 1
        return self.texts * 4 + flaws

    def now(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


class Newsroom(RuleBasedStateMachine):
    world: World

    @initialize(
        owner=st.sampled_from(["reporter", "editor", "chief"]),
        section=st.sampled_from(sorted(REQUIREMENTS)),
        flaws=BITS,
    )
    def write(self, owner: str, section: str, flaws: int) -> None:
        world = self.world
        self.piece = Piece(owner, REQUIREMENTS[section])
        self.piece.writers.add(owner)
        self.piece.content = (world.next_text(flaws), "", "")
        self.article = editing.create(
            editing.blank_content(
                section=world.sections[section],
                headline="渡口",
                body=body(self.piece.content[0]),
            ),
            world.users[owner],
        )
        self.seen = self._published_row()
        self.entries = self._count()

    def _count(self) -> int:
        """How long the piece's ledger is now."""
        return LedgerEntry.objects.filter(
            subject_kind="article", subject_id=self.article.pk
        ).count()

    def _published_row(self) -> dict[str, Any] | None:
        return PublishedArticle.objects.filter(pk=self.article.pk).values().first()

    # --- Acts -----------------------------------------------------------------------------------

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        self.world.minutes += minutes

    @rule(data=st.data(), steps=st.integers(1, 4))
    def somebody_does_what_is_possible(self, data: st.DataObject, steps: int) -> None:
        """Much of the machine's time goes into walking on, so that it gets somewhere."""
        for _step in range(steps):
            self._walk_on(data)
            self.agrees_with_the_model()

    @rule(data=st.data(), steps=st.integers(3, 7))
    def the_house_goes_straight_on(self, data: st.DataObject, steps: int) -> None:
        """The long way through three reviews and proofreads, which chance alone seldom ends."""
        for _step in range(steps):
            possible = self._possible(STRAIGHT)
            step = next((step for step in STRAIGHT if possible[step]), None)
            if step is None:
                return
            self._try(step, data.draw(st.sampled_from(possible[step])), True, data)
            self.agrees_with_the_model()

    def _possible(self, steps: Iterable[str]) -> dict[str, list[str]]:
        now, people = self.world.minutes, self.world.people
        return {
            step: [name for name in NAMES if self.piece.allows(step, people[name], now)]
            for step in steps
        }

    def _walk_on(self, data: st.DataObject) -> None:
        possible = self._possible(STEPS)
        # The way to readers is long and the ways off it are many: lean forward.
        steps = [
            step for step, names in possible.items() if names for _i in range(FORWARD.get(step, 1))
        ]
        assert steps, f"a dead end: {self.piece}"
        step = data.draw(st.sampled_from(steps))
        self._try(step, data.draw(st.sampled_from(possible[step])), True, data)

    @rule(
        step=st.sampled_from(STEPS), name=st.sampled_from(NAMES), note=st.booleans(), data=st.data()
    )
    def somebody_tries_anything(
        self, step: str, name: str, note: bool, data: st.DataObject
    ) -> None:
        self._try(step, name, note, data)

    def _try(self, step: str, name: str, note: bool, data: st.DataObject) -> None:
        world, piece = self.world, self.piece
        who, user, now = world.people[name], world.users[name], world.minutes
        expected = piece.allows(step, who, now)
        needs_note = step in ("return", "correct", "withdraw", "override", "let_stand")
        later = to = None
        options: dict[str, Any] = {}
        if step == "publish" and data.draw(st.booleans(), label="schedule"):
            later = now + data.draw(st.integers(1, 120), label="minutes ahead")
            options["visible_from"] = world.start + timedelta(minutes=later)
            expected = expected and piece.publication == "none"
        if step == "let_stand":
            stopping = housestyle.report(self.article).stopping
            options["findings"] = [told.key for told in stopping]
        if step == "return":
            to = data.draw(st.sampled_from(["draft", *REVIEWS]), label="to")
            options["to"] = to
            number = piece.number() or piece.frozen[0] + 1
            if to in REVIEWS and piece.state != "approved":
                expected = expected and REVIEWS.index(to) + 1 < number
            elif to in REVIEWS:
                expected = expected and REVIEWS.index(to) + 1 <= piece.frozen[0]
        if needs_note and not note:
            expected = False
        try:
            with patch("django.utils.timezone.now", world.now):
                workflow.perform(self.article, step, user, "note" if note else "", **options)
        except WorkflowError as problem:
            refusal: WorkflowError | None = problem
        else:
            refusal = None
        if refusal is not None:
            assert not expected, f"{name} could not {step}: {refusal} in {piece}"
            world.refused += 1
            assert self._count() == self.entries, "a refusal left a trace"
            self.article.refresh_from_db()
            assert self._published_row() == self.seen, "a refusal touched what readers see"
            return
        assert expected, f"{name} could {step} in {piece}"
        piece.take(step, who, now, later, to or "draft")
        world.taken[step] += 1
        self.entries += 1
        assert self._count() == self.entries
        self._check_door(step)
        # Whoever has just acted is the one most likely to act once too often.
        self.buttons_are_what_can_be_done(name)

    @rule(name=st.sampled_from(NAMES), flaws=BITS)
    def somebody_edits(self, name: str, flaws: int) -> None:
        world = self.world
        text = world.next_text(flaws)
        wanted = content.content_of(self.article) | {"body": body(text)}
        may = self.piece.may_edit(world.people[name])
        try:
            editing.write(self.article, wanted, world.users[name])
        except WorkflowError:
            assert not may
            self.article.refresh_from_db()
        else:
            assert may
            self.piece.edit(world.people[name], text)
            self.entries += 1
        assert self._count() == self.entries
        assert self._published_row() == self.seen, "an edit touched what readers see"

    @rule(step=st.sampled_from(STEPS))
    def a_stale_page_is_refused(self, step: str) -> None:
        self.article.version += 1
        with pytest.raises((workflow.NotAllowed, Refused, editing.Stale)):
            workflow.perform(self.article, step, self.world.users["chief"], "note")
        self.article.refresh_from_db()

    # --- What always holds ----------------------------------------------------------------------

    def _check_door(self, step: str) -> None:
        row = self._published_row()
        if row == self.seen:
            return
        is_fix_pass = step == "pass" and self.article.state == State.SETTLED
        assert is_fix_pass or step in ("publish", "unschedule", "withdraw", "reinstate"), (
            f"{step} changed what readers see"
        )
        if row is not None and (step == "publish" or is_fix_pass):
            signed = self.article.revisions.get(number=row["revision_number"])
            assert row["content_hash"] == content.content_hash(signed.content)
            assert row["content_hash"] == self.article.signed_hash
            assert row["body"] == signed.content["body"] == body(self.piece.content[0])
        self.seen = row

    @invariant()
    def agrees_with_the_model(self) -> None:
        if not hasattr(self, "piece"):
            return
        piece, article = self.piece, self.article
        assert article.state == piece.state
        phase = piece.phase(self.world.minutes)
        assert self._phase() == phase
        assert article.responsible_editor.lower() == piece.content[1]
        assert article.is_fix == piece.is_fix
        assert article.correction_open == piece.correction_open
        assert article.withdrawal_unconfirmed == piece.unconfirmed
        assert article.after_review_due == piece.after_review
        self.world.states.add(piece.state)
        self.world.phases.add(phase)

    def _phase(self) -> str:
        """By the row as it was read after the last act, and by the door that readers use."""
        door = PublishedArticle.objects.visible(self.world.now())
        visible = door.filter(pk=self.article.pk).exists()
        if self.seen is None or self.seen["withdrawn_at"] is not None:
            assert not visible
            return "none" if self.seen is None else "withdrawn"
        return "live" if visible else "scheduled"

    @rule(name=st.sampled_from(NAMES))
    def buttons_are_what_can_be_done(self, name: str) -> None:
        with patch("django.utils.timezone.now", self.world.now):
            drawn = {step.name for step in workflow.available(self.article, self.world.users[name])}
        allowed = {
            step
            for step in STEPS
            if step != "correct"
            and self.piece.allows(step, self.world.people[name], self.world.minutes)
        }
        assert drawn - {"correct"} == allowed

    def _chain_is_whole(self) -> None:
        """What `ledger.verify` asks, of this piece; of all of them it is asked in the end."""
        chain = ledger.history("article", self.article.pk)
        assert [entry.seq for entry in chain] == list(range(1, self.entries + 1))
        assert [entry.previous_hash for entry in chain] == ["", *(e.hash for e in chain[:-1])]
        assert all(entry.hash == ledger.entry_hash(entry) for entry in chain)
        for revision in self.article.revisions.all():
            assert content.content_hash(revision.content) == revision.content_hash

    def teardown(self) -> None:
        if not hasattr(self, "piece"):
            return
        self._chain_is_whole()
        valid = Review.objects.filter(article=self.article, voided=False)
        keys = list(valid.values_list("round", "reviewer_id"))
        assert len(keys) == len(set(keys)), "one person made two reviews of a round"
        corrections = PublishedCorrection.objects.filter(article_id=self.article.pk).count()
        assert corrections == self.piece.corrections


@pytest.mark.django_db
def test_perform_agrees_with_the_model_of_the_table() -> None:
    world = World()

    class Machine(Newsroom):
        pass

    Machine.world = world
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=60,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"{sum(world.taken.values())} steps taken, {world.refused} refused: {dict(world.taken)}")
    assert ledger.verify() == []
    assert world.states == {str(state) for state in State}, "not every state was reached"
    assert world.phases == {"none", "scheduled", "live", "withdrawn"}
    assert set(world.taken) == set(STEPS), "not every step was taken"
