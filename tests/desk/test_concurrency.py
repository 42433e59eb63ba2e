"""Two people, or twenty, at the same moment: real threads, real connections, either engine."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from accounts.models import User
from articles.desk import content, editing, ledger, workflow
from articles.desk.errors import Stale, WorkflowError
from articles.models import Article, Assignment, Comment, LedgerEntry, Review, Revision
from tests.admin.helpers import signed_in, url
from tests.cast import Cast, make_draft, make_user, step

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts in threads that start together; each result, or the exception it raised."""
    barrier = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "a writer hangs"
    return results


@pytest.mark.parametrize("attempt", range(5))
def test_two_approvals_at_once_give_one_entry_and_one_refusal(attempt: int) -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    copies = [Article.objects.get(pk=article.pk) for _copy in range(2)]
    results = at_once(
        lambda: workflow.perform(copies[0], "pass", cast.editor),
        lambda: workflow.perform(copies[1], "pass", cast.second_editor),
    )
    assert sum(isinstance(result, LedgerEntry) for result in results) == 1
    refusals = [result for result in results if isinstance(result, WorkflowError)]
    assert len(refusals) == 1
    assert isinstance(refusals[0], Stale)
    assert str(refusals[0])
    assert LedgerEntry.objects.filter(action="pass").count() == 1
    assert Review.objects.count() == 1
    assert ledger.verify() == []


def test_the_same_button_pressed_twice_counts_once() -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section)
    copies = [Article.objects.get(pk=article.pk) for _copy in range(4)]
    results = at_once(
        *[lambda copy=copy: workflow.perform(copy, "submit", cast.reporter) for copy in copies]
    )
    assert sum(isinstance(result, LedgerEntry) for result in results) == 1
    assert sum(isinstance(result, Stale) for result in results) == 3


def test_the_same_comment_and_the_same_assignment_pressed_at_once_are_one() -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section)
    for path, typed, rows in (
        (
            url("articles_article_comment", article.pk),
            {"text": "核实", "revision": 1, "place": "headline"},
            Comment.objects,
        ),
        (
            url("assignment-add"),
            {"title": "夜班", "section": cast.section.pk},
            Assignment.objects,
        ),
    ):
        clients = [signed_in(cast.reporter) for _press in range(4)]
        answers = at_once(
            *[
                lambda client=client, path=path, typed=typed: client.post(path, typed)
                for client in clients
            ]
        )
        assert [answer.status_code for answer in answers] == [302] * 4
        assert rows.count() == 1


def test_save_against_approval_loses_neither_silently() -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section)
    step(article, "submit", cast.reporter)
    first, second = (Article.objects.get(pk=article.pk) for _copy in range(2))
    changed = content.content_of(first) | {"headline": "改过的标题"}
    saved, passed = at_once(
        lambda: editing.write(first, changed, cast.second_editor),
        lambda: workflow.perform(second, "pass", cast.editor),
    )
    assert isinstance(saved, Revision) != isinstance(passed, LedgerEntry)
    assert isinstance(saved, Stale | Revision | workflow.NotAllowed)
    assert isinstance(passed, Stale | LedgerEntry)
    article.refresh_from_db()
    if isinstance(passed, LedgerEntry):
        assert article.headline != "改过的标题"
        assert article.signed_hash == content.content_hash(content.content_of(article))


def test_twenty_writers_at_once_meet_no_locked_database() -> None:
    cast = Cast()
    writers = [make_user(f"writer{n}", "reporter", desks=(cast.desk,)) for n in range(20)]

    def work(user: User) -> int:
        for number in range(3):
            article = make_draft(user, cast.section, f"{user.username} 第 {number} 篇")
            changed = content.content_of(article) | {"deck": "副题"}
            editing.write(article, changed, user)
            workflow.perform(article, "submit", user)
        return 3

    results = at_once(*[lambda user=user: work(user) for user in writers])
    assert results == [3] * 20
    assert Article.objects.filter(state="first_review").count() == 60
    assert ledger.verify() == []


def test_the_test_database_is_of_the_kind_that_newsrooms_use() -> None:
    """A database in memory has other locks: then this file would prove nothing."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)
        assert "memory" not in str(connection.settings_dict["NAME"])
    else:
        assert connection.vendor == "postgresql"
