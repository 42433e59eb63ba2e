"""What becomes of an honest picture."""

import hashlib
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL import ImageDraw

from articles.images import address, rendition_name, small_public_image, store, widths
from articles.models import Image
from tests.cast import make_user
from tests.images import pictures

pytestmark = pytest.mark.django_db


def stored(image: Image) -> bytes:
    with default_storage.open(image.storage_name) as file:
        return file.read()


def rendition(image: Image, width: int) -> Pillow.Image:
    with default_storage.open(rendition_name(image.content_hash, width)) as file:
        return pictures.opened(file.read())


def test_a_photograph_is_kept_under_the_hash_of_its_new_bytes() -> None:
    user = make_user("reporter", "reporter")
    image = store(pictures.jpeg(), "C:\\photos\\桥上夜修\n.jpg", user)
    data = stored(image)
    assert hashlib.sha256(data).hexdigest() == image.content_hash
    assert (image.format, image.width, image.height, image.size) == ("jpg", 640, 480, len(data))
    assert image.uploaded_by == user
    assert image.name == "桥上夜修.jpg"


def test_two_renditions_are_made_at_once_and_none_is_upscaled() -> None:
    image = store(pictures.saved(pictures.photo((1200, 600)), "JPEG"), "a.jpg", None)
    assert widths(image.width) == [480, 768, 960, 1200]
    for width in (480, 960):
        picture = rendition(image, width)
        assert (picture.format, picture.size) == ("WEBP", (width, width // 2))
    assert not default_storage.exists(rendition_name(image.content_hash, 1200))
    assert widths(300) == [300]
    assert widths(5000) == [480, 768, 960, 1600, 2400]
    assert address("ab", 480) == "/images/ab/480.webp"


def test_the_same_picture_twice_is_one_row_whatever_its_name_and_metadata() -> None:
    picture = pictures.photo()
    first = store(pictures.saved(picture, "PNG"), "one.png", None)
    again = store(pictures.saved(picture, "PNG", exif=pictures.exif(gps=True)), "two.png", None)
    assert again == first
    assert Image.objects.count() == 1
    assert Image.objects.get().name == "one.png"


def test_a_second_upload_mends_a_file_that_storage_lost() -> None:
    data = pictures.jpeg()
    image = store(data, "a.jpg", None)
    default_storage.delete(image.storage_name)
    default_storage.delete(rendition_name(image.content_hash, 480))
    store(data, "a.jpg", None)
    assert hashlib.sha256(stored(image)).hexdigest() == image.content_hash
    assert rendition(image, 480).width == 480


@pytest.mark.parametrize(
    ("orientation", "size", "dark"),
    [
        (1, (40, 80), (20, 10)),
        (2, (40, 80), (20, 10)),
        (3, (40, 80), (20, 70)),
        (4, (40, 80), (20, 70)),
        (5, (80, 40), (10, 20)),
        (6, (80, 40), (70, 20)),
        (7, (80, 40), (70, 20)),
        (8, (80, 40), (10, 20)),
    ],
)
def test_every_orientation_is_turned_upright(
    orientation: int, size: tuple[int, int], dark: tuple[int, int]
) -> None:
    data = pictures.saved(pictures.arrows(), "JPEG", exif=pictures.exif(orientation))
    image = store(data, "phone.jpg", None)
    assert (image.width, image.height) == size
    assert pictures.opened(stored(image)).convert("L").getpixel(dark) < 40


def test_nothing_but_pixels_is_kept() -> None:
    data = pictures.with_iptc(
        pictures.jpeg(exif=pictures.exif(gps=True), comment=b"secret comment"),
        caption="桥".encode(),
    )
    assert b"Exif" in data
    assert b"secret comment" in data
    image = store(data, "a.jpg", None)
    kept = stored(image)
    for trace in (b"Exif", b"GPS", b"Camera", b"Photoshop", b"secret", b"ICC_PROFILE", b"http"):
        assert trace not in kept
    assert not pictures.opened(kept).getexif()
    assert not rendition(image, 480).getexif()


def test_png_text_and_profile_are_dropped_too() -> None:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", "home address")
    data = pictures.saved(
        pictures.drawing(), "PNG", pnginfo=notes, exif=pictures.exif(gps=True), dpi=(300, 300)
    )
    kept = stored(store(data, "a.png", None))
    for trace in (b"tEXt", b"eXIf", b"iCCP", b"pHYs", b"home address"):
        assert trace not in kept


def test_drawings_stay_exact_and_transparent_parts_stay_so() -> None:
    image = store(pictures.saved(pictures.drawing(), "PNG"), "chart.png", None)
    assert image.format == "png"
    assert pictures.opened(stored(image)).tobytes() == pictures.drawing().tobytes()
    assert rendition(image, 300).convert("RGB").tobytes() == pictures.drawing().tobytes()

    cut_out = pictures.photo(mode="RGB").convert("RGBA")
    cut_out.putalpha(Pillow.linear_gradient("L").resize(cut_out.size))
    image = store(pictures.saved(cut_out, "PNG"), "cut.png", None)
    assert image.format == "png"
    assert pictures.opened(stored(image)).mode == "RGBA"
    assert rendition(image, 480).mode == "RGBA"


def test_an_alpha_channel_without_transparency_is_no_reason_for_png() -> None:
    data = pictures.saved(pictures.photo().convert("RGBA"), "PNG")
    assert store(data, "a.png", None).format == "jpg"


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_formats(file_format: str) -> None:
    image = store(pictures.saved(pictures.photo(), file_format), "x", None)
    assert (image.format, image.width) == ("jpg", 640)


@pytest.mark.parametrize("file_format", ["GIF", "PNG", "WEBP", "TIFF"])
def test_of_an_animation_the_first_frame(file_format: str) -> None:
    image = store(pictures.animation(file_format), "moving", None)
    picture = pictures.opened(stored(image))
    assert getattr(picture, "n_frames", 1) == 1
    red, green, blue = picture.convert("RGB").getpixel((5, 5))
    assert (red > 240, green < 15, blue < 15) == (True, True, True)


def test_several_pictures_in_one_phone_jpeg() -> None:
    data = pictures.saved(
        pictures.photo(), "MPO", save_all=True, append_images=[pictures.photo((64, 64))]
    )
    assert store(data, "phone.jpg", None).width == 640


def test_cmyk_becomes_rgb() -> None:
    cyan = Pillow.new("CMYK", (60, 60), (255, 0, 0, 0))
    for file_format in ("JPEG", "TIFF"):
        image = store(pictures.saved(cyan, file_format), "print.tif", None)
        picture = pictures.opened(stored(image))
        assert picture.mode == "RGB"
        red, green, blue = picture.getpixel((30, 30))
        assert red < 80
        assert min(green, blue) > 120


def test_a_colour_profile_is_applied_and_a_wrong_one_left_aside() -> None:
    picture = Pillow.new("RGB", (40, 40), (200, 100, 50))
    wrong = pictures.with_profile(picture, "JPEG", pictures.lab_profile())
    broken = pictures.with_profile(picture, "JPEG", b"not a profile at all")
    for data in (wrong, broken):
        kept = pictures.opened(stored(store(data, "a.jpg", None)))
        assert "icc_profile" not in kept.info
        assert abs(kept.getpixel((20, 20))[0] - 200) < 6


def test_16_bits_are_scaled_not_clipped() -> None:
    image = store(pictures.png_16_bit_rgb(), "scan.png", None)
    picture = pictures.opened(stored(image)).convert("L")
    assert [picture.getpixel((x, 0)) for x in range(4)] == [0, 8, 128, 255]

    grey = Pillow.new("I;16", (4, 1))
    for x, value in enumerate((0, 2048, 32768, 65535)):
        grey.putpixel((x, 0), value)
    image = store(pictures.saved(grey, "PNG"), "scan.png", None)
    picture = pictures.opened(stored(image))
    assert [picture.getpixel((x, 0)) for x in range(4)] == [0, 8, 128, 255]


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA"])
def test_modes(mode: str) -> None:
    image = store(pictures.saved(pictures.drawing().convert(mode), "PNG"), "x.png", None)
    assert (image.width, image.format) == (300, "png")


def test_a_big_photograph_is_kept_whole_and_a_bigger_one_at_half_its_size() -> None:
    data = pictures.saved(Pillow.new("RGB", (6000, 4000), "teal"), "JPEG")
    assert (image := store(data, "a.jpg", None)).width == 6000
    assert image.height == 4000
    data = pictures.saved(Pillow.new("RGB", (8192, 6144), "teal"), "JPEG")
    assert store(data, "b.jpg", None).width == 4096


def test_a_very_long_picture_still_has_renditions() -> None:
    data = pictures.saved(Pillow.new("RGB", (600, 16_000), "white"), "PNG")
    image = store(data, "long.png", None)
    assert [rendition(image, width).height for width in (480, 600)] == [12_800, 16_000]


def test_many_transparent_pixels_are_scaled_down() -> None:
    cut_out = Pillow.new("RGBA", (3000, 3000), (200, 0, 0, 255))
    cut_out.paste((0, 0, 0, 0), (0, 0, 1500, 3000))
    image = store(pictures.saved(cut_out, "PNG"), "cut.png", None)
    assert (image.width, image.height, image.format) == (1500, 1500, "png")
    assert rendition(image, 480).getpixel((10, 10))[3] == 0


def test_a_very_long_rendition_of_transparent_pixels_stands_on_white() -> None:
    long = Pillow.new("RGBA", (700, 6000), (200, 0, 0, 255))
    long.paste((0, 0, 0, 0), (0, 0, 350, 6000))
    image = store(pictures.saved(long, "PNG"), "long.png", None)
    assert rendition(image, 480).mode == "RGBA"
    assert rendition(image, 700).convert("RGB").getpixel((100, 3000)) == (255, 255, 255)


def test_a_small_public_picture_is_small_plain_and_exact_where_it_matters() -> None:
    portrait = pictures.opened(
        small_public_image(pictures.jpeg(exif=pictures.exif(6, gps=True)), 320)
    )
    assert (portrait.format, portrait.size) == ("WEBP", (240, 320))
    assert not portrait.getexif()
    code = pictures.opened(small_public_image(pictures.saved(pictures.drawing(), "PNG"), 640))
    assert code.convert("RGB").tobytes() == pictures.drawing().tobytes()
    # A logo: one ink on nothing. Scaled down it is that ink, and keeps its soft edges.
    mark = Pillow.new("RGBA", (900, 300), (255, 255, 255, 0))
    ImageDraw.Draw(mark).ellipse((20, 20, 880, 280), fill=(190, 30, 20, 255))
    logo = pictures.opened(small_public_image(pictures.saved(mark, "PNG"), 300)).convert("RGBA")
    colours = logo.getcolors(100_000) or []
    assert {pixel[:3] for _count, pixel in colours if pixel[3]} == {(190, 30, 20)}
    assert len({pixel[3] for _count, pixel in colours}) > 10


def test_files_can_be_read_by_the_web_server(settings: Any) -> None:
    image = store(pictures.jpeg(), "a.jpg", None)
    from pathlib import Path

    path = Path(default_storage.path(image.storage_name))
    assert path.stat().st_mode & 0o777 == 0o644
    assert not [left for left in path.parent.iterdir() if left.name.startswith(".")]
