"""How long the newsroom's screens take, and how many questions they ask the database."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles.admin.article_tabs import TABS
from articles.models import Article, State
from newsroom.archive.staff import Staff


@dataclass(frozen=True)
class Measured:
    screen: str
    queries: int
    milliseconds: float


def screens(staff: Staff) -> Iterator[tuple[str, User, str]]:
    """(name, who asks, address) of everything that is measured."""
    listing = reverse("admin:articles_article_changelist")
    for role, user in staff.people.items():
        yield f"first page, {role}", user, reverse("admin:index")
        yield f"list, {role}", user, listing
    chief = staff.people["chief"]
    for name in TABS:
        yield f"tab {name}, chief", chief, f"{listing}?tab={name}"
    reporter = staff.people["reporter"]
    yield "tab all, reporter", reporter, f"{listing}?tab=all"
    yield "tab live, reporter", reporter, f"{listing}?tab=live"
    for name, query in (
        ("search a frequent word", "q=职工"),
        ("search a rare phrase", "q=职工书屋码头"),
        ("search nothing", "q=没有这样的标题"),
        ("filter by section", f"section={staff.sections[3].pk}"),
        ("filter by author", f"author={staff.reporters[3].full_name}"),
        ("filter by state", "state=first_review"),
        ("filter by day", "until=2020-01-01"),
    ):
        yield f"{name}, chief", chief, f"{listing}?tab=all&{query}"
    # The editor acts on the first section; the chief editor on all of them.
    for label, role, found in (
        ("edit", "chief", Article.objects.filter(state=State.DRAFT)),
        ("review", "chief", Article.objects.filter(state=State.FIRST_REVIEW)),
        ("read", "editor", Article.objects.filter(section=staff.sections[0], state=State.SETTLED)),
    ):
        if (piece := found.first()) is not None:
            yield f"{label} a piece, {role}", staff.people[role], piece.get_absolute_url()
    piece = Article.objects.filter(state=State.SETTLED).latest("pk")
    yield "revisions, chief", chief, reverse("admin:articles_article_revisions", args=[piece.pk])


def measure(asked: Iterable[tuple[str, User, str]], times: int = 7) -> list[Measured]:
    """The median of so many answers, after a first one that is not counted."""
    found = []
    for name, user, path in asked:
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        # A piece that one may pass is led on to the screen for reviews.
        answer = client.get(path, follow=True)
        if answer.redirect_chain:
            path = answer.redirect_chain[-1][0]
        queries = count_queries(client, path)
        took = [ask(client, path) for _time in range(times)]
        found.append(Measured(name, queries, median(took) * 1000))
    return found


def count_queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask(client, path)
        # Counted here: the next request begins the log anew.
        return len(captured)


def ask(client: Client, path: str) -> float:
    """Seconds until the answer, which has to be a page."""
    began = time.perf_counter()
    response = client.get(path)
    took = time.perf_counter() - began
    assert response.status_code == 200, f"{path} answers {response.status_code}"
    return took
