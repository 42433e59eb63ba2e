"""System checks of the newsroom: what must hold before the paper goes out."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from articles.models import triggers


@register(Tags.database)
def check_triggers(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Run by `migrate` and `check --database default`: the ledger is write-once in the engine."""
    return [
        Error(
            f"The trigger {name} is missing: the database would let records be rewritten.",
            hint="Run `python manage.py migrate`; it installs the triggers again.",
            id="articles.E002",
        )
        for alias in databases or ()
        for name in triggers.missing(connections[alias])
    ]
