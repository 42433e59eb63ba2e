"""What machines read in a page, held against schema.org's own vocabulary."""

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.models import Author
from articles.models import (
    Image,
    Page,
    PublishedArticle,
    PublishedCorrection,
    SiteIdentity,
    Tag,
)
from tests.cast import Cast, make_section
from tests.public.archive import copies, credit, figure, make_image, put_out
from tests.public.vocabulary import faults

SCHEMA = "https://schema.org"


def data_of(page: str) -> list[dict[str, Any]]:
    return [
        json.loads(text)
        for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    ]


def graph_of(page: str) -> dict[str, dict[str, Any]]:
    """The page's nodes by their types."""
    [found] = [data for data in data_of(page) if data["@context"] == SCHEMA]
    return {node["@type"]: node for node in found["@graph"]}


def metas_of(page: str) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page):
        metas.setdefault(name, []).append(html.unescape(content))
    return metas


def canonical_of(page: str) -> list[str]:
    return re.findall(r'<link rel="canonical" href="http://testserver([^"]*)"', page)


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.fixture
def piece(cast: Cast) -> PublishedArticle:
    """A piece that has everything a piece may have."""
    SiteIdentity.objects.create(
        pk=1,
        site_name="东埠职工网",
        paper_name="东埠工人报",
        slogan="为劳动者写",
        address="东埠市港前路1号",
        phones="0000-1234，新闻热线：0000-1235",
        email="desk@example.org",
        reporting_phone="0000-5678",
        copyright_text="东埠工人报版权所有",
        logo=ContentFile(b"logo", name="logo.png"),
    )
    local = make_section("local", "本地", cast.desk, parent=cast.section)
    author = Author.objects.create(
        name="郝佳伟", biography="跑港口二十年。", portrait=ContentFile(b"face", name="face.png")
    )
    cover, other = make_image("a", 2400, 1600), make_image("b", 800, 1200)
    Image.objects.update(format="jpg")
    piece = put_out(
        cast,
        "门机进屏幕",
        deck="三十一名司机转岗",
        kicker="东埠港改造",
        section=local,
        at=timezone.now() - timedelta(days=2),
        original_headline="门机司机的新座位",
        origin="reprint",
        source_author="原作者",
        source_url="https://source.example/1",
        tags=(Tag.objects.create(name="港口"), Tag.objects.create(name="转岗")),
        credits=[
            credit("郝佳伟", author=author.pk),
            credit("李泊安", "correspondent"),
            credit("译者", "translator"),
        ],
        responsible_editor="胡睿琳",
        ai_label="assisted",
        figures=[
            figure(cover, is_cover=True, alt="门机", caption="门机操作室", credit="贺枝远 摄"),
            figure(other, rights_holder="港务局", licence="https://licence.example/by"),
        ],
    )
    piece.source_name = "港口报"
    piece.corrections = [{"at": timezone.now().isoformat(), "note": "“5000元”应为“6000元”。"}]
    piece.updated_at = timezone.now()
    piece.save()
    return piece


def test_every_page_keeps_to_the_vocabulary(
    client: Client, cast: Cast, piece: PublishedArticle
) -> None:
    copies(piece, [piece.visible_from - timedelta(hours=hour) for hour in range(25)])
    author = Author.objects.get()
    pages = {
        "/": "WebSite NewsMediaOrganization",
        piece.get_absolute_url(): "NewsArticle BreadcrumbList",
        "/news/": "CollectionPage BreadcrumbList",
        "/local/": "CollectionPage BreadcrumbList",
        "/tags/港口/": "CollectionPage BreadcrumbList",
        f"/archive/{piece.date:%Y/%m/%d}/": "CollectionPage BreadcrumbList",
        author.get_absolute_url(): "ProfilePage BreadcrumbList",
        "/corrections/": "CollectionPage BreadcrumbList",
        "/search/": "SearchResultsPage BreadcrumbList",
        "/search/?q=门机": "SearchResultsPage BreadcrumbList",
    }
    for path, kinds in pages.items():
        page = read(client, path)
        [data] = [data for data in data_of(page) if data["@context"] == SCHEMA]
        assert faults(data) == [], path
        assert set(graph_of(page)) == set(kinds.split()), path


