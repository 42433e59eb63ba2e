"""Short ways to plan something in tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from articles.desk import assignments
from articles.models import Assignment
from tests.cast import Cast


def fields(cast: Cast, **given: Any) -> dict[str, Any]:
    return {
        "title": "夜班公交通到厂门口", "brief": "", "section": cast.section, "reporter": None,
        "photographer": None, "due_at": None, "words": None,
    } | given  # fmt: skip


def proposed(cast: Cast, user: User | None = None, **given: Any) -> Assignment:
    return assignments.create(user or cast.reporter, fields(cast, **given))


def assigned(cast: Cast, **given: Any) -> Assignment:
    by = given.pop("by", cast.editor)
    return assignments.create(by, fields(cast, **({"reporter": cast.reporter} | given)), give=True)


def act(topic: Assignment, name: str, user: User, note: str = "") -> Assignment:
    """`perform` on the newest version, whatever version the test holds."""
    topic.refresh_from_db()
    user.forget_standing()
    return assignments.perform(topic, name, user, note)


def hours(number: float) -> Any:
    return timezone.now() + timedelta(hours=number)
