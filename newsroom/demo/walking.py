"""Each demo piece walks to its state by the same steps that people take."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from articles.desk import editing, publishing, workflow
from articles.desk.content import Content
from articles.models import Article
from newsroom.demo.content import DemoPiece

SCHEDULED_AHEAD = timedelta(minutes=5)
# How many errors one reading after another finds.
FOUND = (2, 1, 0)


class NobodyCan(Exception):
    """No account of the demo may take this step: its content or the table is wrong."""


def walk(
    piece: DemoPiece,
    content: Content,
    changed: Content,
    people: dict[str, User],
    operator: User,
) -> Article:
    """Bring a piece to `piece.state`; `changed` is its content after a later alteration."""
    owner = people[piece.owner]
    if piece.state in ("live", "corrected", "revising", "withdrawn"):
        assert piece.published_at is not None
        published = publishing.import_published(
            content, visible_from=piece.published_at, operator=operator, owner=owner
        )
        article = Article.objects.get(pk=published.pk)
        _afterwards(piece, article, changed, people)
        return article
    article = editing.create_for(content, owner)
    if piece.state == "spiked":
        _take(article, "spike", people, piece.note)
    elif piece.state != "draft" or piece.note:
        _take(article, "submit", people)
        if piece.note:
            _take(article, "return", people, piece.note)
        if piece.note and piece.state != "draft":
            _take(article, "submit", people)
    while piece.state != article.state and article.review_number:
        _proofread(article, people)
        _take(article, "pass", people)
        if piece.state == "scheduled" and article.state == "approved":
            break
    if piece.state == "scheduled":
        _take(article, "publish", people, visible_from=timezone.now() + SCHEDULED_AHEAD)
    return article


def _proofread(article: Article, people: dict[str, User]) -> None:
    """As often as the section asks; each reading finds fewer errors than the one before."""
    for number in range(article.proofreads_required):
        if "proofread" not in {step for step, _user in _open_steps(article, people)}:
            return
        _take(article, "proofread", people, errors=FOUND[min(number, len(FOUND) - 1)])


def _afterwards(
    piece: DemoPiece, article: Article, changed: Content, people: dict[str, User]
) -> None:
    if piece.state == "withdrawn":
        _take(article, "withdraw", people, piece.withdrawal_reason)
    elif piece.state == "revising":
        _take(article, "revise", people)
        editing.write(article, changed, article.owner)
    elif piece.state == "corrected":
        _take(article, "correct", people, piece.correction)
        noted = changed | {"correction_note": piece.correction}
        editing.write(article, noted, article.owner)
        for step in ("submit", "pass", "publish"):
            _take(article, step, people)


def _open_steps(article: Article, people: dict[str, User]) -> list[tuple[str, User]]:
    """Lower ranks come first: the demo does not let the chief do everything."""
    ranked = sorted(people.values(), key=lambda user: (user.highest_rank, user.pk))
    return [(step.name, user) for user in ranked for step in workflow.available(article, user)]


def _take(
    article: Article, name: str, people: dict[str, User], note: str = "", **options: object
) -> None:
    for step, user in _open_steps(article, people):
        if step == name:
            workflow.perform(article, name, user, note, **options)
            return
    raise NobodyCan(f"{article}: nobody can {name} in {article.state}")
