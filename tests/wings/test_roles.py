"""The rights of each wing in PostgreSQL itself, by what `manage.py roles_sql` prints."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from articles.desk import ledger
from tests.cast import Cast, make_published
from tests.readers.examples import examples
from tests.readers.stage import furnish
from tests.server import database_url, fetch, serve

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="roles are PostgreSQL's: SQLite has files"
    ),
]
DESK, PUBLIC = "newsroom_test_desk", "newsroom_test_public"


@pytest.fixture
def roles() -> Iterator[None]:
    out = StringIO()
    call_command("roles_sql", desk=DESK, public=PUBLIC, stdout=out)
    with connection.cursor() as cursor:
        # As from a file, and twice, as after an upgrade.
        for _time in range(2):
            cursor.execute(out.getvalue())
        cursor.execute(f"ALTER ROLE {PUBLIC} PASSWORD 'reads'")
    yield
    with connection.cursor() as cursor:
        for role in (DESK, PUBLIC):
            cursor.execute(f"DROP OWNED BY {role}")
            cursor.execute(f"DROP ROLE {role}")


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
        yield
        cursor.execute("RESET ROLE")


def test_the_readers_role_is_enough_for_every_page(roles: None, tmp_path: Path) -> None:
    furnish()
    pages = [example for example in examples() if not example.text and example.name != "preview"]
    assert len(pages) > 20
    url = database_url(PUBLIC, "reads")
    with serve(NEWSROOM_WING="public", NEWSROOM_VAR=str(tmp_path), DATABASE_URL=url) as site:
        for example in pages:
            status, _headers, body = fetch(site + _quoted(example.path))
            assert status == example.status, (example.name, body[:500])
        for path in ("/readyz", "/sitemap.xml", "/news-sitemap.xml", "/feeds/latest.rss"):
            assert fetch(site + path)[0] == 200, path


@pytest.mark.parametrize(
    "table",
    """articles_article articles_revision articles_ledgerentry accounts_user articles_comment
    articles_notice articles_image articles_autosave django_session articles_grouprobot""".split(),
)
def test_it_can_read_nothing_of_the_newsroom(roles: None, table: str) -> None:
    for sql in (f"SELECT * FROM {table}", "DELETE FROM articles_publishedarticle"):
        with (
            acting_as(PUBLIC),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_the_newsrooms_role_works_and_rewrites_nothing(roles: None) -> None:
    cast = Cast()
    with acting_as(DESK):
        make_published(cast)
        assert ledger.verify() == []
        for sql in (
            "UPDATE articles_ledgerentry SET note = ''",
            "DELETE FROM articles_revision",
            "DROP TRIGGER articles_ledgerentry_no_update ON articles_ledgerentry",
            "DROP TABLE articles_article",
        ):
            with (
                pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)


def _quoted(path: str) -> str:
    from urllib.parse import quote, unquote

    return quote(unquote(path), safe="/?=&")
