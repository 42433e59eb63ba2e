"""Formats, crops and when they are made: on demand, once, and only what a visible piece shows."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from articles import signals
from articles.images import Crop, Rendition, address, crop_named, rendition_name, renditions, store
from articles.images.said import Said, read_said, xmp_packet
from articles.images.store import make_rendition
from articles.models import Image, PublishedArticle, PublishedImage
from articles.rendering.pictures import machine_address, picture
from tests import cast as people
from tests.images import pictures
from tests.images.test_public import figure

pytestmark = pytest.mark.django_db
MIDDLE = Crop("3x2")
# The module of that name: in the package it is the function.
INSIDE = make_rendition.__globals__


@pytest.fixture
def cast() -> people.Cast:
    return people.Cast()


def photograph(size: tuple[int, int] = (1300, 900)) -> Image:
    return store(pictures.saved(pictures.photo(size), "JPEG"), "a.jpg", None)


def shown(cast: people.Cast, image: Image, **fields: Any) -> dict[str, Any]:
    """The figure of a live piece as its page draws it."""
    people.make_published(cast, figures=[figure(image, **fields)])
    return figure(image, **fields) | {
        "width": image.width,
        "height": image.height,
        "format": image.format,
    }


def got(client: Client, path: str) -> Pillow.Image:
    response = client.get(path)
    assert response.status_code == 200, path
    return pictures.opened(b"".join(response.streaming_content))


def addresses(html: str) -> list[str]:
    return [
        part.split(" ")[0]
        for value in html.replace('src="', 'srcset="').split('srcset="')[1:]
        for part in value.split('"')[0].split(", ")
    ]


@pytest.mark.parametrize(
    "place", ["body", "lead", "band", "wide", "card", "thumb", "square", "gallery"]
)
@pytest.mark.parametrize("size", [(1300, 900), (700, 1300), (2000, 300), (130, 90)])
def test_every_address_that_a_page_names_can_be_had(
    client: Client, cast: people.Cast, place: str, size: tuple[int, int]
) -> None:
    image = photograph(size)
    drawn = shown(cast, image, focal_x=0.31, focal_y=0.84)
    html = picture(drawn, place, crop=True)
    found = set(addresses(html))
    assert any(path.endswith(".avif") for path in found)
    ratio = {
        "lead": 3 / 2, "band": 16 / 9, "wide": 16 / 9, "card": 3 / 2, "thumb": 4 / 3, "square": 1,
    }.get(place, size[0] / size[1])  # fmt: skip
    for path in found:
        made = got(client, path)
        assert made.format == path.rpartition(".")[2].upper()
        assert made.width == int(path.rpartition("/")[2].split(".")[0])
        assert made.height == pytest.approx(made.width / ratio, abs=1)
        assert made.width <= size[0]


def test_a_page_reserves_the_room_and_loads_only_the_first_picture_at_once() -> None:
    drawn = {"image": "a" * 64, "width": 3000, "height": 1000, "format": "jpg", "alt": '桥"<'}
    html = picture(drawn, "lead", crop=True, first=True)
    assert 'width="1200" height="800"' in html
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html
    assert 'alt="桥&quot;&lt;"' in html
    assert html.index('type="image/avif"') < html.index("<img")
    whole = picture(drawn, "body")
    assert 'width="3000" height="1000"' in whole
    assert 'loading="lazy"' in whole
    assert "style=" not in html + whole


def test_a_drawing_has_no_avif_and_stays_exact(client: Client, cast: people.Cast) -> None:
    image = store(pictures.saved(pictures.drawing(), "PNG"), "chart.png", None)
    drawn = shown(cast, image)
    html = picture(drawn, "body")
    assert "avif" not in html
    assert 'class="drawing"' in html
    assert got(client, addresses(html)[0]).convert("RGB").tobytes() == pictures.drawing().tobytes()
    path = address(image.content_hash, Rendition(300, "avif"))
    assert client.get(path).status_code == 404


def quarters() -> bytes:
    """Red left, blue right, on 1200 × 600."""
    picture = Pillow.new("RGB", (1200, 600), "red")
    picture.paste("blue", (600, 0, 1200, 600))
    return pictures.saved(picture, "JPEG")


@pytest.mark.parametrize(("focal_x", "red"), [(0.1, 1.0), (0.5, 0.5), (0.95, 0.0)])
def test_a_crop_keeps_the_focal_point(
    client: Client, cast: people.Cast, focal_x: float, red: float
) -> None:
    drawn = shown(cast, store(quarters(), "a.jpg", None), focal_x=focal_x)
    made = got(client, addresses(picture(drawn, "square", crop=True))[0])
    row = [made.getpixel((x, 100)) for x in range(made.width)]
    reds = sum(1 for red, _green, blue in row if red > blue) / made.width
    assert reds == pytest.approx(red, abs=0.02)


def test_boxes_stay_inside_and_an_upright_picture_keeps_its_head() -> None:
    for width, height in ((3000, 2000), (1000, 3000), (5000, 400), (1, 1), (7, 3)):
        for shape in ("3x2", "16x9", "4x3", "1x1"):
            for x, y in ((0, 0), (5, 5), (10, 10)):
                left, top, right, bottom = Crop(shape, x, y).box(width, height)
                assert 0 <= left < right <= width
                assert 0 <= top < bottom <= height
    _left, top, _right, bottom = MIDDLE.box(1000, 3000)
    assert (top + bottom) / 2 < 1200
    _left, top, _right, bottom = Crop("3x2", 5, 7).box(1000, 3000)
    assert (top + bottom) / 2 == pytest.approx(2100, abs=2)


@pytest.mark.parametrize(
    "name", ["3x2-05-5", "3x2-11-5", "5x4-5-5", "3x2-5", "3x2-5-5/x", "", "x-5-5"]
)
def test_a_crop_has_one_name(name: str) -> None:
    assert crop_named(name) is None
    assert str(crop_named("16x9-10-0")) == "16x9-10-0"


def test_a_crop_around_a_point_that_no_visible_piece_names_is_not_made(
    client: Client, cast: people.Cast
) -> None:
    image = photograph()
    shown(cast, image, focal_x=0.3, focal_y=0.6)
    row = PublishedImage.objects.get()
    assert (row.focal_x, row.focal_y) == (3, 6)
    named = address(image.content_hash, Rendition(480, "webp", Crop("3x2", 3, 6)))
    other = address(image.content_hash, Rendition(480, "webp", Crop("3x2", 3, 7)))
    assert client.get(named).status_code == 200
    answer = client.get(other)
    assert (answer.status_code, answer["Cache-Control"]) == (404, "max-age=0, must-revalidate")
    odd = Rendition(481, "webp", Crop("3x2", 3, 6))
    assert client.get(address(image.content_hash, odd)).status_code == 404
    assert not default_storage.exists(rendition_name(image.content_hash, odd))


def test_withdrawal_takes_crops_and_avif_away(client: Client, cast: people.Cast) -> None:
    image = photograph()
    piece = people.make_published(cast, figures=[figure(image)])
    paths = [
        address(image.content_hash, rendition)
        for rendition in (Rendition(480, "avif"), Rendition(480, "webp", MIDDLE))
    ]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    people.step(piece, "withdraw", cast.editor, "有误")
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_however_many_ask_at_once_it_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    image = photograph()
    wanted = Rendition(960, "avif")
    made: list[str] = []
    lock = threading.Lock()
    real = INSIDE["_make"]

    def counted(*args: Any) -> Any:
        with lock:
            made.append("made")
        time.sleep(0.2)
        return real(*args)

    monkeypatch.setitem(INSIDE, "_make", counted)
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda _n: make_rendition(image.content_hash, image.format, wanted), range(4))
        )
    assert made == ["made"]
    assert len(set(answers)) == 1
    assert default_storage.exists(rendition_name(image.content_hash, wanted))


def test_a_process_that_may_not_write_still_serves_and_does_not_make_it_twice(
    client: Client, cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = photograph()
    shown(cast, image)
    made: list[str] = []
    real = INSIDE["_make"]

    def refuse(*_args: Any) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr("articles.images.files.write", refuse)
    monkeypatch.setitem(INSIDE, "_make", lambda *args: (made.append("x"), real(*args))[1])
    path = address(image.content_hash, Rendition(800, "avif", MIDDLE))
    assert got(client, path).size == got(client, path).size == (800, 533)
    assert made == ["x"]
    assert not default_storage.exists(
        rendition_name(image.content_hash, Rendition(800, "avif", MIDDLE))
    )


def test_avif_ends_where_its_encoder_would_want_too_much() -> None:
    long = renditions(1600, 12_000, "jpg", "avif")
    assert [each.width for each in long] == [480]
    assert [each.width for each in renditions(6000, 4000, "jpg", "avif")] == [480, 768, 960, 1600]
    assert [each.width for each in renditions(6000, 4000, "jpg", "webp")][-1] == 2400


def test_whose_picture_it_is_stays_in_all_that_is_large_and_where_it_was_taken_in_none(
    client: Client, cast: people.Cast
) -> None:
    camera = pictures.jpeg_of(
        (1300, 900), exif=pictures.exif(gps=True, Artist="Camera owner"), comment=b"secret"
    )
    assert b"GPS" in camera or pictures.opened(camera).getexif().get_ifd(0x8825)
    data = pictures.with_iptc(
        camera, byline="张三".encode(), credit="溯江社".encode(), copyright="© <溯江>".encode()
    )
    image = store(data, "a.jpg", None)
    assert (image.credit, image.rights_holder) == ("张三/溯江社", "© <溯江>")
    shown(cast, image)
    with default_storage.open(image.storage_name) as file:
        original = file.read()
    paths = [address(image.content_hash, Rendition(960, each)) for each in ("webp", "avif")]
    webp, avif = (b"".join(client.get(path).streaming_content) for path in paths)
    # Where it would stand as it is, another sign stands for the one that begins a tag; what is made
    # later is made from there.
    marked, plain = "© ‹溯江›", "© <溯江>"
    for kept, rights in ((original, marked), (webp, plain), (avif, marked)):
        said = read_said(pictures.opened(kept))
        assert (said.creator, said.agency, said.rights_holder) == ("张三", "溯江社", rights)
        assert not pictures.opened(kept).getexif()
        for trace in (b"GPS", b"Camera", b"secret", b"Exif"):
            assert trace not in kept
    assert b"8BIM" in original
    small = b"".join(client.get(address(image.content_hash, 480)).streaming_content)
    assert b"dc:creator" not in small


@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "TIFF"])
def test_xmp_alone_is_read_too(file_format: str) -> None:
    packet = xmp_packet(Said(creator="李四 & 王五", agency="社", rights_holder="c"))
    if file_format == "PNG":
        notes = PngInfo()
        notes.add_itxt("XML:com.adobe.xmp", packet.decode())
        data = pictures.saved(pictures.drawing(), "PNG", pnginfo=notes)
    elif file_format == "TIFF":
        data = pictures.saved(pictures.drawing(), "TIFF", tiffinfo={700: packet})
    else:
        data = pictures.saved(pictures.drawing(), "WEBP", xmp=packet)
    image = store(data, "a", None)
    assert image.credit == "李四 & 王五/社"
    assert image.rights_holder == "c"
    assert store(data, "a", None) == image


@pytest.mark.parametrize(
    "packet",
    [
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'bbbb'>]><a>&b;</a>",
        b"<not xml",
        b"<a>" * 100_000,
        b"\xff\xfe",
    ],
)
def test_hostile_xmp_counts_as_unsaid(packet: bytes) -> None:
    data = pictures.saved(pictures.photo((64, 64)), "WEBP", xmp=packet)
    image = store(data, "a", None)
    assert (image.caption, image.credit) == ("", "")


def test_machines_get_a_jpeg_that_is_not_the_original(client: Client, cast: people.Cast) -> None:
    image = store(
        pictures.with_iptc(pictures.jpeg_of((2000, 1400)), byline="张三".encode()), "a.jpg", None
    )
    drawn = shown(cast, image, focal_y=0.2)
    whole = got(client, machine_address(drawn))
    assert (whole.format, whole.size) == ("JPEG", (1600, 1120))
    assert read_said(whole).creator == "张三"
    square = got(client, machine_address(drawn, "1x1"))
    assert (square.format, square.size) == ("JPEG", (1200, 1200))
    chart = store(pictures.saved(pictures.drawing(), "PNG"), "chart.png", None)
    assert machine_address(shown(cast, chart)).endswith("/original")


def test_a_piece_that_appears_has_its_pictures_made_ahead(
    client: Client, cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = photograph()
    piece = people.make_published(cast, figures=[figure(image, is_cover=True, focal_x=0.2)])
    make_listener = signals.appeared.listeners["pictures"]
    make_listener(piece.pk)
    drawn = PublishedArticle.objects.get().figures[0]
    monkeypatch.setitem(INSIDE, "_make", lambda *_args: pytest.fail("made while a reader waits"))
    for place in ("body", "lead", "band", "wide", "card", "thumb", "square"):
        for path in addresses(picture(drawn, place, crop=True)):
            if path.endswith(".avif"):
                assert client.get(path).status_code == 200
    make_listener(piece.pk)
    make_listener(999_999)
    default_storage.delete(image.storage_name)
    default_storage.delete(rendition_name(image.content_hash, Rendition(480, "avif")))
    make_listener(piece.pk)


def test_an_upload_of_a_large_photograph_answers_soon() -> None:
    data = pictures.saved(pictures.photo((6000, 4000)), "JPEG", quality=80)
    began = time.process_time()
    store(data, "a.jpg", None)
    # Seconds of computing, not of waiting for other programs; 1.3 where this was written.
    assert time.process_time() - began < 4
