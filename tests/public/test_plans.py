"""SQLite's plans for an archive of a hundred thousand pieces: no page goes through all of them.

The archive is not made; its size is told, as `ANALYZE` would write it down.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.admin.helpers import signed_in, url
from tests.cast import Cast
from tests.public.archive import put_out

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plans"),
]
LARGE = ("articles_article", "articles_publishedarticle", "articles_publishedtag")


@pytest.fixture
def large(db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")
        for table in LARGE:
            for index, columns in connection.introspection.get_constraints(cursor, table).items():
                if columns["index"] or columns["unique"]:
                    told = " ".join(["100000", *["50"] * (len(columns["columns"]) - 1), "1"])
                    row = [table, index, told]
                    cursor.execute("INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)", row)
        cursor.execute("ANALYZE sqlite_schema")
        yield
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")


# What it says where it reads all rows of a table to learn which there are.
WHOLE = re.compile(
    r"BLOOM FILTER|FOR IN-OPERATOR|LIST SUBQUERY \d+\n.*(published|articles_article)"
)


def plans(client: Client, path: str, only: str = "") -> Iterator[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    for query in captured:
        if query["sql"].startswith("SELECT") and only in query["sql"]:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"].replace("%", "%%"))
                yield "\n".join([query["sql"], *(row[-1] for row in cursor.fetchall())])


def test_no_page_of_readers_does(cast: Cast, client: Client, large: None) -> None:
    piece = put_out(cast)
    for path in ("/", piece.get_absolute_url(), cast.section.get_absolute_url()):
        for plan in plans(client, path):
            assert not WHOLE.search(plan), plan


@pytest.mark.parametrize(
    ("screen", "about"),
    [("calendar", '"date" >='), ("front", '"articles_pin"'), ("proofreading", '"errors"')],
)
def test_no_screen_does(cast: Cast, screen: str, about: str, large: None) -> None:
    put_out(cast)
    found = list(plans(signed_in(cast.chief), url(screen), about))
    assert found
    for plan in found:
        assert not WHOLE.search(plan), plan