@pytest.mark.parametrize(
    "wrong",
    [
        {"@type": "NewsPiece"},
        {"@type": "NewsArticle", "headlines": "x"},
        {"@type": "NewsArticle", "jobTitle": "x"},
        {"@type": "NewsArticle", "author": {"@type": "BreadcrumbList"}},
        {"@type": "NewsArticle", "author": "a name is no person"},
        {"@type": "NewsArticle", "dateModified": "yesterday"},
        {"@type": "VideoObject", "duration": "PT"},
        {"@type": "VideoObject", "duration": "12 seconds"},
        {"@type": "NewsArticle", "digitalSourceType": "https://schema.org/Handmade"},
        {"@type": "NewsArticle", "image": {"@type": "ImageObject", "width": "broad", "alt": "x"}},
    ],
)
def test_the_judge_is_not_asleep(wrong: dict[str, Any]) -> None:
    assert faults({"@context": SCHEMA, "@graph": [wrong]})


def test_what_is_said_of_a_piece(client: Client, piece: PublishedArticle) -> None:
    data = graph_of(read(client, piece.get_absolute_url()))["NewsArticle"]
    assert [author["name"] for author in data["author"]] == ["郝佳伟", "李泊安", "译者"]
    assert data["author"][0]["url"] == f"http://testserver/authors/{Author.objects.get().pk}/"
    assert data["author"][1]["jobTitle"] == "通讯员"
    assert [person["name"] for person in data["translator"]] == ["译者"]
    assert data["editor"]["name"] == "胡睿琳"
    assert data["publisher"]["name"] == "东埠工人报"
    assert data["headline"] == "门机进屏幕——三十一名司机转岗"
    assert data["articleSection"] == "本地"
    assert sorted(data["keywords"]) == ["港口", "转岗"]
    assert data["datePublished"] < data["dateModified"]
    assert data["digitalSourceType"].startswith(f"{SCHEMA}/CompositeWithTrainedAlgorithmic")
    assert data["correction"][0]["text"] == "“5000元”应为“6000元”。"
    original = data["isBasedOn"]
    assert original["url"] == "https://source.example/1"
    assert original["headline"] == "门机司机的新座位"
    assert (original["author"]["name"], original["publisher"]["name"]) == ("原作者", "港口报")
    *crops, cover, other = data["image"]
    assert [crop.rsplit("/", 2)[1].split("-")[0] for crop in crops] == ["16x9", "4x3", "1x1"]
    assert (cover["width"], cover["height"]) == (1600, 1067)
    assert (cover["caption"], cover["creditText"]) == ("门机操作室", "贺枝远 摄")
    assert other["copyrightNotice"] == "港务局"
    assert other["license"] == "https://licence.example/by"


def test_nothing_is_said_of_what_a_piece_has_not(client: Client, cast: Cast) -> None:
    piece = put_out(cast)
    data = graph_of(read(client, piece.get_absolute_url()))["NewsArticle"]
    for name in ("image", "editor", "correction", "isBasedOn", "digitalSourceType", "keywords",
                 "translator", "alternativeHeadline"):  # fmt: skip
        assert name not in data
    # Nobody signed it, so the paper did.
    assert data["author"] == [data["publisher"]]
    assert data["dateModified"] == data["datePublished"]


def test_the_way_to_a_piece(client: Client, piece: PublishedArticle) -> None:
    steps = graph_of(read(client, piece.get_absolute_url()))["BreadcrumbList"]["itemListElement"]
    paths = [step["item"].removeprefix("http://testserver") for step in steps]
    assert paths == ["/", "/news/", "/local/", piece.get_absolute_url()]
    assert [step["position"] for step in steps] == [1, 2, 3, 4]


