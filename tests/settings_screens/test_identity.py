"""The site's identity: one screen, its lines in order, its pictures re-encoded."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import SiteIdentity
from tests import cast as people
from tests.images import pictures

PATH = "/admin/articles/siteidentity/1/change/"


@pytest.fixture
def admin(client: Client, cast: people.Cast) -> Client:
    client.force_login(cast.administrator)
    return client


def form(*lines: tuple[str, int], **fields: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "site_name": "工人报网", "paper_name": "工人报", "icp_url": "https://beian.miit.gov.cn/",
        "lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": 0,
    }  # fmt: skip
    for number, (text, position) in enumerate(lines):
        data |= {f"lines-{number}-text": text, f"lines-{number}-position": position}
    return data | fields


def upload(data: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")


def saved(name: str) -> bytes:
    file = getattr(SiteIdentity.current(), name)
    assert file.name.endswith(".webp")
    with default_storage.open(file.name) as stored:
        return stored.read()


def test_the_list_leads_straight_to_the_form(admin: Client) -> None:
    assert admin.get("/admin/articles/siteidentity/")["Location"] == PATH
    assert not SiteIdentity.objects.exists()
    assert admin.get(PATH).status_code == 200
    assert admin.get("/admin/articles/siteidentity/2/change/").status_code in (302, 404)


def test_the_first_save_makes_the_row(admin: Client) -> None:
    assert admin.post(PATH, form(("许可证 1 号", 2), ("承诺书", 1))).status_code == 302
    identity = SiteIdentity.objects.get()
    assert identity.pk == 1
    assert [line.text for line in identity.lines.all()] == ["承诺书", "许可证 1 号"]
    assert admin.post(PATH, form(site_name="新名")).status_code == 302
    assert SiteIdentity.objects.get().site_name == "新名"


def test_pictures_are_reencoded(admin: Client) -> None:
    logo = pictures.saved(pictures.photo((2000, 1000)), "JPEG", exif=pictures.exif(gps=True))
    code = pictures.saved(pictures.drawing(), "PNG")
    response = admin.post(PATH, form(logo=upload(logo), follow_image=upload(code)))
    assert response.status_code == 302
    kept = pictures.opened(saved("logo"))
    assert (kept.format, kept.size) == ("WEBP", (640, 320))
    assert not kept.getexif()
    assert pictures.opened(saved("follow_image")).convert("RGB").tobytes() == (
        pictures.drawing().tobytes()
    )
    page = admin.get(PATH).content.decode()
    assert page.count("data:image/webp;base64,") == 2


@pytest.mark.parametrize(
    "data", [pictures.SVG, b"not a picture", b"", pictures.png_bomb(20_000, 20_000)]
)
def test_what_is_no_picture_is_refused_and_nothing_typed_is_lost(
    admin: Client, data: bytes
) -> None:
    response = admin.post(PATH, form(("承诺书", 1), slogan="为劳动者说话", logo=upload(data)))
    assert response.status_code == 200
    page = response.content.decode()
    assert "为劳动者说话" in page
    assert "承诺书" in page
    assert not SiteIdentity.objects.exists()
    assert not default_storage.exists("identity")


def test_a_picture_is_removed(admin: Client) -> None:
    code = pictures.saved(pictures.drawing(), "PNG")
    admin.post(PATH, form(logo=upload(code)))
    assert SiteIdentity.current().logo
    admin.post(PATH, form(**{"logo-clear": "on"}))
    assert not SiteIdentity.current().logo


def test_a_code_is_drawn_from_an_address(admin: Client) -> None:
    address = "https://paper.example/follow"
    assert admin.post(PATH, form(follow_address=address)).status_code == 302
    picture = pictures.opened(saved("follow_image")).convert("L")
    assert picture.width == picture.height
    assert set(picture.tobytes()) == {0, 255}
    assert picture.getpixel((0, 0)) == 255
    # A picture that is at hand wins.
    code = pictures.saved(pictures.drawing((90, 60)), "PNG")
    admin.post(PATH, form(follow_address=address, follow_image=upload(code)))
    assert pictures.opened(saved("follow_image")).size == (90, 60)


def test_the_screen_lasts_when_a_file_is_lost(admin: Client) -> None:
    admin.post(PATH, form(logo=upload(pictures.saved(pictures.drawing(), "PNG"))))
    default_storage.delete(SiteIdentity.current().logo.name)
    assert admin.get(PATH).status_code == 200
