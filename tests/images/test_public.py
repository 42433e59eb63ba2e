"""Readers get the pictures of visible pieces, and of nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from articles.desk import editing
from articles.desk.content import content_of
from articles.images import address, original_address, rendition_name, store
from articles.models import Article, Image
from tests import cast as people
from tests.images import pictures

pytestmark = pytest.mark.django_db
# For good by the reader's browser, never unasked by a cache that serves others.
KEPT = "max-age=31536000, immutable, s-maxage=0, proxy-revalidate"


@pytest.fixture
def cast() -> people.Cast:
    return people.Cast()


@pytest.fixture
def image() -> Image:
    return store(pictures.jpeg(), "bridge.jpg", None)


def figure(image: Image, **fields: Any) -> dict[str, Any]:
    said = {"alt": "桥", "caption": "", "credit": "", "rights_holder": "", "licence": ""}
    place = {"is_cover": False, "focal_x": 0.5, "focal_y": 0.5}
    return {"image": image.content_hash, **said, **place, **fields}


def draft(cast: people.Cast, image: Image) -> Article:
    return people.make_draft(cast.reporter, cast.section, figures=[figure(image)])


def published(cast: people.Cast, image: Image) -> Article:
    return people.make_published(cast, figures=[figure(image)])


def both(image: Image) -> tuple[str, str]:
    return address(image.content_hash, 480), original_address(image.content_hash)


def statuses(client: Client, image: Image) -> set[int]:
    return {client.get(path).status_code for path in both(image)}


def test_a_live_piece_shows_its_pictures(client: Client, cast: people.Cast, image: Image) -> None:
    published(cast, image)
    for width in (480, 640):
        response = client.get(address(image.content_hash, width))
        assert response.status_code == 200
        assert response["Content-Type"] == "image/webp"
        assert pictures.opened(b"".join(response.streaming_content)).width == width
    response = client.get(original_address(image.content_hash))
    assert response["Content-Type"] == "image/jpeg"
    assert int(response["Content-Length"]) == image.size
    for name, value in {
        "Cache-Control": KEPT,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
    }.items():
        assert response[name] == value
    assert not response.cookies


def test_no_picture_before_publication(client: Client, cast: people.Cast, image: Image) -> None:
    assert statuses(client, image) == {404}
    piece = draft(cast, image)
    assert statuses(client, image) == {404}
    people.step(piece, "submit", cast.reporter)
    assert statuses(client, image) == {404}
    people.step(piece, "pass", cast.editor)
    assert statuses(client, image) == {404}
    people.step(piece, "publish", cast.editor, visible_from=timezone.now() + timedelta(hours=1))
    assert statuses(client, image) == {404}
    people.step(piece, "unschedule", cast.editor)
    people.step(piece, "publish", cast.editor)
    assert statuses(client, image) == {200}


def test_not_even_for_somebody_signed_in(client: Client, cast: people.Cast, image: Image) -> None:
    draft(cast, image)
    client.force_login(cast.chief)
    assert statuses(client, image) == {404}


def test_withdrawal_takes_them_away_also_from_whoever_has_them(
    client: Client, cast: people.Cast, image: Image
) -> None:
    piece = published(cast, image)
    path = address(image.content_hash, 480)
    etag = client.get(path)["ETag"]
    assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    people.step(piece, "withdraw", cast.editor, "有误")
    gone = client.get(path, headers={"if-none-match": etag})
    assert gone.status_code == 404
    assert gone["Cache-Control"] == "max-age=0, must-revalidate"
    assert statuses(client, image) == {404}
    people.step(piece, "reinstate", cast.chief)
    assert statuses(client, image) == {200}


def test_a_picture_of_a_revision_that_is_not_out_yet(
    client: Client, cast: people.Cast, image: Image
) -> None:
    piece = published(cast, image)
    newer = store(pictures.saved(pictures.photo((500, 500)), "JPEG"), "new.jpg", None)
    people.step(piece, "revise", cast.editor)
    content = content_of(piece) | {"figures": [figure(newer)]}
    editing.write(piece, content, cast.editor)
    assert statuses(client, newer) == {404}
    assert statuses(client, image) == {200}


def test_one_picture_in_two_pieces_stays_while_one_of_them_is_live(
    client: Client, cast: people.Cast, image: Image
) -> None:
    first, _second = published(cast, image), published(cast, image)
    people.step(first, "withdraw", cast.editor, "有误")
    assert statuses(client, image) == {200}


def test_not_modified_is_cheap_and_says_the_same(
    client: Client, cast: people.Cast, image: Image, django_assert_num_queries: Any
) -> None:
    published(cast, image)
    path = address(image.content_hash, 480)
    first = client.get(path)
    default_storage.delete(rendition_name(image.content_hash, 480))
    with django_assert_num_queries(1):
        again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"] == f'"{image.content_hash}-480.webp"'
    assert again["Cache-Control"] == KEPT
    assert again["Content-Security-Policy"] == "sandbox"


def test_a_missing_rendition_is_made_and_kept(
    client: Client, cast: people.Cast, image: Image
) -> None:
    published(cast, image)
    name = rendition_name(image.content_hash, 480)
    default_storage.delete(name)
    response = client.get(address(image.content_hash, 480))
    assert pictures.opened(b"".join(response.streaming_content)).width == 480
    assert default_storage.exists(name)


def test_no_rendition_of_another_width_is_made(
    client: Client, cast: people.Cast, image: Image
) -> None:
    published(cast, image)
    for width in (1, 479, 960, 1600, 9999):
        assert client.get(address(image.content_hash, width)).status_code == 404
        assert not default_storage.exists(rendition_name(image.content_hash, width))
    assert client.get(f"/images/{image.content_hash}/00480.webp").status_code == 404
    assert client.get(f"/images/{image.content_hash.upper()}/480.webp").status_code == 404


def test_a_lost_original_is_not_found_and_not_an_error(
    client: Client, cast: people.Cast, image: Image
) -> None:
    published(cast, image)
    default_storage.delete(image.storage_name)
    default_storage.delete(rendition_name(image.content_hash, 480))
    assert statuses(client, image) == {404}


def test_only_reading(client: Client, cast: people.Cast, image: Image) -> None:
    published(cast, image)
    path = address(image.content_hash, 480)
    assert client.head(path).status_code == 200
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(path).status_code == 405


def test_behind_nginx_the_bytes_come_from_there(
    client: Client, cast: people.Cast, image: Image, settings: Any
) -> None:
    settings.ACCEL_REDIRECT = "/private/"
    assert statuses(client, image) == {404}
    published(cast, image)
    response = client.get(address(image.content_hash, 480))
    name = rendition_name(image.content_hash, 480)
    assert response["X-Accel-Redirect"] == f"/private/{name}"
    assert response["Content-Type"] == "image/webp"
    assert response.content == b""
    default_storage.delete(name)
    response = client.get(address(image.content_hash, 480))
    assert pictures.opened(b"".join(response.streaming_content)).width == 480
