"""Short ways to make links in tests."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.desk import previews
from articles.desk.previews import Made
from articles.models import Article


def make_link(article: Article, user: User, **fields: Any) -> Made:
    given = {"key": previews.new_key(), "for_whom": "林女士", "hours": 24, "revision_number": None}
    return previews.make(article, user, **(given | fields))


def address(made: Made) -> str:
    return reverse("preview", args=[made.token])


def later(**span: float) -> Any:
    """The world, some time from now."""
    moment: datetime = timezone.now() + timedelta(**span)
    return patch("django.utils.timezone.now", lambda: moment)
