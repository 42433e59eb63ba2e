"""The archive in the newsroom: who sees pictures, who brings them in; nobody changes them."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.images import rendition_name, store
from articles.models import Figure, Image
from tests import cast as people
from tests.images import pictures

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/articles/image/upload/"


@pytest.fixture
def cast() -> people.Cast:
    return people.Cast()


@pytest.fixture
def image() -> Image:
    return store(pictures.jpeg(), "bridge.jpg", None)


def file(data: bytes, name: str = "桥.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def upload(client: Client, *files: SimpleUploadedFile) -> list[dict[str, Any]]:
    response = client.post(UPLOAD, {"files": list(files)}, headers={"accept": "application/json"})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def addresses(image: Image) -> Iterator[str]:
    base = image.get_absolute_url()
    yield from (base, f"{base}480.webp", f"{base}original")


def test_a_picture_is_for_people_of_the_newsroom(
    client: Client, cast: people.Cast, image: Image
) -> None:
    for path in addresses(image):
        assert client.get(path).status_code == 302
    allowed = {
        cast.reporter, cast.editor, cast.foreign_editor, cast.desk_head, cast.chief,
        cast.proofreader,
    }  # fmt: skip
    for user in cast.everybody:
        client.force_login(user)
        expected = 200 if user.has_perm("articles.view_image") else 403
        assert (expected == 200) == (user.roles != () and user != cast.administrator)
        assert expected == 200 or user not in allowed
        for path in addresses(image):
            assert client.get(path).status_code == expected, user


def test_how_it_is_served(client: Client, cast: people.Cast, image: Image) -> None:
    client.force_login(cast.reporter)
    plain, small, original = (client.get(path) for path in addresses(image))
    assert pictures.opened(b"".join(plain.streaming_content)).size == (640, 480)
    assert pictures.opened(b"".join(small.streaming_content)).size == (480, 360)
    assert original["Content-Type"] == "image/jpeg"
    for response in (plain, small, original):
        assert "no-store" in response["Cache-Control"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox"
    assert client.post(image.get_absolute_url()).status_code == 405
    default_storage.delete(rendition_name(image.content_hash, 480))
    assert client.get(f"{image.get_absolute_url()}480.webp").status_code == 200


def test_what_is_not_there(client: Client, cast: people.Cast, image: Image) -> None:
    client.force_login(cast.reporter)
    assert client.get(reverse("admin:image-file", args=["0" * 64])).status_code == 404
    assert client.get(f"{image.get_absolute_url()}479.webp").status_code == 404


def test_uploading_answers_for_each_file(client: Client, cast: people.Cast) -> None:
    client.force_login(cast.reporter)
    good = pictures.with_iptc(pictures.jpeg(), byline="张三".encode(), caption="夜修".encode())
    first, second = upload(client, file(good), file(pictures.SVG, "x.png"))
    image = Image.objects.get()
    assert first == {
        "id": image.pk,
        "hash": image.content_hash,
        "name": "桥.jpg",
        "width": 640,
        "height": 480,
        "thumbnail": image.get_absolute_url(),
        "caption": "夜修",
        "credit": "张三",
        "rights_holder": "",
        "licence": "",
    }
    assert image.uploaded_by == cast.reporter
    assert second["name"] == "x.png"
    assert "SVG" in second["error"]
    assert upload(client)[0]["error"]


def test_a_file_of_any_field_name_is_taken(client: Client, cast: people.Cast) -> None:
    client.force_login(cast.reporter)
    response = client.post(
        UPLOAD, {"picture": file(pictures.jpeg())}, headers={"accept": "application/json"}
    )
    assert json.loads(response.content)[0]["id"]


def test_a_file_too_large_is_refused_unread(
    client: Client, cast: people.Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    client.force_login(cast.reporter)
    monkeypatch.setattr(
        "django.core.files.uploadedfile.TemporaryUploadedFile.read",
        lambda *_args: pytest.fail("it was read"),
    )
    assert "MB" in upload(client, file(b"\xff\xd8" + b"x" * 3_000_000))[0]["error"]


def test_who_may_upload(client: Client, cast: people.Cast) -> None:
    assert client.post(UPLOAD).status_code == 302
    for user in cast.everybody:
        client.force_login(user)
        expected = 200 if user.has_perm("articles.add_image") else 403
        assert client.get(UPLOAD).status_code == expected, user
        assert client.post(UPLOAD).status_code == expected, user
    client.force_login(cast.administrator)
    assert client.get(UPLOAD).status_code == 403


def test_upload_wants_the_token(cast: people.Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.reporter)
    response = client.post(UPLOAD, {"files": file(pictures.jpeg())})
    assert response.status_code == 403
    assert not Image.objects.exists()


def test_the_page_works_without_javascript(client: Client, cast: people.Cast) -> None:
    client.force_login(cast.reporter)
    assert client.get("/admin/articles/image/add/")["Location"] == UPLOAD
    page = client.get(UPLOAD)
    assert b'enctype="multipart/form-data"' in page.content
    page = client.post(UPLOAD, {"files": [file(pictures.jpeg()), file(b"no", "<b>.jpg")]})
    text = page.content.decode()
    assert f"/admin/articles/image/{Image.objects.get().pk}/change/" in text
    assert "<b>.jpg" not in text
    assert "&lt;b&gt;.jpg" in text


def test_the_list_finds_by_words(client: Client, cast: people.Cast, image: Image) -> None:
    Image.objects.update(caption="桥上夜修", credit="李四")
    other = store(pictures.saved(pictures.photo((300, 300)), "JPEG"), "train.jpg", None)
    client.force_login(cast.reporter)
    page = client.get("/admin/articles/image/").content.decode()
    assert image.get_absolute_url() in page
    assert other.get_absolute_url() in page
    page = client.get("/admin/articles/image/?q=夜修").content.decode()
    assert image.get_absolute_url() in page
    assert other.get_absolute_url() not in page
    assert "李四" in page


def test_words_are_edited_and_bytes_are_not(
    client: Client, cast: people.Cast, image: Image
) -> None:
    client.force_login(cast.reporter)
    path = f"/admin/articles/image/{image.pk}/change/"
    words = {
        "caption": "新的说明",
        "credit": "李四",
        "rights_holder": "",
        "licence": "",
        "name": "b.jpg",
    }
    forged = {"content_hash": "0" * 64, "format": "svg", "width": "1", "size": "1"}
    assert client.post(path, words | forged).status_code == 302
    changed = Image.objects.get()
    assert (changed.caption, changed.credit) == ("新的说明", "李四")
    assert changed.content_hash == image.content_hash
    assert (changed.format, changed.width, changed.size) == ("jpg", 640, image.size)


def test_nobody_deletes_a_picture(client: Client, cast: people.Cast, image: Image) -> None:
    root = people.make_user("root", is_superuser=True)
    cast.chief.user_permissions.add(Permission.objects.get(codename="delete_image"))
    for user in (cast.reporter, cast.chief, root):
        client.force_login(user)
        path = f"/admin/articles/image/{image.pk}/delete/"
        assert client.post(path, {"post": "yes"}).status_code == 403
    assert Image.objects.exists()


def test_the_screen_names_the_pieces_that_one_may_see(
    client: Client, cast: people.Cast, image: Image
) -> None:
    mine = people.make_draft(cast.reporter, cast.section, "桥上的夜")
    Figure.objects.create(article=mine, image=image)
    path = f"/admin/articles/image/{image.pk}/change/"
    client.force_login(cast.reporter)
    assert "桥上的夜" in client.get(path).content.decode()
    client.force_login(cast.other_reporter)
    page = client.get(path)
    assert page.status_code == 200
    assert "桥上的夜" not in page.content.decode()


def test_a_damaged_upload_leaves_no_trace(client: Client, cast: people.Cast) -> None:
    client.force_login(cast.reporter)
    data = BytesIO(pictures.jpeg()).read()[:-4000]
    assert "error" in upload(client, file(data))[0]
    assert not Image.objects.exists()
    assert not default_storage.exists("images")
