"""Hostile and broken files: a sentence, and nothing kept."""

import zlib
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from articles.images import ImageRefused, small_public_image, store
from articles.models import Image
from tests.images import pictures

pytestmark = pytest.mark.django_db


def refusal(data: bytes, name: str = "picture.jpg") -> str:
    """The sentence, in English, after making sure that nothing was kept."""
    with pytest.raises(ImageRefused) as caught:
        store(data, name, None)
    assert Image.objects.count() == 0
    assert not default_storage.exists("images")
    return str(caught.value)


@pytest.fixture(autouse=True)
def _english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize("size", [(65_000, 65_000), (20_000, 20_000), (9_000, 9_000)])
def test_a_decompression_bomb_is_refused_before_it_goes_off(size: tuple[int, int]) -> None:
    assert "pixels" in refusal(pictures.png_bomb(*size))


def test_other_bombs() -> None:
    flat = Pillow.new("L", (4000, 3900))
    assert "15 million" in refusal(pictures.saved(flat, "GIF"))
    assert "15 million" in refusal(pictures.saved(flat, "TIFF", compression="tiff_lzw"))
    assert "8.5 million" in refusal(pictures.saved(Pillow.new("RGB", (3000, 3000)), "WEBP"))
    assert "52 million" in refusal(pictures.saved(Pillow.new("L", (7300, 7200)), "JPEG"))


def test_a_progressive_jpeg_whose_coefficients_alone_are_too_large() -> None:
    picture = Pillow.new("RGB", (7000, 7000))
    data = pictures.saved(picture, "JPEG", progressive=True, subsampling=0)
    assert "progressive" in refusal(data)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "TIFF"])
def test_a_truncated_file(file_format: str) -> None:
    data = pictures.saved(pictures.photo(), file_format)
    for part in (0.9, 0.5, 0.02):
        assert refusal(data[: int(len(data) * part)])


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "TIFF"])
def test_a_file_with_altered_bytes_is_refused_or_safe(file_format: str) -> None:
    data = pictures.saved(pictures.photo((64, 64)), file_format)
    for at in range(0, len(data), max(1, len(data) // 80)):
        altered = data[:at] + bytes((data[at] ^ 0xFF,)) + data[at + 1 :]
        try:
            safe = small_public_image(altered, 64)
        except ImageRefused:
            continue
        assert max(pictures.opened(safe).size) <= 64


def test_svg_is_refused_whatever_it_is_called() -> None:
    assert "SVG" in refusal(pictures.SVG, "logo.png")
    assert "SVG" in refusal(b"\xef\xbb\xbf  " + pictures.SVG.split(b"?>")[1], "logo.svg")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\0\0\0\x20ftypheic\0\0\0\0", "HEIC"),
        (b"MZ\x90\0program", "cannot|not a picture"),
        (b"<html><script>alert(1)</script>", "not a picture"),
        (b"\x89PNG\r\n\x1a\n", "not a picture|damaged"),
    ],
)
def test_what_is_no_picture_is_told_so(data: bytes, word: str) -> None:
    sentence = refusal(data)
    assert any(part in sentence for part in word.split("|")), sentence


def test_a_picture_too_long_to_show() -> None:
    data = pictures.saved(Pillow.new("RGB", (90, 17_000), "white"), "PNG")
    assert "Cut it" in refusal(data)


def test_formats_that_pillow_could_read_but_we_do_not() -> None:
    for file_format in ("BMP", "ICO", "PPM", "TGA", "PCX", "EPS", "AVIF"):
        assert refusal(pictures.saved(pictures.drawing((64, 64)), file_format))


def test_32_bits_a_channel() -> None:
    assert "32 bits" in refusal(pictures.saved(Pillow.new("F", (9, 9), 0.5), "TIFF"))


def test_too_many_bytes(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    assert "1 MB" in refusal(b"\xff\xd8" + b"x" * 2_000_000)
    with pytest.raises(ImageRefused):
        small_public_image(b"\xff\xd8" + b"x" * 2_000_000, 100)


def test_a_name_decides_nothing() -> None:
    image = store(pictures.jpeg(), "../../etc/report.svg", None)
    assert image.format == "jpg"
    assert image.name == "report.svg"
    assert image.storage_name.startswith(f"images/{image.content_hash[:2]}/")


@pytest.mark.parametrize(
    "tail", [b"PK\x03\x04 a zip follows", b"<script>alert(1)</script>", b"<?php system('x'); ?>"]
)
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "GIF"])
def test_a_polyglot_loses_its_other_half(file_format: str, tail: bytes) -> None:
    image = store(pictures.saved(pictures.photo(), file_format) + tail, "a.jpg", None)
    with default_storage.open(image.storage_name) as file:
        assert tail not in file.read()


def test_a_huge_exif_block_is_read_and_dropped() -> None:
    picture = pictures.saved(pictures.photo(), "PNG")
    block = pictures.exif(gps=True, ImageDescription="x" * 5_000_000).tobytes()[6:]
    data = picture[:33] + pictures.png_chunk(b"eXIf", block) + picture[33:]
    image = store(data, "a.png", None)
    assert image.caption == "x" * 300
    assert image.size < 400_000


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
def test_a_bomb_in_the_margin(kind: bytes) -> None:
    """Megabytes of text or profile packed into a few kilobytes beside an honest picture."""
    picture = pictures.saved(pictures.photo(), "PNG")
    packed = zlib.compress(b"x" * 200_000_000, 9)
    chunk = pictures.png_chunk(kind, b"name\0\0" + packed)
    data = picture[:33] + chunk + picture[33:]
    try:
        image = store(data, "a.png", None)
    except ImageRefused as refused:
        assert str(refused)  # noqa: PT017  (either is right; what matters is that it ends)
    else:
        assert image.size < 400_000
