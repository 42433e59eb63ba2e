"""Search within its means: a second at most, and no right but to read."""

import copy
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from articles import search
from articles.models import SearchEntry
from articles.search.scope import Scope
from tests.search.shelf import NOON, found, shelve

SLOW = {
    "postgresql": "(SELECT true FROM pg_sleep(5))",
    "sqlite": "(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000000)"
    " SELECT count(*) FROM n)",
}


@pytest.fixture
def slow_in_old_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking at a piece with an id above 3 takes seconds."""
    condition = f"CASE WHEN entry.article_id > 3 THEN {SLOW[connection.vendor]} ELSE true END"
    monkeypatch.setattr(Scope, "readable_sql", lambda scope: (condition, []))
    monkeypatch.setattr(search, "TIME_LIMIT", 0.3)


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.django_db(transaction=True)
def test_what_was_found_in_time_is_shown(slow_in_old_years: None, nested: bool) -> None:
    for number in (1, 2, 3):
        shelve(number, "夜班公交")
    shelve(4, "夜班公交", at=NOON - timedelta(days=2000))
    assert SearchEntry.objects.count() == 4, "the clock starts with the connection open"
    if nested:
        with transaction.atomic():
            page = search.find("夜班", at=NOON)
            assert SearchEntry.objects.count() == 4, "the caller's transaction goes on"
    else:
        page = search.find("夜班", at=NOON)
    assert page.problem == "too_slow"
    # Python's sqlite3 reads a row ahead: the last one goes down with the row that never came.
    shown = [1, 2] if connection.vendor == "sqlite" else [1, 2, 3]
    assert [hit.article.pk for hit in page.hits] == shown
    assert page.older is not None, "it can be asked for what is older"
    again = search.find("夜班", at=NOON, before=page.older)
    assert (again.hits, again.problem) == ([], "too_slow")


@pytest.mark.django_db
def test_the_limit_ends_with_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    shelve(1, "夜班公交")
    # The first search of a process takes as long as everything that is only done once.
    assert found("夜班") == [1]
    monkeypatch.setattr(search, "TIME_LIMIT", 0.2)
    assert found("夜班") == [1]
    longer = {
        "postgresql": "SELECT current_setting('enable_seqscan') FROM pg_sleep(0.4)",
        "sqlite": "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3e6)"
        " SELECT CASE count(*) WHEN 3000000 THEN 'on' END FROM n",
    }
    with connection.cursor() as cursor:
        started = time.monotonic()
        cursor.execute(longer[connection.vendor])
        assert cursor.fetchone() == ("on",)
    assert time.monotonic() - started > 0.2


@pytest.fixture
def reading_only() -> Iterator[None]:
    if connection.vendor == "sqlite":
        settings = copy.deepcopy(connection.settings_dict)
        file = Path(settings["NAME"]).resolve()
        settings |= {"NAME": f"{file.as_uri()}?mode=ro", "OPTIONS": {"uri": True}}
        usual = connections["default"]
        connections["default"] = type(usual)(settings, "default")
        yield
        connections["default"].close()
        connections["default"] = usual
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE ROLE search_test_reader")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO search_test_reader")
        cursor.execute("SET LOCAL ROLE search_test_reader")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def shelf(transactional_db: None) -> None:
    shelve(1, "夜班公交")
    shelve(2, "夜班地铁")


def test_it_needs_no_more_than_to_read(shelf: None, reading_only: None) -> None:
    assert found("夜班") == [1, 2]
    assert found("夜 公交") == [1]
    with pytest.raises((OperationalError, ProgrammingError)), transaction.atomic():
        search.forget(1)


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_slow_search_helps_on(slow_in_old_years: None, client: Client) -> None:
    now = timezone.now()
    for number in (1, 2, 3):
        shelve(number, "夜班公交", at=now - timedelta(minutes=number))
    shelve(4, "夜班公交", at=now - timedelta(days=2000))
    response = client.get("/search/", {"q": "夜班"})
    assert response.status_code == 200
    page = response.content.decode()
    assert 'class="slow"' in page
    assert "/2/" in page
    assert 'rel="next" href="/search/?q=' in page
