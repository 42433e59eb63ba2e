"""A process for readers only: no newsroom in it, and a database that it cannot write."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from articles.desk import previews
from articles.models import PublishedArticle, SiteIdentity
from newsroom import roles
from tests.cast import Cast, make_author, make_draft, make_published, step
from tests.server import ROOT, database_url, fetch, serve

pytestmark = pytest.mark.django_db(transaction=True)

READER, WRITER = "newsroom_test_reader", "newsroom_test_writer"


@pytest.fixture
def reader_url() -> Iterator[str]:
    """The test's database through a role that may only read."""
    if connection.vendor == "sqlite":
        yield database_url()
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {READER}")
        for statement in roles.statements(desk=WRITER, public=READER):
            cursor.execute(statement)
        cursor.execute(f"ALTER ROLE {READER} PASSWORD 'reads-only'")
    yield database_url(READER, "reads-only")
    with connection.cursor() as cursor:
        for role in (READER, WRITER):
            cursor.execute(f"DROP OWNED BY {role}")
            cursor.execute(f"DROP ROLE {role}")


def test_it_serves_readers_everything_and_has_no_newsroom(reader_url: str) -> None:
    cast = Cast()
    SiteIdentity.objects.create(pk=1, site_name="溯江网")
    author = make_author("罗行舟", cast.reporter)
    credit = {"name": "罗行舟", "role": "reporter", "author": author.pk}
    article = make_published(cast, "渡口的末班船", credits=[credit])
    hidden = make_draft(cast.reporter, cast.section, "未发表的稿子")
    step(hidden, "submit", cast.reporter)
    step(hidden, "pass", cast.editor)
    step(hidden, "publish", cast.editor, visible_from=timezone.now() + timedelta(hours=1))
    page = PublishedArticle.objects.get(pk=article.pk)
    secret = PublishedArticle.objects.get(pk=hidden.pk)
    made = previews.make(
        hidden, cast.chief, key=previews.new_key(), for_whom="某人", hours=1, revision_number=None
    )
    with serve(NEWSROOM_WING="public", NEWSROOM_DB_READ_ONLY="1", DATABASE_URL=reader_url) as site:
        for path in (
            "/",
            "/news/",
            page.get_absolute_url(),
            author.get_absolute_url(),
            f"/archive/{page.date:%Y/%m/%d}/",
            "/search/?q=%E6%9C%AB%E7%8F%AD",
            "/feeds/latest.rss",
            "/feeds/latest.atom",
            "/feeds/news.rss",
        ):
            status, headers, body = fetch(site + path)
            assert status == 200, (path, body)
            # A page of results marks the words that were looked for.
            body = body.replace("<mark>", "").replace("</mark>", "")
            assert "渡口的末班船" in body, path
            assert "未发表的稿子" not in body, path
            assert "Set-Cookie" not in headers, path
        assert fetch(site + "/sitemap.xml")[0] == 200
        assert fetch(site + "/robots.txt")[0] == 200
        assert fetch(site + "/readyz")[2].startswith("ready\n")
        assert fetch(site + secret.get_absolute_url())[0] == 404
        for path in (
            "/admin/",
            "/admin/login/",
            "/admin/account/",
            "/admin/account/passkey/",
            f"/admin/account/invitation/{'x' * 43}/",
            f"/admin/articles/article/{article.pk}/change/",
            f"/preview/{made.token}/",
        ):
            assert fetch(site + path)[0] == 404, path


def test_no_code_of_the_newsroom_is_loaded(tmp_path: Path) -> None:
    """What is not imported cannot be called."""
    code = (
        "import sys, newsroom.wsgi, newsroom.urls\n"
        "wing = ('articles.desk', 'articles.admin', 'articles.preview', 'articles.intake', "
        "'django.contrib.admin')\n"
        "print([name for name in sys.modules if name.startswith(wing)])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"NEWSROOM_WING": "public", "NEWSROOM_VAR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"NEWSROOM_WING": "left"}, "NEWSROOM_WING='left' is not one of"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must start with"),
        ({"DATABASE_URL": "sqlite://:memory:"}, "DATABASE_URL names no file"),
        ({"NEWSROOM_TIME_ZONE": "Mars/Olympus"}, "not a time zone"),
        ({"NEWSROOM_UPLOAD_MAX_MB": "many"}, "not a whole number"),
        ({"NEWSROOM_DEBUG": "perhaps"}, "neither on (1) nor off (0)"),
        ({"REDIS_URL": "localhost"}, "REDIS_URL must start with"),
        ({"NEWSROOM_DB_READ_ONLY": "1"}, "goes with NEWSROOM_WING=public"),
        ({"NEWSROOM_TRUSTED_PROXIES": "here"}, "write 127.0.0.1 or 10.0.0.0/8"),
        (
            {"NEWSROOM_TRUSTED_PROXIES": "::1", "NEWSROOM_TRUSTED_PROXY": "1"},
            "NEWSROOM_TRUSTED_PROXY believes everybody",
        ),
        ({"NEWSROOM_BACKUP_AT": "three"}, "not a time like 03:00"),
        ({"NEWSROOM_BACKUP_COPY_COMMAND": "scp 'x"}, "is no command"),
        ({"NEWSROOM_ENV": "production"}, "NEWSROOM_SECRET_KEY must be set"),
        (
            {"NEWSROOM_ENV": "production", "NEWSROOM_SECRET_KEY": "short"},
            "NEWSROOM_SECRET_KEY is too short",
        ),
        (
            {"NEWSROOM_ENV": "production", "NEWSROOM_SECRET_KEY": "x" * 60},
            "NEWSROOM_HOSTS must name",
        ),
    ],
)
def test_wrong_settings_stop_the_start_with_a_sentence(
    tmp_path: Path, variables: dict[str, str], sentence: str
) -> None:
    found = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"NEWSROOM_VAR": str(tmp_path), "PATH": ""} | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode != 0
    assert sentence in found.stderr
