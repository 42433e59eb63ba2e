"""A reviewer's three questions: what did the last round get wrong, what changed since, is it all
mended?"""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.admin.article_compare import FieldChange, brief, changes
from articles.admin.article_timeline import Moment
from articles.desk.content import Content
from articles.desk.threads import Thread
from articles.models import Article

_ENDS = ("publish", "discard", "import")


@dataclass(frozen=True)
class LastRound:
    """`asked` are the points of the return and the comments that were open then; `changes` is the
    difference between what was returned and what stands now."""

    returned: Moment
    asked: list[Thread]
    changes: list[FieldChange]

    @property
    def since(self) -> int:
        """The revision that was returned."""
        assert self.returned.entry.revision is not None
        return self.returned.entry.revision

    @property
    def open(self) -> int:
        return sum(thread.is_open for thread in self.asked)

    @property
    def settled(self) -> int:
        return len(self.asked) - self.open

    @property
    def brief(self) -> list[FieldChange]:
        return brief(self.changes, around=30)

    @property
    def untouched(self) -> bool:
        """It came back as it had gone."""
        return not self.changes


def last_round(
    article: Article, moments: Sequence[Moment], threads: Sequence[Thread], now: Content
) -> LastRound | None:
    """The last return since the piece was last put out; None when there was none."""
    returned = None
    for moment in moments:
        if moment.entry.action == "return":
            returned = moment
        elif moment.entry.action in _ENDS or (moment.moved and moment.entry.to_state == "settled"):
            returned = None
    if returned is None:
        return None
    then: Content = article.revisions.get(number=returned.entry.revision or 0).content
    asked = [thread for thread in threads if thread.was_open_at(returned.entry.at)]
    return LastRound(returned, asked, changes(then, now))
