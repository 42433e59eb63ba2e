"""What is done to accounts, in the ledger: each account has a chain of its own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as __

from accounts.models import User
from accounts.roles import Rank
from accounts.signals import CHANGES
from articles.desk import ledger
from articles.models import LedgerEntry

KIND = "account"
LABELS: dict[str, str | Promise] = {
    f"account_{name}": label for name, label in CHANGES.items()
}  # fmt: skip
KIND_LABEL: str | Promise = __("account")


def record(user: User, by: User | None, what: str, note: str) -> LedgerEntry:
    """Inside the transaction that changes the account. Two people may share a name, so the note
    begins with both of theirs."""
    whose = f"{user} ({user.username})"
    return ledger.append(
        KIND, user.pk, f"account_{what}", by,
        rank=by.rank_on(None) if by else Rank.NONE, note=f"{whose}: {note}" if note else whose,
    )  # fmt: skip
