"""What a save of an account has changed, announced; and what follows from it."""

from dataclasses import dataclass

from accounts import invitations, sessions
from accounts.models import User
from accounts.roles import ROLES
from accounts.signals import account_changed


@dataclass(frozen=True)
class Standing:
    """An account as the ledger should know it, at one moment."""

    name: str
    email: str
    active: bool
    operator: bool
    roles: frozenset[str]
    desks: frozenset[str]

    @classmethod
    def of(cls, user: User) -> "Standing":
        return cls(
            f"{user.full_name} ({user.username})",
            user.email,
            user.is_active,
            user.is_superuser,
            frozenset(user.groups.values_list("name", flat=True)),
            frozenset(user.desks.values_list("name", flat=True)),
        )

    @property
    def role_words(self) -> str:
        return _list([str(role.label) for name, role in ROLES.items() if name in self.roles])

    @property
    def desk_words(self) -> str:
        return _list(sorted(self.desks))


def _list(words: list[str]) -> str:
    return "、".join(words) or "—"


def announce_new(user: User, by: User | None) -> None:
    now = Standing.of(user)
    note = f"{now.name}: {now.role_words}; {now.desk_words}"
    account_changed.send(User, user=user, by=by, what="created", note=note)


def announce(user: User, by: User | None, before: Standing) -> None:
    """Call it in the transaction of the change. Whoever leaves is signed out everywhere."""
    now = Standing.of(user)

    def tell(what: str, was: str, becomes: str) -> None:
        note = f"{was} → {becomes}"
        account_changed.send(User, user=user, by=by, what=what, note=note)

    if now.name != before.name:
        tell("renamed", before.name, now.name)
    if now.email != before.email:
        tell("email_changed", before.email or "—", now.email or "—")
    if now.roles != before.roles:
        tell("roles_changed", before.role_words, now.role_words)
    if now.desks != before.desks:
        tell("desks_changed", before.desk_words, now.desk_words)
    if now.operator != before.operator:
        tell("operator_changed", *("✓" if each.operator else "—" for each in (before, now)))
    if now.active != before.active:
        what = "reactivated" if now.active else "deactivated"
        account_changed.send(User, user=user, by=by, what=what, note=now.role_words)
    if before.active and not now.active:
        invitations.revoke(user, by)
        sessions.end_all(user)
