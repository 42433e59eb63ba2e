"""Feeds: whole texts, every name, ids that stay."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import PublishedArticle, Tag
from tests.cast import Cast, make_section
from tests.public.archive import (
    copies,
    credit,
    figure,
    make_image,
    put_out,
    put_out_tomorrow,
    take_down,
)

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
FEEDS = ["/feeds/latest.rss", "/feeds/latest.atom", "/feeds/news.rss"]


def read(client: Client, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def everything(cast: Cast) -> PublishedArticle:
    return put_out(
        cast,
        "门机进屏幕",
        deck="三十一名司机转岗",
        web_title="给搜索引擎的标题",
        body='<p>第一段 &amp; <a href="/news/">站内</a></p><p>第二段</p>',
        credits=[credit("甲"), credit("乙"), credit("丙", "correspondent"),
                 credit("丁", "photographer")],
        responsible_editor="胡睿琳",
        tags=(Tag.objects.create(name="港口"),),
        figures=[figure(make_image(), is_cover=True)],
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/feeds/latest.rss", "/feeds/news.rss"])
def test_rss_carries_the_whole_piece(client: Client, cast: Cast, path: str) -> None:
    piece = everything(cast)
    [item] = read(client, path).iter("item")
    assert item.findtext("title") == "门机进屏幕——三十一名司机转岗"
    assert item.findtext("link") == f"http://testserver{piece.get_absolute_url()}"
    assert [name.text for name in item.iter(f"{DC}creator")] == ["甲", "乙", "丙", "丁"]
    assert {category.text for category in item.iter("category")} == {"要闻", "港口"}
    text = item.findtext(f"{CONTENT}encoded") or ""
    assert all(part in text for part in ("第一段 &amp; ", "第二段", "胡睿琳", "丁"))
    assert 'href="http://testserver/news/"' in text
    assert f'src="http://testserver/images/{"a" * 64}/' in text


def test_atom_carries_the_whole_piece(client: Client, cast: Cast) -> None:
    everything(cast)
    [entry] = read(client, "/feeds/latest.atom").iter(f"{ATOM}entry")
    names = [name.text for name in entry.iterfind(f"{ATOM}author/{ATOM}name")]
    assert names == ["甲", "乙", "丙", "丁"]
    assert entry.findtext(f"{ATOM}title") == "门机进屏幕——三十一名司机转岗"
    assert "第二段" in (entry.findtext(f"{ATOM}content") or "")


def test_ids_stay_when_the_piece_changes(client: Client, cast: Cast, settings: Any) -> None:
    piece = everything(cast)
    [before] = read(client, "/feeds/latest.rss").iter("guid")
    piece.headline, piece.updated_at = "换了标题", timezone.now()
    piece.section = cast.other_section
    piece.save()
    [after] = read(client, "/feeds/latest.rss").iter("guid")
    [atom] = read(client, "/feeds/latest.atom").iterfind(f"{ATOM}entry/{ATOM}id")
    assert before.text == after.text == atom.text
    assert before.get("isPermaLink") == "false"


@pytest.mark.parametrize("path", FEEDS)
def test_hidden_pieces_are_in_no_feed(client: Client, cast: Cast, path: str) -> None:
    put_out(cast, "看得见")
    put_out_tomorrow(cast, "还没到点")
    take_down(put_out(cast, "已经撤下"))
    content = client.get(path).content.decode()
    assert "看得见" in content
    assert "还没到点" not in content
    assert "已经撤下" not in content


def test_section_feed_holds_its_sections_and_no_other(client: Client, cast: Cast) -> None:
    child = make_section("local", "本地", cast.desk, parent=cast.section)
    put_out(cast, "频道里的", section=child)
    put_out(cast, "别处的", section=cast.other_section)
    titles = [item.findtext("title") for item in read(client, "/feeds/news.rss").iter("item")]
    assert titles == ["频道里的"]
    assert client.get("/feeds/no-such.rss").status_code == 404


@pytest.mark.parametrize("path", FEEDS)
def test_feed_stays_xml_whatever_was_typed(client: Client, cast: Cast, path: str) -> None:
    piece = put_out(cast, "甲<b>&]]>", credits=[credit("乙\x08&")])
    PublishedArticle.objects.filter(pk=piece.pk).update(
        headline="甲\x0b<b>&]]>\ufffe", body="<p>正\x1f文]]></p>"
    )
    read(client, path)


@pytest.mark.parametrize("path", FEEDS)
def test_empty_feed_is_a_feed(client: Client, cast: Cast, path: str) -> None:
    read(client, path)


def test_corrections_reach_those_who_read_by_feed(client: Client, cast: Cast) -> None:
    piece = put_out(cast)
    piece.corrections = [{"at": timezone.now().isoformat(), "note": "将“5000元”误作“6000元”。"}]
    piece.save()
    [item] = read(client, "/feeds/latest.rss").iter("item")
    assert "将“5000元”误作“6000元”。" in (item.findtext(f"{CONTENT}encoded") or "")


@pytest.mark.parametrize("path", FEEDS)
def test_at_most_eight_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: Any, path: str
) -> None:
    piece = put_out(cast, credits=[credit("甲"), credit("乙")])
    copies(piece, [piece.visible_from] * 12)
    with django_assert_max_num_queries(8):
        client.get(path)


def test_site_address_is_the_one_the_outside_world_writes(
    client: Client, cast: Cast, settings: Any
) -> None:
    settings.SITE_URL = "https://news.example.org"
    piece = put_out(cast)
    [item] = read(client, "/feeds/latest.rss").iter("item")
    assert item.findtext("link") == f"https://news.example.org{piece.get_absolute_url()}"
    page = client.get(piece.get_absolute_url()).content.decode()
    assert f'rel="canonical" href="https://news.example.org{piece.get_absolute_url()}"' in page
