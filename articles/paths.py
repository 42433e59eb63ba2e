"""Paths of the readers' site, looked up once: a page links to dozens of places."""

from datetime import date
from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def path_to(name: str, *args: object) -> str:
    """As `reverse`, for names that do not depend on who asks. Raises NoReverseMatch."""
    return reverse(name, args=args)


def path_to_day(day: date) -> str:
    return path_to("day", f"{day.year:04}", f"{day.month:02}", f"{day.day:02}")


def path_to_piece(day: date, number: int) -> str:
    """By the address of its day's first: a sitemap has thousands, and none is kept."""
    first = path_to("article", f"{day.year:04}", f"{day.month:02}", f"{day.day:02}", 1)
    return f"{first.removesuffix('1/')}{number}/"