def test_home_says_who_publishes_and_how_to_search(client: Client, piece: Any) -> None:
    graph = graph_of(read(client, "/"))
    paper = graph["NewsMediaOrganization"]
    assert paper["name"] == "东埠工人报"
    assert paper["alternateName"] == "东埠职工网"
    assert paper["telephone"] == "0000-1234"
    contacts = [(each["contactType"], each["telephone"]) for each in paper["contactPoint"]]
    assert contacts == [("新闻热线", "0000-1235"), ("违法和不良信息举报", "0000-5678")]
    action = graph["WebSite"]["potentialAction"]
    address = action["target"]["urlTemplate"].replace("{words}", "门机")
    assert "门机" in read(client, address.removeprefix("http://testserver"))
    assert graph["WebSite"]["publisher"]["@id"] == paper["@id"]


def test_pages_about_the_paper_are_its_policies(client: Client, cast: Cast) -> None:
    Page.objects.filter(slug__in=("how-we-work", "contact")).update(body="<p>先核实。</p>")
    paper = graph_of(read(client, "/"))["NewsMediaOrganization"]
    assert paper["publishingPrinciples"] == "http://testserver/pages/how-we-work/"
    assert paper["actionableFeedbackPolicy"] == "http://testserver/pages/contact/"
    assert paper["correctionsPolicy"] == "http://testserver/corrections/"
    # Nothing stands there yet.
    assert "ownershipFundingInfo" not in paper
    for path, kind in (("/pages/how-we-work/", "WebPage"), ("/pages/contact/", "ContactPage")):
        page = read(client, path)
        assert [faults(data) for data in data_of(page)] == [[]]
        assert set(graph_of(page)) == {kind, "BreadcrumbList"}
        assert canonical_of(page) == [path]
    [home] = data_of(read(client, "/"))
    assert faults(home) == []


def test_author_page_says_who_and_what(client: Client, piece: PublishedArticle) -> None:
    author = Author.objects.get()
    page = graph_of(read(client, author.get_absolute_url()))["ProfilePage"]
    assert page["mainEntity"]["@type"] == "Person"
    assert page["mainEntity"]["description"] == "跑港口二十年。"
    assert page["mainEntity"]["image"] == f"http://testserver/authors/{author.pk}/portrait"
    assert [work["headline"] for work in page["hasPart"]] == ["门机进屏幕——三十一名司机转岗"]
    Author.objects.update(kind=Author.Kind.AGENCY)
    page = graph_of(read(client, author.get_absolute_url()))["ProfilePage"]
    assert page["mainEntity"]["@type"] == "Organization"


def test_list_names_its_pieces_in_order(client: Client, cast: Cast) -> None:
    older = put_out(cast, "先出的", at=timezone.now() - timedelta(hours=3))
    newer = put_out(cast, "后出的")
    items = graph_of(read(client, "/news/"))["CollectionPage"]["mainEntity"]["itemListElement"]
    assert [item["name"] for item in items] == ["后出的", "先出的"]
    assert [item["url"] for item in items] == [
        f"http://testserver{each.get_absolute_url()}" for each in (newer, older)
    ]


def test_shared_link_shows_the_piece(client: Client, piece: PublishedArticle) -> None:
    metas = metas_of(read(client, piece.get_absolute_url()))
    assert metas["og:type"] == ["article"]
    assert metas["og:locale"] == ["zh_CN"]
    assert metas["og:title"] == ["门机进屏幕——三十一名司机转岗"]
    assert "/16x9-5-5/" in metas["og:image"][0]
    assert (metas["og:image:width"], metas["og:image:height"]) == (["1200"], ["675"])
    assert metas["og:image:alt"] == ["门机"]
    assert metas["article:section"] == ["本地"]
    assert sorted(metas["article:tag"]) == ["港口", "转岗"]
    assert metas["author"] == metas["article:author"] == ["郝佳伟", "李泊安", "译者"]
    assert metas["article:published_first"] == ["港口报, https://source.example/1"]
    published = timezone.localtime(piece.visible_from).isoformat(timespec="seconds")
    updated = timezone.localtime(piece.updated_at).isoformat(timespec="seconds")
    assert metas["article:published_time"] == metas["bytedance:published_time"] == [published]
    assert metas["article:modified_time"] == metas["bytedance:updated_time"] == [updated]


