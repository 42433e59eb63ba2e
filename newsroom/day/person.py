"""One person's day: write, look at what waits, act, be refused, look again."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from articles.desk import bulk, editing, rights, workflow
from articles.desk.content import content_of
from articles.desk.errors import NotAllowed, Stale, WorkflowError
from articles.models import Article, Revision, Section, State
from newsroom.day.clock import Clock
from newsroom.day.company import Staffer
from newsroom.day.notebook import Notebook, Save
from newsroom.day.plan import CLOSING, HEADLINES, LIVELY, NOTES, PEAK, STRAIGHT, Plan

# A stale save is read anew and tried again; more than this and something is wrong.
_TRIES = 8


class Person:
    def __init__(self, plan: Plan, staffer: Staffer, quota: int, peak_quota: int, clock: Clock):
        self.plan, self.clock, self.name = plan, clock, staffer.name
        self.role = staffer.role
        self.random = plan.random(staffer.name)
        self.user = User.objects.get(pk=staffer.user_id)
        self.sections = list(Section.objects.all())
        own = [each for each in self.sections if each.desk_id in self.user.desk_ids]
        self.own_sections = own or self.sections
        # The pieces still to be written; True for those that go out at the peak.
        self.to_write = [True] * peak_quota + [False] * (quota - peak_quota)
        self.random.shuffle(self.to_write)
        self.notes = Notebook()
        self.marks = 0
        # Seconds that an act of theirs takes, as of late.
        self.pace = 0.0

    def work(self) -> Notebook:
        wrote = bool(self.to_write)
        while not self.clock.too_late:
            if not self.to_write and wrote:
                wrote = False
                self.clock.stops_writing()
            if not self.to_write and self.clock.over:
                return self.notes
            try:
                acted = self._move()
            except Exception as error:
                # A day goes on; the evening shows every one of these.
                self.notes.errors.append(f"{self.name}: {type(error).__name__}: {error}")
                acted = False
            if not acted:
                time.sleep(self.random.uniform(0.2, 0.8))
        self.notes.late = 1
        return self.notes

    # --- What to do next ------------------------------------------------------------------------

    def _move(self) -> bool:
        if self.clock.peak and self.clock.before_peak() and self._set_for_the_peak():
            return True
        if self.to_write and self.random.random() < 0.4:
            self._think()
            return self._write_piece()
        if self.random.random() < 0.02:
            return self._try_anything()
        for pool, many in self._pools():
            ids = list(pool.values_list("pk", flat=True)[:200])
            if many and len(ids) > 4 and self.random.random() < 0.15:
                return self._many(ids)
            if ids:
                return self._act_on(self.random.choice(ids))
        return False

    def _pools(self) -> "Iterator[tuple[QuerySet[Article], bool]]":
        """The lists that this person would open, in the order in which they would today; and
        whether a few of one are passed at once."""
        user = self.user
        viewable = rights.viewable(user).order_by()
        unsettled = viewable.exclude(state__in=[State.SETTLED, State.SPIKED])
        chance = self.random.random()
        if chance < 0.1:
            yield unsettled, False
        elif chance < 0.2 and self.clock.lively:
            yield viewable.filter(state__in=[State.SETTLED, State.SPIKED]), False
        elif chance < 0.4 and user.highest_rank:
            due = Q(after_review_due=True) | Q(withdrawal_unconfirmed=True)
            yield viewable.filter(due), False
        if user.highest_rank:
            ready = unsettled.filter(state=State.APPROVED).exclude(kicker=PEAK, base_revision=0)
            if self.random.random() < 0.5:
                yield ready, False
            yield rights.waiting_for(user).order_by(), True
            yield ready, False
        elif user.can("proofreads"):
            yield rights.waiting_for(user).order_by(), False
        if user.can("writes"):
            yield Article.objects.filter(owner=user, state=State.DRAFT).order_by(), False

    def _act_on(self, article_id: int) -> bool:
        article = Article.objects.select_related("section").get(pk=article_id)
        weights = LIVELY if self.clock.lively else CLOSING
        names = [step.name for step in workflow.available(article, self.user)]
        if rights.may_edit(self.user, article):
            names.append("save")
        names.append("idle")
        if article.kicker == PEAK and article.base_revision == 0:
            names = [name for name in names if name in STRAIGHT]
        names = [name for name in names if weights.get(name)]
        chosen = self.random.choices(names, [weights[name] for name in names])[0]
        if chosen == "idle":
            return False
        self._think()
        if chosen == "save":
            return self._save(article)
        return self._step(article, chosen)

    def _think(self) -> None:
        """Between looking and acting time goes by, and others act."""
        longest = max(self.plan.thinking, self.pace * self.plan.patience)
        self.clock.acted()
        time.sleep(self.random.uniform(longest / 6, longest))
        self.clock.acted()

    # --- Writing --------------------------------------------------------------------------------

    def _mark(self) -> str:
        self.marks += 1
        return f"记号{self.name}第{self.marks}次。"

    def _write_piece(self) -> bool:
        for_peak = self.to_write.pop()
        section = self.random.choice(self.sections[:1] if for_peak else self.own_sections)
        mark = self._mark()
        content = editing.blank_content(
            section=section,
            kicker=PEAK if for_peak else "",
            headline=f"{self.random.choice(HEADLINES)}（{self.name}之{len(self.to_write)}）",
            body=f"<p>{mark}</p>",
            credits=[{"name": self.name, "role": "reporter", "author": None}],
        )

        article = self._timed("create", partial(editing.create, content, self.user))
        if article is not None:
            self._write_down(article, editing.newest_revision(article), mark)
        return article is not None

    def _save(self, article: Article) -> bool:
        """Add a paragraph to what was read; on a stale version read anew and add it there."""
        mark = self._mark()
        for _try in range(_TRIES):
            content = content_of(article)
            content["body"] += f"<p>{mark}</p>"
            self._think()

            revision = self._timed("save", partial(editing.write, article, content, self.user))
            if revision is not None:
                self._write_down(article, revision, mark)
                return True
            article = Article.objects.select_related("section").get(pk=article.pk)
            if not rights.may_edit(self.user, article):
                return False
        self.notes.errors.append(f"{self.name}: {_TRIES} stale saves one after the other")
        return False

    def _write_down(self, article: Article, revision: Revision, mark: str) -> None:
        self.notes.saves.append(Save(article.pk, revision.number, revision.content_hash, mark))

    # --- Steps ----------------------------------------------------------------------------------

    def _step(self, article: Article, name: str, **options: Any) -> bool:
        note = self.random.choice(NOTES)
        if name == "publish" and not options and article.base_revision == 0:
            options = self._maybe_later()

        act = partial(workflow.perform, article, name, self.user, note, **options)
        return self._timed(name, act) is not None

    def _maybe_later(self) -> dict[str, Any]:
        if not self.clock.lively or self.random.random() < 0.7:
            return {}
        ahead = timedelta(seconds=self.random.randint(3, 12))
        return {"visible_from": timezone.now().replace(microsecond=0) + ahead}

    def _set_for_the_peak(self) -> bool:
        if not self.user.highest_rank:
            return False
        ready = rights.viewable(self.user).filter(state=State.APPROVED, kicker=PEAK).order_by()
        ids = list(ready.values_list("pk", flat=True))
        if not ids:
            return False
        article = Article.objects.select_related("section").get(pk=self.random.choice(ids))
        return self._step(article, "publish", visible_from=self.clock.peak)

    def _many(self, ids: list[int]) -> bool:
        """Tick a few in the list and pass them at once."""
        if not rights.may_act_on_many(self.user):
            return False
        few = self.random.sample(ids, 4)
        rows = Article.objects.filter(pk__in=few).values_list("pk", "version")
        outcomes = bulk.perform_each([bulk.Chosen(*row) for row in rows], "pass", self.user)
        for outcome in outcomes:
            self.notes.acts["pass many", outcome.answer.value] += 1
        done = any(outcome.answer is bulk.Answer.DONE for outcome in outcomes)
        if done:
            self.clock.acted()
        return done

    def _try_anything(self) -> bool:
        """A step that nobody offered: the rules answer, whatever was pressed."""
        ids = list(Article.objects.exclude(kicker=PEAK).order_by().values_list("pk", flat=True))
        if not ids or not self.clock.lively:
            return False
        article = Article.objects.select_related("section").get(pk=self.random.choice(ids))
        names = sorted(set(workflow.TABLE) - {"spike", "discard", "override", "withdraw"})
        return self._step(article, self.random.choice(names))

    def _timed(self, act: str, what: Callable[[], Any]) -> Any:
        """The act's result, or None when the desk refused it; either way it is written down."""
        began = time.monotonic()
        result, answer = None, "done"
        try:
            result = what()
            self.clock.acted()
        except Stale:
            answer = "stale"
        except NotAllowed:
            answer = "not allowed"
        except WorkflowError:
            answer = "refused"
        except DatabaseError as error:
            answer = "error"
            self.notes.errors.append(f"{self.name}: {act}: {type(error).__name__}: {error}")
        self.notes.acts[act, answer] += 1
        took = time.monotonic() - began
        self.pace = 0.7 * self.pace + 0.3 * took
        self.notes.longest = max(self.notes.longest, took)
        return result
