"""Who changed what between two steps of a piece, for the review screen and the review sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.admin.article_compare import FieldChange, brief, changes
from articles.admin.article_timeline import Moment
from articles.desk.content import Content
from articles.models import Article

_WRITING = ("create", "edit", "import")


@dataclass(frozen=True)
class Trace:
    """What one person's hand changed between two steps; `before` is the revision it changed."""

    moment: Moment
    before: int
    changes: list[FieldChange]


def traces(article: Article, moments: Sequence[Moment]) -> list[Trace]:
    """Every change of the text after its owner had first written it."""
    writing = 0
    while writing < len(moments) and _is_first_writing(article, moments[writing]):
        writing += 1
    numbers = {moment.entry.revision for moment in moments if moment.entry.revision}
    contents: dict[int, Content] = dict(
        article.revisions.filter(number__in=numbers).values_list("number", "content")
    )
    found: list[Trace] = []
    before = moments[writing - 1].entry.revision if writing else None
    for moment in moments[writing:]:
        after = moment.entry.revision
        if after is None or after == before:
            continue
        if before is not None:
            changed = brief(changes(contents[before], contents[after]))
            found.append(Trace(moment, before, changed))
        before = after
    return found


def of_round(article: Article, moments: Sequence[Moment]) -> list[Trace]:
    """What reviewers changed since the piece was last submitted."""
    submits = [at for at, moment in enumerate(moments) if moment.entry.action == "submit"]
    return traces(article, moments[submits[-1] :]) if submits else []


def _is_first_writing(article: Article, moment: Moment) -> bool:
    return moment.entry.action in _WRITING and moment.entry.actor_id == article.owner_id
