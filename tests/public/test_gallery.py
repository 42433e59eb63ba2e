"""Pictures that follow each other become a gallery that needs no script."""

import re

import pytest
from django.test import Client

from articles.models import Image
from articles.rendering import article_context, load_site
from tests.cast import Cast
from tests.public.archive import put_out
from tests.public.test_article import figure, make_image, placeholder

pytestmark = pytest.mark.django_db


def page(client: Client, cast: Cast, body: str, images: list[Image], **said: str) -> str:
    piece = put_out(cast, body=body, figures=[figure(image, **said) for image in images])
    return client.get(piece.get_absolute_url()).content.decode().split("<main")[1]


def test_two_in_a_row_are_a_gallery_and_one_alone_is_none(client: Client, cast: Cast) -> None:
    images = [make_image(letter) for letter in "abc"]
    first, second, third = (placeholder(image.content_hash) for image in images)
    main = page(client, cast, f"<p>前。</p>{first}{second}<p>中。</p>{third}<p>后。</p>", images)
    assert main.count('class="album"') == 1
    assert re.findall(r'<li id="([^"]+)">', main) == ["album-1-1", "album-1-2"]
    assert main.index("前。") < main.index('class="album"') < main.index("中。")
    assert main.count('<figure class="wide">') == 1


def test_what_the_text_does_not_place_is_a_gallery_at_the_foot(client: Client, cast: Cast) -> None:
    images = [make_image(letter) for letter in "abcd"]
    both = placeholder(images[0].content_hash) + placeholder(images[1].content_hash)
    main = page(client, cast, f"<p>前。</p>{both}<p>后。</p>", images)
    assert re.findall(r'<li id="([^"]+)">', main) == [
        "album-1-1", "album-1-2", "album-2-1", "album-2-2",
    ]  # fmt: skip
    assert main.index("后。") < main.index("album-2-1")
    one_left = page(client, cast, f"<p>前。</p>{both}<p>后。</p>", images[:3])
    assert "album-2" not in one_left
    assert images[2].content_hash in one_left


def test_each_picture_has_its_words_its_anchor_and_a_plain_link(client: Client, cast: Cast) -> None:
    images = [make_image("a", 3000, 2000), make_image("b", 800, 1200)]
    main = page(client, cast, "<p>一。</p>", images, alt="塔吊", caption="<夜>", credit="贺枝远 摄")
    assert main.count("&lt;夜&gt;") == 2
    assert main.count("贺枝远 摄") == 2
    anchors = re.findall(r'<li id="([^"]+)">', main)
    assert re.findall(r'<a href="#([^"]+)" aria-label="[^"]+">', main) == anchors
    large = re.findall(r'<a class="large" href="([^"]+)" aria-label="([^"]+)">', main)
    assert [href for href, _label in large] == [
        f"/images/{'a' * 64}/2400.webp", f"/images/{'b' * 64}/800.webp",
    ]  # fmt: skip
    assert all("塔吊" in label for _href, label in large)
    assert 'role="region" tabindex="0" aria-label="组图，共 2 张"' in main
    assert "<script" not in main
    assert "style=" not in main


def test_feeds_have_each_picture_by_itself_with_whole_addresses(client: Client, cast: Cast) -> None:
    images = [make_image("a"), make_image("b")]
    put_out(cast, figures=[figure(image, caption="桥") for image in images])
    feed = client.get("/feeds/latest.rss").content.decode()
    for image in images:
        assert f"http://testserver/images/{image.content_hash}/" in feed
    assert "=&quot;/images/" not in feed
    assert "album" not in feed


def test_screens_that_count_blocks_get_one_element_for_each(cast: Cast) -> None:
    images = [make_image("a"), make_image("b")]
    both = "".join(placeholder(image.content_hash) for image in images)
    piece = put_out(
        cast, body=f"<p>前。</p>{both}<p>后。</p>", figures=[figure(image) for image in images]
    )
    body = article_context(piece, load_site(), plain=True)["body"]
    assert re.findall("<(p|figure|div|a)\\b", body) == ["p", "figure", "figure", "p"]


def test_a_figure_at_the_very_top_is_not_loaded_lazily(client: Client, cast: Cast) -> None:
    image = make_image("a")
    top = page(client, cast, f"{placeholder(image.content_hash)}<p>后。</p>", [image])
    assert top.count("fetchpriority") == 1
    below = page(client, cast, f"<p>前。</p>{placeholder(image.content_hash)}", [image])
    assert "fetchpriority" not in below
