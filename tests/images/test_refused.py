"""Hostile and broken files: a sentence, and nothing kept."""

import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
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


WORST = """
import re, sys
from pathlib import Path
import django
django.setup()
from articles.images.crops import Crop
from articles.images.decoding import decode, decoding, original_size
from articles.images.encoding import at_width, encode_original, encode_webp
from articles.images.names import eager_renditions, renditions
from articles.images.store import _make
data = Path(sys.argv[1]).read_bytes()
with decoding():
    decoded = decode(data)
    original, suffix = encode_original(decoded)
    for each in eager_renditions(decoded.pixels.width):
        encode_webp(at_width(decoded.pixels, each.width), lossless=suffix == "png")
del decoded, data
# And what readers ask for later, the largest of each kind.
size = original_size(original)
for file_format in ("webp", "avif"):
    for crop in (None, Crop("1x1")):
        for rendition in renditions(*size, suffix, file_format, crop)[-1:]:
            with decoding():
                _make(original, suffix, rendition)
# Unlike ru_maxrss, this does not begin with what the process that started us needed.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def _noise(size: tuple[int, int], mode: str) -> Pillow.Image:
    """As little compressible as fits into the limit of bytes, and quickly made."""
    if mode == "flat":
        return Pillow.new("CMYK", size, (10, 80, 200, 0))
    bands = [Pillow.effect_noise((1000, 1000), 90) for _band in mode]
    tile = Pillow.merge(mode, [band.point(lambda value: value & 0xC0) for band in bands])
    picture = Pillow.new(mode, size)
    for x in range(0, size[0], 1000):
        for y in range(0, size[1], 1000):
            picture.paste(tile, (x, y))
    return picture


def _worst_files() -> dict[str, tuple[tuple[int, int], str, str, dict[str, Any]]]:
    return {
        "photo-24": ((6048, 4024), "RGB", "JPEG", {"quality": 50}),
        "turned-24": ((5712, 4284), "RGB", "JPEG", {"quality": 35, "exif": pictures.exif(6)}),
        "cmyk-25": ((5000, 5000), "CMYK", "JPEG", {"quality": 10}),
        "progressive-24": (
            (6000, 4000), "RGB", "JPEG", {"progressive": True, "subsampling": 0, "quality": 30},
        ),
        "png-alpha": ((3870, 3870), "RGBA", "PNG", {"compress_level": 1}),
        "webp-alpha": ((3400, 2400), "RGBA", "WEBP", {"quality": 30, "method": 0}),
        # One strip: the decoder holds it whole.
        "tiff": ((3870, 3870), "flat", "TIFF", {"compression": "tiff_lzw", "strip_size": 1 << 30}),
    }  # fmt: skip


@pytest.mark.parametrize("name", list(_worst_files()))
def test_the_worst_accepted_files_stay_under_300_megabytes(name: str, tmp_path: Path) -> None:
    size, mode, file_format, options = _worst_files()[name]
    path = tmp_path / name
    path.write_bytes(pictures.saved(_noise(size, mode), file_format, **options))
    assert path.stat().st_size <= django_settings.UPLOAD_MAX_BYTES
    done = subprocess.run(
        [sys.executable, "-c", WORST, str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=django_settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_VAR": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 300, f"{done.stdout} MB"
