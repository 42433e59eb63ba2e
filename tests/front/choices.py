"""Short ways to choose for the front page and to look at it."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from articles.desk import frontpage
from articles.desk.frontpage import Place
from articles.models import Pin, PublishedArticle
from articles.public.front import Front, front
from articles.rendering import load_site


def place(key: str) -> Place:
    found = frontpage.place_called(key)
    assert found is not None, key
    return found


def choose(user: User, piece: PublishedArticle, key: str = "lead", **hours: Any) -> bool:
    """A press by somebody who has just looked."""
    user.forget_standing()
    there = place(key)
    return frontpage.pin(user, there, piece.pk, seen=frontpage.seen_now(there), **hours)


def take_off(user: User, piece: PublishedArticle, key: str = "lead") -> None:
    there = place(key)
    pin = Pin.objects.get(slot=there.slot, section=there.section, article=piece)
    frontpage.take_off(user, pin, seen=frontpage.seen_now(there))


def home(at: datetime | None = None) -> Front:
    return front(load_site(), at or timezone.now())
