"""Who is told of what. Rows are written in the transaction of the act itself: what is rolled
back was never told, and what is committed will be told, however long the mail server sleeps.

Nobody is told of what they did themselves, and everybody once of one act. A notice that a piece
waits is over when the piece moves on: it counts as read, and messages that still wait are
dropped. Messages leave by `articles.outbox`; no sentence of a piece is kept here.
"""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import ADMINISTRATOR, SYSTEM_ADMINISTRATOR, Rank
from articles.desk import rights
from articles.desk.notice_rows import AccountAct, Act, HouseAct, People, PlanAct, settle, tell
from articles.desk.notice_words import OF_AN_ACCOUNT
from articles.models import (
    REVIEWS,
    Article,
    Assignment,
    Credit,
    Kind,
    LedgerEntry,
    Notice,
    Proofread,
    PublishedArticle,
    State,
)

# --- Who ----------------------------------------------------------------------------------------


def _ids(users: "Iterable[User]") -> list[int]:
    return [user.pk for user in users]


def _staff(article: Article) -> set[int]:
    """The owner, and whoever is credited and signs in here."""
    credited = Credit.objects.filter(article=article, author__user__isnull=False)
    return {article.owner_id, *credited.values_list("author__user", flat=True)}


def _editors(subject: Article | Assignment) -> list[int]:
    return _ids(rights.holders(Rank.EDITOR, subject.section.desk_id).only("pk"))


def _chiefs(article: Article) -> list[int]:
    return _ids(rights.holders(Rank.CHIEF, article.section.desk_id).only("pk"))


def _last_actor(article: Article, action: str) -> set[int]:
    """Who took this step last."""
    last = (
        LedgerEntry.objects.filter(subject_kind="article", subject_id=article.pk, action=action)
        .order_by("-seq")
        .first()
    )
    return {last.actor_id} if last and last.actor_id else set()


def _readers_of_proofs(article: Article) -> list[int]:
    """Proofreaders, as long as proofreads are missing and for whoever has not been told yet."""
    done = Proofread.objects.filter(article=article, round=article.round)
    if done.values("proofreader").distinct().count() >= article.proofreads_required:
        return []
    told = Notice.objects.filter(
        article=article, kind=Kind.WAITING, read_at=None, recipient__isnull=False
    )
    free = rights.proofreaders(article).exclude(pk__in=told.values("recipient"))
    return _ids(free.exclude(pk__in=done.values("proofreader")).only("pk"))


def _waits(act: Act) -> Iterator[tuple[Kind, People]]:
    if act.article.state in REVIEWS:
        passers = _ids(rights.passers(act.article).only("pk"))
        yield Kind.WAITING, [*passers, *_readers_of_proofs(act.article)]


def _published(act: Act) -> Iterator[tuple[Kind, People]]:
    """Of a publication that was set for a time people hear when the time has come."""
    if PublishedArticle.objects.visible().filter(pk=act.article.pk).exists():
        yield Kind.PUBLISHED, _staff(act.article)


def _passed(act: Act) -> Iterator[tuple[Kind, People]]:
    yield from _published(act) if act.article.state == State.SETTLED else _waits(act)


def _returned(act: Act) -> Iterator[tuple[Kind, People]]:
    submitter = {act.article.submitted_by_id} if act.article.submitted_by_id else set()
    yield Kind.RETURNED, _staff(act.article) | submitter
    yield from _waits(act)


def _put_aside(act: Act) -> Iterator[tuple[Kind, People]]:
    yield Kind.RETURNED, _staff(act.article)


def _withdrawn(act: Act) -> Iterator[tuple[Kind, People]]:
    if act.article.withdrawal_unconfirmed:
        yield Kind.CONFIRM, _chiefs(act.article)
    yield Kind.WITHDRAWN, [*_staff(act.article), *_editors(act.article)]


def _confirmed(act: Act) -> Iterator[tuple[Kind, People]]:
    yield Kind.WITHDRAWN, _last_actor(act.article, "withdraw")


def _reinstated(act: Act) -> Iterator[tuple[Kind, People]]:
    people = {*_staff(act.article), *_last_actor(act.article, "withdraw")}
    yield Kind.WITHDRAWN, [*people, *_editors(act.article)]


def _overridden(act: Act) -> Iterator[tuple[Kind, People]]:
    yield Kind.OVERRIDDEN, [*_chiefs(act.article), *_staff(act.article)]


