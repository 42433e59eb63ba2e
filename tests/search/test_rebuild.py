"""`manage.py rebuild_search` makes the index whole, in any state that it finds."""

import io
import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles import search
from articles.desk import publishing
from articles.models import SearchEntry
from tests.search.shelf import found, shelve

INDEX = "articles_searchentry_grams"

pytestmark = pytest.mark.django_db(transaction=True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def rebuild(stream: io.StringIO | None = None, **options: Any) -> str:
    stream = stream or io.StringIO()
    call_command("rebuild_search", stdout=stream, **options)
    return stream.getvalue()


def test_it_indexes_what_is_missing_and_nothing_else() -> None:
    for number in range(1, 121):
        shelve(number, f"夜班第{number}路公交")
    for number in range(5, 118):
        search.forget(number)
    assert rebuild().endswith("indexed now: 113\n")
    assert found("路公交", limit=50) == list(range(1, 121))
    assert rebuild().endswith("indexed now: 0\n")


def test_entries_by_older_rules_are_made_anew() -> None:
    shelve(1, "夜班公交")
    shelve(2, "夜班公交")
    SearchEntry.objects.filter(article_id=1).update(rules=0, text="旧")
    assert found("公交") == [2]
    assert rebuild().endswith("indexed now: 1\n")
    assert found("公交") == [1, 2]
    shelve(1, "头班地铁")
    assert found("公交") == [2]
    assert found("地铁") == [1]


def has_index() -> bool:
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass", [INDEX])
        return cursor.fetchall() == [(True,)]


def test_all_begins_with_an_empty_index() -> None:
    shelve(1, "夜班公交")
    shelve(2, "夜班公交")
    assert rebuild(all=True).endswith("indexed now: 2\n")
    assert has_index()
    assert found("公交") == [1, 2]


def test_stopped_half_way_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 131):
        shelve(number, "夜班公交")
    search.forget_all()
    assert found("公交") == []
    reindex = publishing.reindex
    calls = []

    def stopped_in_the_second(articles: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        reindex(articles)

    monkeypatch.setattr(publishing, "reindex", stopped_in_the_second)
    with pytest.raises(CommandError, match="Stopped after 50 pieces"):
        rebuild()
    assert len(found("公交", limit=50)) == 50
    monkeypatch.setattr(publishing, "reindex", reindex)
    assert rebuild().endswith("indexed now: 80\n")
    assert has_index()
    assert len(found("公交", limit=50)) == 130


def test_a_bar_on_a_terminal_and_lines_in_a_log() -> None:
    for number in range(1, 4):
        shelve(number, "夜班公交")
    search.forget_all()
    bar = rebuild(Terminal())
    assert re.fullmatch(r"(\r█{30} 3 of 3 · [\d,]+/s · 0:00:00 left\x1b\[K)+\n.*\n", bar)
    log = rebuild(all=True)
    assert "\r" not in log
    assert "\x1b" not in log
    assert "3 of 3" in log
