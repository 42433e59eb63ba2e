"""Somebody else was faster: what happened since this person opened the piece, in words and as a
difference, beside what they typed."""

from dataclasses import dataclass
from functools import cached_property

from articles.admin.article_compare import FieldChange, brief, changes
from articles.admin.article_timeline import Moment
from articles.desk import ledger
from articles.desk.content import Content
from articles.models import Article, LedgerEntry


@dataclass
class Conflict:
    """`version` is what the person had opened. A piece's ledger counts with its version, so the
    entries after that number are what they have not seen."""

    article: Article
    version: int

    @cached_property
    def entries(self) -> list[LedgerEntry]:
        return ledger.history("article", self.article.pk)

    @property
    def unseen(self) -> list[Moment]:
        return [Moment(entry) for entry in self._since]

    def is_by(self, user_id: int) -> bool:
        """Whether nobody else acted: the person has the piece open in two windows."""
        return all(entry.actor_id == user_id for entry in self._since)

    @property
    def _since(self) -> list[LedgerEntry]:
        return [entry for entry in self.entries if entry.seq > self.version]

    @cached_property
    def theirs(self) -> Content:
        return self._content(len(self.entries))

    @cached_property
    def opened(self) -> Content:
        return self._content(self.version)

    def _content(self, version: int) -> Content:
        numbers = [entry.revision for entry in self.entries if entry.seq <= version]
        number = next((each for each in reversed(numbers) if each is not None), 1)
        content: Content = self.article.revisions.get(number=number).content
        return content

    @property
    def changes(self) -> list[FieldChange]:
        return brief(changes(self.opened, self.theirs), around=30)

    def first_unseen_is(self, user_id: int, *actions: str) -> bool:
        """Whether the button was simply pressed twice: the act right after the version that the
        page showed is the one asked for, by the same person."""
        entry = next((each for each in self.entries if each.seq == self.version + 1), None)
        return entry is not None and entry.actor_id == user_id and entry.action in actions