def test_baidu_reads_the_hours_on_the_newsrooms_clock(
    client: Client, piece: PublishedArticle
) -> None:
    [hours] = [
        data
        for data in data_of(read(client, piece.get_absolute_url()))
        if data["@context"] != SCHEMA
    ]
    assert hours["@id"] == f"http://testserver{piece.get_absolute_url()}"
    assert hours["title"] == "门机进屏幕——三十一名司机转岗"
    for name, at in (("pubDate", piece.visible_from), ("upDate", piece.updated_at)):
        assert hours[name] == f"{timezone.localtime(at):%Y-%m-%dT%H:%M:%S}"


def test_only_the_first_page_of_a_list_is_to_be_found(client: Client, cast: Cast) -> None:
    piece = put_out(cast)
    copies(piece, [piece.visible_from - timedelta(hours=hour) for hour in range(1, 25)])
    first = read(client, "/news/")
    assert canonical_of(first) == ["/news/"]
    assert metas_of(first)["robots"] == ["max-image-preview:large"]
    [older] = re.findall(r'href="(/news/\?before=[^"]+)"', first)
    second = read(client, older)
    assert canonical_of(second) == [older]
    assert metas_of(second)["robots"] == ["noindex, follow"]


@pytest.mark.parametrize(
    "path", ["/search/?q=", "/search/?q=夜班", "/culture/", "/archive/2020/01/01/"]
)
def test_pages_without_matter_of_their_own_are_not_to_be_found(
    client: Client, cast: Cast, path: str
) -> None:
    put_out(cast)
    assert metas_of(read(client, path))["robots"] == ["noindex, follow"]
    if path.startswith("/search/"):
        assert canonical_of(read(client, path)) == []


def test_address_of_a_page_leaves_out_what_was_added_to_it(client: Client, cast: Cast) -> None:
    piece = put_out(cast)
    for path in ("/", "/news/", "/search/", piece.get_absolute_url()):
        page = read(client, f"{path}?from=timeline")
        assert canonical_of(page) == [path]
        assert "noindex" not in metas_of(page)["robots"][0]


def test_corrections_are_told_to_machines(client: Client, cast: Cast) -> None:
    assert metas_of(read(client, "/corrections/"))["robots"] == ["max-image-preview:large"]
    piece = put_out(cast)
    PublishedCorrection.objects.create(article=piece, note="“5”应为“6”。", at=timezone.now())
    page = read(client, "/corrections/")
    [item] = graph_of(page)["CollectionPage"]["mainEntity"]["itemListElement"]
    assert item["url"].startswith(f"http://testserver{piece.get_absolute_url()}#correction-")
    assert canonical_of(page) == ["/corrections/"]
    metas = metas_of(page)
    assert metas["og:title"] == ["更正"]
    assert metas["og:description"] == metas["description"]
    assert len(metas["robots"]) == 1


def test_every_page_says_where_it_stands(client: Client, piece: PublishedArticle) -> None:
    """The same way for readers and for machines, but for the page's own name at its end."""
    Page.objects.filter(slug="about").update(body="<p>办报的人。</p>")
    author = Author.objects.get()
    paths = (
        piece.get_absolute_url(), "/news/", "/local/", "/tags/港口/", "/search/", "/search/?q=门机",
        f"/archive/{piece.date:%Y/%m/%d}/", author.get_absolute_url(), "/corrections/",
        "/pages/about/", "/topics/",
    )  # fmt: skip
    for path in paths:
        page = read(client, path)
        way = re.findall(r'<nav class="path".*?</nav>', page, re.S)
        assert len(way) == 1, path
        shown = re.findall(r'<li><a href="([^"]+)">([^<]+)</a></li>', way[0])
        told = [
            (step["item"].removeprefix("http://testserver"), step["name"])
            for step in graph_of(page)["BreadcrumbList"]["itemListElement"]
        ]
        assert shown == told[:-1], path
