"""What every readers' address has in common, and what happens when something breaks."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from articles.models import Tag
from articles.public import reading
from tests.cast import Cast
from tests.public.archive import credit, put_out

ROOT = Path(__file__).parents[2]


@pytest.fixture
def addresses(cast: Cast) -> list[str]:
    author = cast_author()
    tag = Tag.objects.create(name="港口")
    piece = put_out(cast, credits=[credit("沈砚秋", author=author)], tags=(tag,))
    return [
        "/",
        "/news/",
        piece.get_absolute_url(),
        f"/authors/{author}/",
        tag.get_absolute_url(),
        f"/archive/{piece.date:%Y/%m/%d}/",
        "/search/",
        "/search/?q=夜班",
        "/topics/",
        "/corrections/",
        "/feeds/latest.rss",
        "/feeds/latest.atom",
        "/feeds/news.rss",
        "/sitemap.xml",
        "/sitemaps/pages.xml",
        "/news-sitemap.xml",
        "/robots.txt",
    ]


def cast_author() -> int:
    from accounts.models import Author

    return Author.objects.create(name="沈砚秋").pk


def test_methods_cookies_and_caching(cast: Cast, client: Client, addresses: list[str]) -> None:
    """The same for a visitor and for somebody who is signed in."""
    signed_in = Client()
    signed_in.force_login(cast.editor)
    for path in addresses:
        response = client.get(path)
        assert response.status_code == 200, path
        assert not response.cookies, path
        assert "Cookie" not in response.get("Vary", ""), path
        assert response["Cache-Control"] == "max-age=0, must-revalidate", path
        assert signed_in.get(path).content == response.content, path
        assert client.head(path).content == b"", path
        assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304
        for method in ("post", "put", "patch", "delete", "options"):
            assert getattr(client, method)(path).status_code == 405, (method, path)


def test_nothing_inline_and_nothing_from_another_host(client: Client, addresses: list[str]) -> None:
    for path in addresses:
        response = client.get(path)
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy
        if not response["Content-Type"].startswith("text/html"):
            continue
        page = response.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page), path
        data = r'<script type="application/ld\+json">[^<]*'
        files = r'<script src="/static/public/[a-z]+\.js"(?: defer)?>'
        left = re.sub(rf"(?:{data}|{files})</script>", "", page)
        assert "<script" not in left, path
        loaded = re.findall(r'(?:src|srcset)="([^"]+)"', page)
        loaded += re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', page)
        assert loaded
        assert all(address.startswith("/") for address in loaded), path


def test_pages_have_a_language_one_heading_and_landmarks(
    client: Client, addresses: list[str]
) -> None:
    for path in addresses:
        response = client.get(path)
        if not response["Content-Type"].startswith("text/html"):
            continue
        page = response.content.decode()
        assert '<html lang="zh-hans">' in page
        for part in ("<h1", "<main", "<title>", 'class="skip"'):
            assert page.count(part) == 1, (part, path)


def test_unknown_address_offers_a_way_on(client: Client, db: Any) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert 'action="/search/"' in response.content.decode()


@pytest.mark.parametrize(
    ("error", "status"), [(ZeroDivisionError(), 500), (OperationalError("away"), 503)]
)
def test_broken_page_needs_no_database(
    monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    """Without the `db` fixture, a query would fail this test."""

    def broken(*_args: object) -> None:
        raise error

    monkeypatch.setattr(reading, "load_site", broken)
    client = Client(raise_request_exception=False)
    response = client.get("/")
    assert response.status_code == status
    assert "<h1" in response.content.decode()
    assert ("Retry-After" in response.headers) == (status == 503)


def test_desk_wing_names_the_readers_addresses_and_serves_none(tmp_path: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "from django.urls import reverse\n"
        "print([Client().get(path).status_code for path in ('/', '/feeds/latest.rss')],"
        " reverse('section', args=['news']))"
    )
    environment = {
        "NEWSROOM_WING": "desk",
        "NEWSROOM_VAR": str(tmp_path),
        "NEWSROOM_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip().endswith("[404, 404] /news/"), done.stderr
