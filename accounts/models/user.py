from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLES, Rank, Role


@dataclass(frozen=True)
class Grant:
    """A duty as the rules need it: a rank for some desks (empty: all) between two moments."""

    rank: Rank
    desk_ids: frozenset[int]
    starts_at: datetime
    ends_at: datetime

    def holds(self, desk_id: int | None, at: datetime) -> bool:
        in_scope = not self.desk_ids or desk_id in self.desk_ids
        return in_scope and self.starts_at <= at < self.ends_at


class User(AbstractUser):
    """Somebody who signs in. Left colleagues are deactivated, never deleted."""

    first_name = None  # type: ignore[assignment]  # how Django takes a field away
    last_name = None  # type: ignore[assignment]  # the same
    full_name = models.CharField(
        _("full name"),
        max_length=60,
        help_text=_("Printed in the ledger and on the review sheet beside every act."),
    )
    desks = models.ManyToManyField(
        "accounts.Desk",
        verbose_name=_("desks"),
        blank=True,
        related_name="+",
        help_text=_("An editor or desk head acts on the sections of these desks only."),
    )
    # Raised by one, it ends every session of this person, wherever it is kept.
    session_epoch = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("username",)

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's, of the password, and of the epoch where it has ever been raised."""
        of_password: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # Django's own private method
        if not self.session_epoch:
            return of_password
        epoch = f"{of_password}:{self.session_epoch}"
        return salted_hmac("accounts.session", epoch, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        names = set(self.groups.values_list("name", flat=True))
        return tuple(role for name, role in ROLES.items() if name in names)

    @cached_property
    def desk_ids(self) -> frozenset[int]:
        return frozenset(self.desks.values_list("pk", flat=True))

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """Duties that have not ended, future ones included: a worker process may live long."""
        duties = self.duties.filter(ends_at__gt=timezone.now(), revoked_at=None)
        return tuple(
            Grant(
                Rank(duty.rank),
                frozenset(desk.pk for desk in duty.desks.all()),
                duty.starts_at,
                duty.ends_at,
            )
            for duty in duties.prefetch_related("desks")
        )

    def forget_standing(self) -> None:
        """Ask the database again about roles, desks and duties at the next question."""
        for name in ("roles", "desk_ids", "grants"):
            self.__dict__.pop(name, None)

    def rank_on(self, desk_id: int | None, at: datetime | None = None) -> Rank:
        """The highest rung this person stands on for a desk, by role or by duty."""
        if not self.is_active:
            return Rank.NONE
        at = at or timezone.now()
        ranks = [role.rank for role in self.roles if role.everywhere or desk_id in self.desk_ids]
        ranks += [grant.rank for grant in self.grants if grant.holds(desk_id, at)]
        return max(ranks, default=Rank.NONE)

    @property
    def is_chief(self) -> bool:
        """Chief editor by role, not by a duty."""
        return self.is_active and any(
            role.everywhere and role.rank >= Rank.CHIEF for role in self.roles
        )

    def on_duty(self, at: datetime | None = None) -> bool:
        """Whether any duty, for whatever desks, runs now."""
        at = at or timezone.now()
        return any(grant.starts_at <= at < grant.ends_at for grant in self.grants)

    def on_duty_until(self, at: datetime | None = None) -> datetime | None:
        """When the longest of the duties that run now ends."""
        at = at or timezone.now()
        ends = [grant.ends_at for grant in self.grants if grant.starts_at <= at < grant.ends_at]
        return max(ends, default=None)

    @property
    def highest_rank(self) -> Rank:
        """The highest rung on any desk: for menus, never for a decision about a piece."""
        now = timezone.now()
        ranks = [role.rank for role in self.roles]
        ranks += [grant.rank for grant in self.grants if grant.starts_at <= now < grant.ends_at]
        return max(ranks, default=Rank.NONE)

    def can(self, power: str) -> bool:
        """Whether a role grants `writes` or `proofreads`."""
        return self.is_active and any(getattr(role, power) for role in self.roles)
