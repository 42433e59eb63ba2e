"""The largest pictures that are taken in fit into the memory of a small server."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from PIL import Image as Pillow

from tests.images import pictures

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
