"""Topics for readers: what stands on the page, what machines read of it, what never shows."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from articles import images
from articles.desk import specials
from articles.models import PublishedSpecial, SiteIdentity
from tests.cast import Cast
from tests.matrix.pieces import picture
from tests.public.archive import figure, make_image, put_out_tomorrow, take_down
from tests.public.archive import put_out as piece_out
from tests.public.sitemap_rules import check
from tests.public.test_lists import main_of
from tests.public.test_structured import (
    SCHEMA,
    canonical_of,
    data_of,
    graph_of,
    metas_of,
    read,
)
from tests.public.vocabulary import faults
from tests.topics.topics import cover_fields, make_special, public_special

HEADLINE = re.compile(r'<h[23]><a href="/[0-9/]{11}(\d+)/"')


@pytest.fixture(autouse=True)
def identity(cast: Cast) -> None:
    cache.clear()
    SiteIdentity.objects.create(pk=1, site_name="东埠职工网", paper_name="东埠工人报")


def listed(client: Client, path: str = "/topics/night/") -> list[int]:
    return [int(number) for number in HEADLINE.findall(main_of(client.get(path)))]


def test_groups_and_pieces_stand_in_the_order_that_was_chosen(client: Client, cast: Cast) -> None:
    one, two, three = (piece_out(cast, headline) for headline in ("甲稿", "乙稿", "丙稿"))
    public_special(cast, ("路边", [two.pk, one.pk]), ("车上", [three.pk]))
    page = main_of(client.get("/topics/night/"))
    assert listed(client) == [two.pk, one.pk, three.pk]
    assert re.findall(r'<h2 id="group-\d+-name">([^<]+)<', page) == ["路边", "车上"]
    assert re.findall(r'<li><a href="#(group-\d)">', page) == ["group-1", "group-2"]
    assert "从候车的人写起" in page
    assert re.findall(r'<nav class="path".*?</nav>', page)[0].count("<li>") == 2


def test_only_what_is_public_appears(client: Client, cast: Cast) -> None:
    here, gone = piece_out(cast, "在的"), piece_out(cast, "撤下的")
    later = put_out_tomorrow(cast)
    public_special(cast, ("路边", [here.pk, gone.pk]), ("以后", [later.pk]))
    assert listed(client) == [here.pk, gone.pk]
    take_down(gone)
    page = main_of(client.get("/topics/night/"))
    assert listed(client) == [here.pk]
    # A group that has nothing to show is not announced either.
    for words in ("以后", "明天见报", "撤下的", "topic-groups"):
        assert words not in page


def test_a_topic_that_is_not_out_is_nowhere(client: Client, cast: Cast) -> None:
    piece = piece_out(cast)
    special = make_special(cast, ("路边", [piece.pk]))
    assert client.get("/topics/night/").status_code == 404
    for path in ("/topics/", piece.get_absolute_url(), "/sitemaps/pages.xml", "/"):
        text = client.get(path).content.decode()
        assert "夜班人" not in text
        assert "/topics/night/" not in text
    specials.publish(cast.chief, special)
    assert client.get("/topics/night/").status_code == 200
    specials.take_down(cast.chief, special, "不做了")
    assert client.get("/topics/night/").status_code == 404
    assert "夜班人" not in client.get(piece.get_absolute_url()).content.decode()


def test_without_pieces_it_says_so_and_leads_on(client: Client, cast: Cast) -> None:
    public_special(cast, ("以后", [put_out_tomorrow(cast).pk]))
    page = read(client, "/topics/night/")
    assert 'class="nothing"' in page
    assert metas_of(page)["robots"] == ["noindex, follow"]
    assert "正在采写" in main_of(client.get("/topics/"))


def test_a_piece_leads_to_its_topics(client: Client, cast: Cast) -> None:
    piece = piece_out(cast)
    for slug, title in (("night", "夜班人"), ("bridge", "桥与桥下")):
        public_special(cast, ("", [piece.pk]), slug=slug, title=title)
    page = main_of(client.get(piece.get_absolute_url()))
    assert re.findall(r'<a href="/topics/([^/]+)/">([^<]+)</a>', page) == [
        ("bridge", "桥与桥下"),
        ("night", "夜班人"),
    ]


def test_cover_is_served_while_the_topic_is_out(client: Client, cast: Cast) -> None:
    image = images.store(picture((70, 90, 110)), "cover.jpg", cast.reporter)
    special = make_special(cast, cover=image, cover_alt="末班车的灯", cover_focal_x=0.2)

    def status(name: str) -> int:
        return client.get(f"/images/{image.content_hash}/{name}").status_code

    assert {status(name) for name in ("480.webp", "original")} == {404}
    specials.publish(cast.chief, special)
    assert {status(name) for name in ("480.webp", "3x2-2-5/480.webp", "original")} == {200}
    assert status("3x2-9-9/480.webp") == 404
    page = read(client, "/topics/night/")
    assert 'alt="末班车的灯"' in page
    [shared] = metas_of(page)["og:image"]
    assert client.get(shared.removeprefix("http://testserver")).status_code == 200
    specials.take_down(cast.chief, special, "不做了")
    assert {status(name) for name in ("480.webp", "3x2-2-5/480.webp", "original")} == {404}


def test_the_list_has_every_topic_the_newest_first(client: Client, cast: Cast) -> None:
    page = main_of(client.get("/topics/"))
    assert "还没有专题" in page
    piece = piece_out(cast)
    public_special(cast, ("", [piece.pk, put_out_tomorrow(cast).pk]))
    public_special(cast, slug="bridge", title="桥与桥下", **cover_fields())
    page = main_of(client.get("/topics/"))
    assert re.findall(r'<h2><a href="/topics/([^/]+)/">', page) == ["bridge", "night"]
    assert "1 篇" in page
    assert 'href="/topics/"' in client.get("/").content.decode().split('class="imprint"')[1]


def test_older_topics_are_a_page_further(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from articles.public import specials as views

    monkeypatch.setattr(views, "SIZE", 2)
    for number in range(5):
        public_special(cast, slug=f"topic-{number}", title=f"专题{number}")
    found: list[str] = []
    path = "/topics/"
    while path:
        page = main_of(client.get(path))
        found += re.findall(r'<h2><a href="/topics/([^/]+)/">', page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        path = older[1] if older else ""
    assert found == [f"topic-{number}" for number in (4, 3, 2, 1, 0)]
    assert client.get("/topics/?before=x").status_code == 404


def test_machines_read_a_topic(client: Client, cast: Cast) -> None:
    two, one = piece_out(cast, "乙稿"), piece_out(cast, "甲稿")
    public_special(cast, ("路边", [two.pk]), ("车上", [one.pk]), **cover_fields())
    for path in ("/topics/night/", "/topics/"):
        page = read(client, path)
        assert [faults(data) for data in data_of(page) if data["@context"] == SCHEMA] == [[]]
        assert set(graph_of(page)) == {"CollectionPage", "BreadcrumbList"}
        assert canonical_of(page) == [path]
        assert metas_of(page)["robots"] == ["max-image-preview:large"]
    page = read(client, "/topics/night/")
    collection = graph_of(page)["CollectionPage"]
    items = collection["mainEntity"]["itemListElement"]
    assert [item["name"] for item in items] == ["乙稿", "甲稿"]
    assert collection["description"] == metas_of(page)["og:description"][0]
    steps = graph_of(page)["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["首页", "专题", "夜班人"]


def test_sitemap_has_the_topics_in_which_there_is_something(client: Client, cast: Cast) -> None:
    def found() -> list[str]:
        root = check(client.get("/sitemaps/pages.xml").content)
        return [each for each in root.itertext() if "/topics/" in each]

    public_special(cast, ("", [put_out_tomorrow(cast).pk]), slug="empty", title="空的")
    assert found() == []
    piece = piece_out(cast)
    public_special(cast, ("", [piece.pk]))
    assert found() == ["http://testserver/topics/", "http://testserver/topics/night/"]
    take_down(piece)
    assert found() == []


@pytest.mark.parametrize("number", [1, 12])
def test_queries_do_not_grow(
    client: Client, cast: Cast, django_assert_max_num_queries: Any, number: int
) -> None:
    pieces = [
        piece_out(cast, f"稿{each}", figures=[figure(image, is_cover=True)])
        for each, image in enumerate([make_image(f"{letter:x}") for letter in range(number)])
    ]
    for each in range(number):
        public_special(
            cast,
            *((f"组{piece.pk}", [piece.pk]) for piece in pieces),
            slug=f"topic-{each}",
            title=f"专题{each}",
        )
    for path, most in (
        ("/topics/topic-0/", 4), ("/topics/", 3), (pieces[0].get_absolute_url(), 4),
        ("/sitemaps/pages.xml", 3),
    ):  # fmt: skip
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200
    assert PublishedSpecial.objects.count() == number
