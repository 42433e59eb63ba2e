"""Old addresses lead readers on for good, and tell nothing of what they may not see."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import PublishedArticle
from tests.cast import Cast, step
from tests.loading.files import load, piece, record, write


@pytest.fixture
def loaded(cast: Cast, tmp_path: Path) -> PublishedArticle:
    addresses = [
        "https://old.example.com/show.php?id=123&lang=zh",
        "/news/2013/旧闻.html",
        "/old-slug/",
    ]
    other = record(2, urls=["/show.php?id=124", "/news/2013/"])
    assert load(write(tmp_path, record(1, urls=addresses), other)).errors == []
    return piece("1")[1]


@pytest.mark.parametrize(
    "asked",
    [
        "/show.php?id=123&lang=zh",
        "/show.php?lang=zh&id=123",
        "/show.php?lang=zh&from=timeline&id=123",
        "/news/2013/%E6%97%A7%E9%97%BB.html",
        "/news/2013/旧闻.html?utm_source=x",
        "/old-slug/",
    ],
)
def test_every_spelling_leads_there(client: Client, loaded: PublishedArticle, asked: str) -> None:
    for host in ("localhost", "127.0.0.1"):
        answer = client.get(asked, headers={"host": host})
        assert (answer.status_code, answer["Location"]) == (301, loaded.get_absolute_url())
        assert f"article-{loaded.pk}" in answer["Cache-Tag"].split(",")
        assert "must-revalidate" in answer["Cache-Control"]
    assert client.head(asked).status_code == 301
    assert client.post(asked).status_code in (404, 405)


def test_without_a_slash_it_goes_by_way_of_the_slash(
    client: Client, loaded: PublishedArticle
) -> None:
    answer = client.get("/old-slug", follow=True)
    assert [url for url, _status in answer.redirect_chain][-1] == loaded.get_absolute_url()
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "asked",
    ["/show.php", "/show.php?id=999&lang=zh", "/show.php?lang=zh", "/news/2013/x.html", "/%ff?%ff"],
)
def test_others_are_not_found(client: Client, loaded: PublishedArticle, asked: str) -> None:
    assert client.get(asked).status_code == 404


def test_a_withdrawn_piece_is_gone_there_as_at_home(
    client: Client, cast: Cast, loaded: PublishedArticle
) -> None:
    asked = "/show.php?id=123&lang=zh"
    article, _published = piece("1")
    step(article, "withdraw", cast.chief, "有误", notice="本文已撤下。")
    there, home = client.get(asked), client.get(loaded.get_absolute_url())
    assert (there.status_code, home.status_code) == (410, 410)
    assert there.content == home.content
    assert "Location" not in there
    step(article, "reinstate", cast.chief, "无误")
    assert client.get(asked).status_code == 301


def test_what_nobody_has_seen_is_not_found(client: Client, loaded: PublishedArticle) -> None:
    later = timezone.now() + timedelta(hours=1)
    rows = PublishedArticle.objects.filter(pk=loaded.pk)
    for fields in (
        {"visible_from": later},
        {"visible_from": later, "withdrawn_at": timezone.now()},
    ):
        rows.update(**fields)
        answer = client.get("/old-slug/")
        assert answer.status_code == 404
        assert loaded.headline not in answer.content.decode()


def test_a_page_that_answers_asks_nothing_about_old_addresses(
    client: Client, loaded: PublishedArticle
) -> None:
    for path in ("/", loaded.get_absolute_url(), "/news/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert not any("oldaddress" in query["sql"] for query in asked)
    with CaptureQueriesContext(connection) as asked:
        client.get("/show.php?id=123&lang=zh")
    assert len(asked) == 1