def _reviewed_after(act: Act) -> Iterator[tuple[Kind, People]]:
    yield Kind.OVERRIDDEN, _last_actor(act.article, "override")


_TELLS: dict[str, Callable[[Act], Iterator[tuple[Kind, People]]]] = {
    "submit": _waits,
    "pass": _passed,
    "return": _returned,
    "publish": _published,
    "withdraw": _withdrawn,
    "confirm": _confirmed,
    "reinstate": _reinstated,
    "spike": _put_aside,
    "unspike": _put_aside,
    "discard": _put_aside,
    "override": _overridden,
    "after_review": _reviewed_after,
}


# --- What happened ------------------------------------------------------------------------------


def acted(article: Article, entry: LedgerEntry, user: User) -> None:
    """A step of the workflow was taken; call it inside the step's transaction."""
    if entry.from_state != entry.to_state:
        _no_longer_waits(article)
    _seen_by(user, article)
    act = Act(article, entry.action, user, entry)
    if entry.action in _TELLS:
        tell(act, _TELLS[entry.action](act))


def commented(
    article: Article, user: User, comment_id: int, people: Iterable[int | None] = ()
) -> None:
    """Somebody commented on the piece; `people` are those who take part in that talk."""
    act = Act(article, "comment", user, comment_id=comment_id)
    also = {pk for pk in people if pk}
    tell(act, [(Kind.COMMENTED, _staff(article) | also)])


def planned(act: PlanAct, people: People) -> None:
    """An act of the plan was taken; `people` are those whose work it is. Of a proposal the
    desk's editors hear, until somebody has decided about it."""
    unread = Notice.objects.filter(assignment=act.assignment, read_at=None)
    if act.name in ("accept", "drop"):
        settle(unread.filter(act="propose"))
    settle(unread.filter(recipient=act.user))
    if act.name == "propose":
        people = _editors(act.assignment)
    tell(act, [(Kind.ASSIGNED, people)])


def appeared(article: Article, published_by: User | None) -> None:
    """A scheduled piece has reached its readers."""
    by = {published_by.pk} if published_by else set()
    tell(Act(article, "appear", None), [(Kind.PUBLISHED, _staff(article) | by)])


def in_trouble(article: Article, published_by: User | None, act: str) -> None:
    """Something that was to follow a publication fails; `act` names it for the wording."""
    people: People = [published_by.pk] if published_by and published_by.is_active else []
    tell(Act(article, act, None), [(Kind.TROUBLE, people or _chiefs(article))])


def undelivered(article: Article | None) -> None:
    """A message was given up: administrators hear of it, in the bell and once while unread."""
    rows = [
        Notice(recipient_id=pk, kind=Kind.UNDELIVERED, act="undelivered", article=article)
        for pk in _administrators(but=Notice.objects.filter(kind=Kind.UNDELIVERED))
    ]
    Notice.objects.bulk_create(rows)


def about_the_house(act: str) -> None:
    """Administrators hear how the house runs, each of one act once while it is unread."""
    told = Notice.objects.filter(kind=Kind.OPERATIONS, act=act)
    if people := _administrators(but=told):
        tell(HouseAct(act), [(Kind.OPERATIONS, people)])


def about_an_account(user: User, by: User | None, entry: LedgerEntry) -> None:
    """Whoever the account belongs to hears of it, whoever did it: a way in that somebody else has
    made for themselves is not to stay unseen. Their first link finds nobody who could read."""
    first = entry.action == "account_invited" and user.last_login is None
    if entry.action in OF_AN_ACCOUNT and not first:
        others = by if by and by.pk != user.pk else None
        tell(AccountAct(entry.action, others, entry), [(Kind.ACCOUNT, [user.pk])])


def _administrators(but: "QuerySet[Notice]") -> set[int]:
    """Without those who have an unread one of these notices."""
    people = User.objects.filter(is_active=True).filter(
        Q(is_superuser=True) | Q(groups__name__in=(ADMINISTRATOR.name, SYSTEM_ADMINISTRATOR.name))
    )
    told = but.filter(read_at=None, recipient__isnull=False)
    return set(_ids(people.exclude(pk__in=told.values("recipient"))))


def _no_longer_waits(article: Article) -> None:
    settle(Notice.objects.filter(article=article, kind=Kind.WAITING, read_at=None))


def _seen_by(user: User, article: Article) -> None:
    """Whoever acts on a piece has seen how it stands."""
    Notice.objects.filter(article=article, recipient=user, read_at=None).update(
        read_at=timezone.now()
    )
