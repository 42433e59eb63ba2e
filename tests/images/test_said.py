"""What a picture says about itself fills the defaults, as plain text."""

import pytest

from articles.images import store
from tests.images import pictures

pytestmark = pytest.mark.django_db


def test_iptc_comes_first() -> None:
    data = pictures.with_iptc(
        pictures.jpeg(exif=pictures.exif(Artist="Nobody", ImageDescription="Nothing")),
        byline="张三".encode(),
        credit="本报图片部".encode(),
        copyright="本报版权所有".encode(),
        caption="夜班工人在桥上\r\n更换轨枕。".encode(),
    )
    image = store(data, "a.jpg", None)
    assert image.credit == "张三/本报图片部"
    assert image.rights_holder == "本报版权所有"
    assert image.caption == "夜班工人在桥上 更换轨枕。"


def test_exif_where_there_is_no_iptc() -> None:
    tags = pictures.exif(Artist="Li Si", Copyright="(c) Li Si", ImageDescription="A bridge")
    image = store(pictures.jpeg(exif=tags), "a.jpg", None)
    assert (image.credit, image.rights_holder, image.caption) == ("Li Si", "(c) Li Si", "A bridge")


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("王五".encode("gb18030"), "王五"),
        ("朱镕基会见".encode("gb18030"), "朱镕基会见"),
        ("Renée Müller".encode("latin-1"), "Renée Müller"),
        ("Renée Müller".encode(), "Renée Müller"),
        (b"\xff\xff\xff", ""),
        ("‮倒着\x00\x07写".encode(), "倒着 写"),
    ],
)
def test_encodings(raw: bytes, read: str) -> None:
    image = store(pictures.with_iptc(pictures.jpeg(), byline=raw), "a.jpg", None)
    assert image.credit.replace("�", "") == read


@pytest.mark.parametrize("caption", ["OLYMPUS DIGITAL CAMERA", "SAMSUNG CAMERA PICTURES", "DCIM"])
def test_a_camera_is_not_a_caption(caption: str) -> None:
    data = pictures.jpeg(exif=pictures.exif(ImageDescription=caption))
    assert store(data, "a.jpg", None).caption == ""


def test_long_texts_are_cut_and_markup_stays_text() -> None:
    data = pictures.with_iptc(
        pictures.jpeg(), caption=b"<script>alert(1)</script>" + b"x" * 900, byline=b"y" * 900
    )
    image = store(data, "a.jpg", None)
    assert image.caption.startswith("<script>")
    assert (len(image.caption), len(image.credit)) == (300, 100)
