"""System checks of signing in: what must hold before people work with it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError

from accounts.models import User
from accounts.roles import ADMINISTRATOR, APART


@register(Tags.security)
def check_second_factor(**_options: Any) -> list[CheckMessage]:
    if not settings.PRODUCTION or settings.SECOND_FACTOR != "nobody":
        return []
    return [
        Warning(
            "Nobody's sign-in needs a second factor: a guessed password opens the newsroom.",
            hint="Set NEWSROOM_SECOND_FACTOR=editors (the default in production) or everybody.",
            id="accounts.W001",
        )
    ]


@register(Tags.database)
def check_administrators(
    databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    """Run by `migrate` and `check --database default`: where the powers are apart, they are. Only
    warnings: nobody's role keeps an upgrade from being made."""
    if not databases or not settings.ADMINISTRATORS_APART:
        return []
    try:
        return [*_together()]
    except DatabaseError:
        # Before the first migration there is nobody.
        return []


def _together() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    active = User.objects.filter(is_active=True)
    undivided = active.filter(groups__name=ADMINISTRATOR.name)
    if names := ", ".join(user.username for user in undivided):
        found.append(
            Warning(
                f"The administrator's powers are apart, but these have all of them: {names}.",
                hint="Take that role from them; give three people one of the three each.",
                id="accounts.W002",
            )
        )
    operators = active.filter(is_superuser=True)
    if names := ", ".join(user.username for user in operators):
        found.append(
            Warning(
                f"The administrator's powers are apart, but operators may do everything: {names}.",
                hint="When the three roles are given, untick “Operator” of these accounts.",
                id="accounts.W005",
            )
        )
    by_role = {
        role.name: set(active.filter(groups__name=role.name).values_list("username", flat=True))
        for role in APART
    }
    for name, people in by_role.items():
        if not people and Group.objects.filter(name=name).exists() and active.exists():
            found.append(
                Warning(
                    f"Nobody is {name}, though the administrator's powers are apart.",
                    hint="Give the role to somebody, or unset NEWSROOM_ADMINISTRATORS_APART.",
                    id="accounts.W003",
                )
            )
    twice = {
        person
        for name, people in by_role.items()
        for other, others in by_role.items()
        if name < other
        for person in people & others
    }
    if twice:
        found.append(
            Warning(
                f"These have two of the three administrators' roles: {', '.join(sorted(twice))}.",
                hint="Leave each of them one.",
                id="accounts.W004",
            )
        )
    return found
