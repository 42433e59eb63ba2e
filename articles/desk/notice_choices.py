"""How each person wants to be told of what: their own choice, else a quiet default."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import transaction

from accounts.models import User
from articles.models import Kind, NoticeChoice, Rhythm

# The bell always shows what somebody has to answer for.
ALWAYS_IN_BELL = frozenset(
    {
        Kind.CONFIRM,
        Kind.OVERRIDDEN,
        Kind.TROUBLE,
        Kind.UNDELIVERED,
        Kind.OPERATIONS,
        Kind.ACCOUNT,
    }
)
# What can be chosen; of messages that do not arrive one hears in the bell alone, of how the house
# runs administrators hear whatever they choose, and of one's own account everybody does.
CHOOSABLE = tuple(
    kind for kind in Kind if kind not in (Kind.UNDELIVERED, Kind.OPERATIONS, Kind.ACCOUNT)
)
FOR_GROUPS = (*CHOOSABLE, Kind.OPERATIONS)
_BY_EMAIL = {
    Kind.RETURNED: Rhythm.AT_ONCE,
    Kind.WAITING: Rhythm.QUARTER,
    Kind.COMMENTED: Rhythm.QUARTER,
    Kind.ASSIGNED: Rhythm.AT_ONCE,
    Kind.WITHDRAWN: Rhythm.AT_ONCE,
    Kind.CONFIRM: Rhythm.AT_ONCE,
    Kind.OVERRIDDEN: Rhythm.TWICE_A_DAY,
    Kind.TROUBLE: Rhythm.AT_ONCE,
    Kind.OPERATIONS: Rhythm.AT_ONCE,
    Kind.ACCOUNT: Rhythm.AT_ONCE,
}


def sends_email() -> bool:
    """Whether this installation has a mail server; without one nothing is put in the outbox."""
    return bool(settings.SENDS_EMAIL)


def default(kind: Kind, user_id: int) -> NoticeChoice:
    email = _BY_EMAIL.get(kind, Rhythm.OFF)
    return NoticeChoice(user_id=user_id, kind=kind, bell=True, email=email)


def choices_of(user_ids: Iterable[int]) -> dict[tuple[int, str], NoticeChoice]:
    """The choice of every one of these people for every kind."""
    ids = list(user_ids)
    choices = {(pk, str(kind)): default(kind, pk) for pk in ids for kind in Kind}
    stored = NoticeChoice.objects.filter(user__in=ids)
    return choices | {(choice.user_id, choice.kind): choice for choice in stored}


@transaction.atomic
def choose(user: User, choices: Mapping[Kind, tuple[bool, Rhythm]]) -> None:
    """Write down what somebody wants: for each kind, the bell and the rhythm of e-mail."""
    for kind, (bell, email) in choices.items():
        NoticeChoice.objects.update_or_create(
            user=user,
            kind=kind,
            defaults={"bell": bell or kind in ALWAYS_IN_BELL, "email": email},
        )
