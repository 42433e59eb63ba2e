"""What a page weighs on its way to a reader."""

import gzip
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.readers.examples import examples
from tests.readers.stage import furnish

pytestmark = pytest.mark.django_db
KB = 1024
PACKED = {"accept-encoding": "gzip"}


def sent(client: Client, path: str) -> bytes:
    """The bytes that a browser gets."""
    response = client.get(path, headers=PACKED)
    assert response["Content-Encoding"] == "gzip", path
    assert "Accept-Encoding" in response["Vary"]
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_page_is_light_and_comes_from_here_alone(client: Client) -> None:
    furnish()
    sheets, scripts = set(), set()
    for example in examples():
        if example.text or example.status != 200 or example.path.startswith("/preview/"):
            continue
        packed = sent(client, example.path)
        page = gzip.decompress(packed).decode()
        sheets |= set(re.findall(r'<link rel="stylesheet" href="([^"]+)"', page))
        scripts |= set(re.findall(r'<script[^>]* src="([^"]+)"', page))
        loaded = re.findall(r'(?:src|poster)="([^"]+)"', page)
        for several in re.findall(r'srcset="([^"]+)"', page):
            loaded += [each.split()[0] for each in several.split(",")]
        loaded += re.findall(r'<link rel="(?:stylesheet|icon|preload)" href="([^"]+)"', page)
        assert [each for each in loaded if urlsplit(each).netloc] == [], example.name
        if example.name.startswith("article"):
            body = re.search(r'<div class="story-body">(.*?)</div>\s*(?=<)', page, re.DOTALL)
            assert body is not None
            words = gzip.compress(re.sub(r"<[^>]+>", "", body[1]).encode(), 6)
            assert len(packed) - len(words) <= 15 * KB, example.name
    [sheet] = sheets
    assert len(sent(client, sheet)) <= 15 * KB
    assert sum(len(b"".join(client.get(each).streaming_content)) for each in scripts) <= 10 * KB


def test_packed_and_plain_are_the_same_page(client: Client) -> None:
    furnish()
    plain = client.get("/")
    packed = client.get("/", headers=PACKED)
    assert gzip.decompress(packed.content) == plain.content
    assert client.get("/", headers=PACKED).content == packed.content
    again = client.get("/", headers=PACKED | {"if-none-match": packed["ETag"]})
    assert again.status_code == 304


def test_every_page_says_what_it_is(client: Client) -> None:
    furnish()
    for example in examples():
        if example.text or example.status != 200 or example.path.startswith("/preview/"):
            continue
        page = client.get(example.path).content.decode()
        head = page.partition("</head>")[0]
        assert re.search(r"<title>[^<]{3,}</title>", head), example.name
        assert re.search(r'<meta name="description" content="[^"]{2,}">', head), example.name
