"""The comments of a piece as threads, each with its passage found in the text as it is now."""

from dataclasses import dataclass, field
from datetime import datetime

from articles.desk.comments import texts_of
from articles.desk.content import Content
from articles.models import Article, Comment
from articles.text.anchors import Fate, Passage, Place, locate
from articles.text.difference import Piece, of_text, shortened

_TURNS = (Comment.Kind.RESOLVED, Comment.Kind.REOPENED)


@dataclass(frozen=True)
class Thread:
    """`place` is None for a comment on the whole piece."""

    first: Comment
    rows: list[Comment] = field(default_factory=list)
    place: Place | None = None

    @property
    def is_open(self) -> bool:
        return not self.first.resolved

    @property
    def is_point(self) -> bool:
        return self.first.kind == Comment.Kind.POINT

    @property
    def stands(self) -> bool:
        return self.place is not None and self.place.fate is Fate.STANDS

    @property
    def changed(self) -> bool:
        return self.place is not None and self.place.fate is Fate.CHANGED

    @property
    def gone(self) -> bool:
        return self.place is not None and self.place.fate is Fate.GONE

    @property
    def pieces(self) -> list[Piece]:
        """What became of a passage that changed, character by character."""
        if self.place is None:
            return []
        return shortened(of_text(self.first.quote, self.place.text), 20)

    @property
    def turned(self) -> Comment | None:
        """Who last marked it as done or opened it again."""
        return next((row for row in reversed(self.rows) if row.kind in _TURNS), None)

    def was_open_at(self, moment: datetime) -> bool:
        if self.first.at > moment:
            return False
        turns = [row for row in self.rows if row.kind in _TURNS and row.at <= moment]
        return not turns or turns[-1].kind == Comment.Kind.REOPENED


def threads(article: Article, now: Content) -> list[Thread]:
    """Every thread of the piece in the order of the text, those on the whole piece first.

    `now` is the content in which passages are looked for. Two queries, however many there are.
    """
    rows: dict[int, list[Comment]] = {}
    firsts: list[Comment] = []
    for comment in Comment.objects.filter(article=article).order_by("pk"):
        if comment.parent_id is None:
            firsts.append(comment)
        else:
            rows.setdefault(comment.parent_id, []).append(comment)
    numbers = {first.revision for first in firsts if first.field}
    contents: dict[int, Content] = (
        dict(article.revisions.filter(number__in=numbers).values_list("number", "content"))
        if numbers
        else {}
    )
    found = [
        Thread(first, rows.get(first.pk, []), _place(first, contents, now)) for first in firsts
    ]
    return sorted(found, key=_in_order)


def _place(first: Comment, contents: dict[int, Content], now: Content) -> Place | None:
    if not first.field:
        return None
    mark = Passage(first.block, first.start, first.quote, first.prefix, first.suffix)
    then = contents[first.revision]
    if then[first.field] == now[first.field]:
        return Place(Fate.STANDS, mark.block, mark.start, mark.quote)
    return locate(mark, texts_of(then, first.field), texts_of(now, first.field))


def _in_order(thread: Thread) -> tuple[int, int, int, int]:
    if thread.place is None:
        return (0, 0, 0, thread.first.pk)
    if thread.first.field != "body":
        return (1, 0, 0, thread.first.pk)
    at = thread.first if thread.gone else thread.place
    return (2, at.block, at.start, thread.first.pk)
