"""The credits of a piece with three reporters, two correspondents, a photographer and an editor
are the same wherever they stand: page, preview, feeds, structured data, author pages."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Author
from articles.desk import editing
from articles.models import Article, PublishedArticle
from tests.cast import Cast, make_author, make_published
from tests.public.archive import credit
from tests.public.test_feed_rules import FEEDS, parsed
from tests.public.test_structured import graph_of, metas_of, read

PEOPLE = {
    "郝佳伟": "reporter", "沈砚秋": "reporter", "方立夏": "reporter",
    "李泊安": "correspondent", "周雨田": "correspondent", "贺枝远": "photographer",
}  # fmt: skip
EDITOR = "胡睿琳"
LINES = ["本报记者 郝佳伟 沈砚秋 方立夏", "通讯员 李泊安 周雨田", "摄影 贺枝远"]
TITLES = ["本报记者"] * 3 + ["通讯员"] * 2 + ["摄影"]


@pytest.fixture
def piece(cast: Cast) -> PublishedArticle:
    """Reviewed, signed and published as any piece is."""
    article: Article = make_published(
        cast,
        credits=[credit(name, role, make_author(name).pk) for name, role in PEOPLE.items()],
        responsible_editor=EDITOR,
    )
    return PublishedArticle.objects.get(pk=article.pk)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def byline_of(page: str) -> str:
    return page.split('<p class="byline">')[1].split("</p>")[0]


def test_page_and_preview_say_the_same(client: Client, cast: Cast, piece: PublishedArticle) -> None:
    page = read(client, piece.get_absolute_url())
    assert plain(byline_of(page)) == " · ".join(LINES)
    assert re.findall(r'rel="author" href="([^"]+)">([^<]+)<', byline_of(page)) == [
        (Author.objects.get(name=name).get_absolute_url(), name) for name in PEOPLE
    ]
    assert plain(page.split('<p class="editor">')[1].split("</p>")[0]).endswith(EDITOR)
    metas = metas_of(page)
    assert metas["author"] == metas["article:author"] == list(PEOPLE)
    client.force_login(cast.editor)
    preview = read(client, reverse("admin:articles_article_preview", args=[piece.pk]))
    assert byline_of(preview) == byline_of(page)


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_say_the_same(client: Client, piece: PublishedArticle, path: str) -> None:
    [entry] = parsed(client, path).entries
    assert [author["name"] for author in entry.authors] == list(PEOPLE)
    assert [editor["name"] for editor in entry.contributors] == [EDITOR]
    text = plain(entry.content[0].value)
    assert " · ".join(LINES) in text
    assert text.endswith(EDITOR)


def test_structured_data_says_the_same(client: Client, piece: PublishedArticle) -> None:
    data: dict[str, Any] = graph_of(read(client, piece.get_absolute_url()))["NewsArticle"]
    assert [(each["name"], each["jobTitle"]) for each in data["author"]] == list(
        zip(PEOPLE, TITLES, strict=True)
    )
    assert [each["url"] for each in data["author"]] == [
        f"http://testserver{Author.objects.get(name=name).get_absolute_url()}" for name in PEOPLE
    ]
    assert data["editor"] == {"@type": "Person", "name": EDITOR}


def test_each_author_page_lists_the_piece_once(client: Client, piece: PublishedArticle) -> None:
    address = piece.get_absolute_url()
    for name in PEOPLE:
        page = read(client, Author.objects.get(name=name).get_absolute_url())
        assert f"<h1>{name}</h1>" in page
        assert len(re.findall(rf'<h[23]><a href="{address}"', page)) == 1, name
        profile = graph_of(page)["ProfilePage"]
        assert profile["mainEntity"]["name"] == name
        assert [work["url"] for work in profile["hasPart"]] == [f"http://testserver{address}"]


def test_a_name_that_changes_later_changes_no_old_byline(
    client: Client, piece: PublishedArticle
) -> None:
    author = Author.objects.get(name="沈砚秋")
    author.name = "沈秋"
    author.save()
    assert plain(byline_of(read(client, piece.get_absolute_url()))) == " · ".join(LINES)
    page = read(client, author.get_absolute_url())
    assert "<h1>沈秋</h1>" in page
    assert piece.get_absolute_url() in page


def test_what_is_printed_is_what_was_signed(piece: PublishedArticle) -> None:
    article = Article.objects.get(pk=piece.pk)
    signed = editing.newest_revision(article).content
    assert piece.credits == signed["credits"]
    assert [(row.name, row.role) for row in piece.credit_rows.all()] == list(PEOPLE.items())
    assert piece.responsible_editor == signed["responsible_editor"] == EDITOR
