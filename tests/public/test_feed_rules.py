"""Feeds as feed readers take them, and one byline everywhere."""

import re
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Author
from articles.models import Image, PublishedArticle
from tests.cast import Cast, make_author
from tests.public.archive import credit, figure, make_image, put_out
from tests.public.test_structured import graph_of, metas_of, read

FEEDS = ["/feeds/latest.rss", "/feeds/latest.atom", "/feeds/news.rss", "/feeds/news.atom"]

NAMES = {
    "郝佳伟": "reporter", "沈砚秋": "reporter", "方立夏": "reporter",
    "李泊安": "correspondent", "周雨田": "correspondent", "贺枝远": "photographer",
}  # fmt: skip
EDITOR = "胡睿琳"


@pytest.fixture
def piece(cast: Cast) -> PublishedArticle:
    """Three reporters, two correspondents, a photographer and an editor."""
    cover = make_image("a", 2400, 1600)
    Image.objects.update(format="jpg")
    piece = put_out(
        cast,
        "门机进屏幕",
        credits=[credit(name, role, make_author(name).pk) for name, role in NAMES.items()],
        responsible_editor=EDITOR,
        figures=[figure(cover, is_cover=True, alt="门机", caption="操作室", credit="贺枝远 摄")],
    )
    piece.corrections = [{"at": timezone.now().isoformat(), "note": "“5000元”应为“6000元”。"}]
    piece.updated_at = timezone.now()
    piece.save()
    return piece


def parsed(client: Client, path: str) -> Any:
    response = client.get(path)
    found = feedparser.parse(
        response.content, response_headers={"content-type": response["Content-Type"]}
    )
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize("path", FEEDS)
def test_feed_readers_read_it_whole(client: Client, piece: PublishedArticle, path: str) -> None:
    found = parsed(client, path)
    assert found.version == ("atom10" if path.endswith("atom") else "rss20")
    assert all(found.feed.get(name) for name in ("title", "link", "updated"))
    assert any(link.rel == "self" and link.href.endswith(path) for link in found.feed.links)
    [entry] = found.entries
    assert entry.title == "门机进屏幕"
    assert entry.link == f"http://testserver{piece.get_absolute_url()}"
    assert re.fullmatch(rf"tag:testserver,{piece.date}:article/{piece.pk}", entry.id)
    assert entry.published_parsed[:6] == piece.visible_from.utctimetuple()[:6]
    assert entry.updated_parsed[:6] == piece.updated_at.utctimetuple()[:6]
    [text] = [content.value for content in entry.content]
    assert "从今晚起，末班车等最后一班工人。" in text
    assert "“5000元”应为“6000元”。" in text
    [picture] = entry.media_content
    assert (picture["medium"], picture["type"]) == ("image", "image/jpeg")
    assert (picture["width"], picture["height"]) == ("1600", "1067")
    assert picture["url"].startswith("http://testserver/images/")


def test_atom_encloses_the_pictures(client: Client, piece: PublishedArticle) -> None:
    [entry] = parsed(client, "/feeds/news.atom").entries
    [enclosure] = entry.enclosures
    assert enclosure.type == "image/jpeg"
    assert enclosure.href == entry.media_content[0]["url"]


def test_former_address_of_a_section_leads_to_its_feeds(client: Client, cast: Cast) -> None:
    cast.section.slug = "today"
    cast.section.save()
    for kind in ("rss", "atom"):
        response = client.get(f"/feeds/news.{kind}")
        assert response.status_code == 301
        assert response["Location"] == f"/feeds/today.{kind}"


@pytest.mark.parametrize(
    ("named", "author"),
    [({"source_author": "黎望洲"}, "黎望洲"), ({"source_author": ""}, "江海劳动通讯社")],
)
def test_reprint_without_a_byline_is_not_the_papers(
    client: Client, cast: Cast, named: dict[str, str], author: str
) -> None:
    piece = put_out(cast)
    piece.credits, piece.origin, piece.source_name = [], "reprint", "江海劳动通讯社"
    piece.source_author = named["source_author"]
    piece.save()
    atom = feedparser.parse(client.get("/feeds/latest.atom").content)
    assert [each.name for each in atom.entries[0].authors] == [author]
    rss = feedparser.parse(client.get("/feeds/latest.rss").content)
    assert rss.entries[0].author == author


def test_reprint_names_where_it_came_from(client: Client, cast: Cast) -> None:
    put_out(cast, origin="reprint", source_url="https://source.example/1")
    assert "<dc:source>https://source.example/1<" in read(client, "/feeds/latest.rss")


def test_byline_is_the_same_everywhere(client: Client, piece: PublishedArticle) -> None:
    names = list(NAMES)
    page = read(client, piece.get_absolute_url())
    byline = page.split('<p class="byline">')[1].split("</p>")[0]
    assert re.findall(r'rel="author" href="[^"]+">([^<]+)<', byline) == names
    assert EDITOR in page.split('<p class="editor">')[1].split("</p>")[0]
    assert metas_of(page)["author"] == names

    data = graph_of(page)["NewsArticle"]
    assert [author["name"] for author in data["author"]] == names
    assert data["editor"]["name"] == EDITOR
    assert [author["url"] for author in data["author"]] == [
        f"http://testserver{Author.objects.get(name=name).get_absolute_url()}" for name in names
    ]

    for path in FEEDS:
        [entry] = parsed(client, path).entries
        assert [author["name"] for author in entry.authors] == names, path
        assert [editor["name"] for editor in entry.contributors] == [EDITOR], path
        assert all(name in entry.content[0].value for name in (*names, EDITOR)), path

    for name in names:
        author = Author.objects.get(name=name)
        listed = graph_of(read(client, author.get_absolute_url()))["ProfilePage"]
        assert listed["mainEntity"]["name"] == name
        assert [work["url"] for work in listed["hasPart"]] == [data["url"]]
