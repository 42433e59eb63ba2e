"""Readers get the recordings of visible pieces, whole or in parts, and of nothing else."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from articles.desk import editing
from articles.desk.content import content_of, with_clips
from articles.desk.shown import captions_hash
from articles.models import Article, Recording
from articles.recordings import serving
from tests import cast as people
from tests.recordings.samples import CAPTIONS, clip

KEPT = "max-age=31536000, immutable, s-maxage=0, proxy-revalidate"


def address(recording: Recording) -> str:
    return f"/media/{recording.content_hash}.{recording.format}"


def captions_of(recording: Recording) -> str:
    return f"/media/{recording.content_hash}/{captions_hash(CAPTIONS)}.vtt"


def content(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


def published(cast: people.Cast, *recordings: Recording) -> Article:
    return people.make_published(cast, clips=[clip(each, captions=CAPTIONS) for each in recordings])


def statuses(client: Client, recording: Recording) -> set[int]:
    return {client.get(path).status_code for path in (address(recording), captions_of(recording))}


def test_a_live_piece_plays(client: Client, cast: people.Cast, film: Recording) -> None:
    published(cast, film)
    response = client.get(address(film))
    assert response.status_code == 200
    body = content(response)
    assert len(body) == film.size == int(response["Content-Length"])
    for name, value in {
        "Content-Type": "video/mp4",
        "Content-Disposition": f'inline; filename="{film.content_hash[:12]}.mp4"',
        "Accept-Ranges": "bytes",
        "ETag": f'"{film.content_hash}"',
        "Cache-Control": KEPT,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
    }.items():
        assert response[name] == value
    assert not response.cookies
    words = client.get(captions_of(film))
    assert words["Content-Type"] == "text/vtt; charset=utf-8"
    assert words.content.decode() == CAPTIONS
    assert words["X-Content-Type-Options"] == "nosniff"


def test_nothing_before_publication(client: Client, cast: people.Cast, film: Recording) -> None:
    client.force_login(cast.chief)
    assert statuses(client, film) == {404}
    piece = people.make_draft(cast.reporter, cast.section, clips=[clip(film, captions=CAPTIONS)])
    assert statuses(client, film) == {404}
    people.step(piece, "submit", cast.reporter)
    people.step(piece, "pass", cast.editor)
    assert statuses(client, film) == {404}
    people.step(piece, "publish", cast.editor, visible_from=timezone.now() + timedelta(hours=1))
    assert statuses(client, film) == {404}
    people.step(piece, "unschedule", cast.editor)
    people.step(piece, "publish", cast.editor)
    assert statuses(client, film) == {200}


def test_withdrawal_stops_it_half_way(client: Client, cast: people.Cast, film: Recording) -> None:
    piece = published(cast, film)
    first = client.get(address(film), headers={"range": "bytes=0-99"})
    people.step(piece, "withdraw", cast.editor, "有误")
    for headers in (
        {"range": "bytes=100-199"},
        {"range": "bytes=100-199", "if-range": first["ETag"]},
        {"if-none-match": first["ETag"]},
    ):
        gone = client.get(address(film), headers=headers)
        assert gone.status_code == 404
        assert gone["Cache-Control"] == "max-age=0, must-revalidate"
    assert statuses(client, film) == {404}
    people.step(piece, "reinstate", cast.chief)
    assert statuses(client, film) == {200}


def test_a_revision_that_is_not_out_plays_to_nobody(
    client: Client, cast: people.Cast, film: Recording, sound: Recording
) -> None:
    piece = published(cast, film)
    people.step(piece, "revise", cast.editor)
    editing.write(piece, with_clips(content_of(piece), [clip(sound)]), cast.editor)
    assert client.get(address(sound)).status_code == 404
    assert client.get(address(film)).status_code == 200
    other = people.make_published(cast, "别的", clips=[clip(film)])
    assert client.get(f"/media/{film.content_hash}/{'0' * 16}.vtt").status_code == 404
    people.step(other, "withdraw", cast.editor, "有误")
    assert client.get(address(film)).status_code == 200, "the first piece is still there"


@pytest.mark.parametrize(
    ("asked", "start", "length"),
    [
        ("bytes=0-1", 0, 2),
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 100),
        ("bytes=100-", 100, None),
        ("bytes=0-", 0, None),
        ("bytes=-50", -50, 50),
        ("bytes=-999999999", 0, None),
        ("bytes=100-999999999", 100, None),
        ("BYTES = 5 - 9", 5, 5),
    ],
)
def test_a_part(
    client: Client,
    cast: people.Cast,
    film: Recording,
    asked: str,
    start: int,
    length: int | None,
) -> None:
    published(cast, film)
    whole = content(client.get(address(film)))
    start = start if start >= 0 else len(whole) + start
    expected = whole[start:] if length is None else whole[start : start + length]
    response = client.get(address(film), headers={"range": asked})
    assert response.status_code == 206
    assert content(response) == expected
    assert int(response["Content-Length"]) == len(expected)
    last = start + len(expected) - 1
    assert response["Content-Range"] == f"bytes {start}-{last}/{len(whole)}"
    assert response["ETag"] == f'"{film.content_hash}"'


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-9",
        "bytes=",
        "bytes=-",
        "bytes=9-5",
        "bytes=a-b",
        "pages=1-2",
        "bytes=1",
        "１-２",
    ],
)
def test_what_is_no_single_range_gets_the_whole(
    client: Client, cast: people.Cast, film: Recording, asked: str
) -> None:
    published(cast, film)
    response = client.get(address(film), headers={"range": asked})
    assert response.status_code == 200
    assert len(content(response)) == film.size


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_part_that_there_is_not(
    client: Client, cast: people.Cast, film: Recording, asked: str
) -> None:
    published(cast, film)
    response = client.get(address(film), headers={"range": asked})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{film.size}"


def test_a_part_only_of_what_one_has(client: Client, cast: people.Cast, film: Recording) -> None:
    published(cast, film)
    for tag, status in (
        (f'"{film.content_hash}"', 206),
        (f'W/"{film.content_hash}"', 200),
        ('"other"', 200),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 200),
    ):
        headers = {"range": "bytes=10-19", "if-range": tag}
        assert client.get(address(film), headers=headers).status_code == status, tag


def test_head_and_not_modified(
    client: Client, cast: people.Cast, film: Recording, django_assert_num_queries: Any
) -> None:
    published(cast, film)
    head = client.head(address(film), headers={"range": "bytes=0-9"})
    assert head.status_code == 200
    assert int(head["Content-Length"]) == film.size
    for path in (address(film), captions_of(film)):
        etag = client.get(path)["ETag"]
        with django_assert_num_queries(1):
            again = client.get(path, headers={"if-none-match": etag, "range": "bytes=0-9"})
        assert again.status_code == 304
        assert again["ETag"] == etag
        assert again["Cache-Control"] == KEPT


def test_only_reading_and_only_its_own_name(
    client: Client, cast: people.Cast, film: Recording
) -> None:
    published(cast, film)
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(address(film)).status_code == 405
    for suffix in ("mp3", "webm", "exe", "MP4"):
        assert client.get(f"/media/{film.content_hash}.{suffix}").status_code == 404


def test_a_lost_file_is_not_found(client: Client, cast: people.Cast, film: Recording) -> None:
    published(cast, film)
    default_storage.delete(film.storage_name)
    assert client.get(address(film)).status_code == 404


def test_behind_nginx_the_bytes_come_from_there(
    client: Client, cast: people.Cast, film: Recording, settings: Any
) -> None:
    settings.ACCEL_REDIRECT = "/private/"
    assert statuses(client, film) == {404}
    published(cast, film)
    response = client.get(address(film), headers={"range": "bytes=0-9"})
    assert response.status_code == 200
    assert response["X-Accel-Redirect"] == f"/private/{film.storage_name}"
    assert response["Content-Type"] == "video/mp4"
    assert response.content == b""


def test_from_a_bucket_only_the_part_is_fetched(
    client: Client, cast: people.Cast, film: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As boto3 answers; opened as a file, the storage would fetch the whole film each time."""
    published(cast, film)
    data = content(client.get(address(film)))
    asked: list[str] = []

    class Body(io.BytesIO):
        def iter_chunks(self, size: int) -> Any:
            return iter(lambda: self.read(size), b"")

    class Bucket:
        def Object(self, name: str) -> "Bucket":
            assert name == film.storage_name
            return self

        def get(self, Range: str) -> dict[str, Body]:
            asked.append(Range)
            start, end = map(int, Range.removeprefix("bytes=").split("-"))
            return {"Body": Body(data[start : end + 1])}

    class Storage:
        bucket = Bucket()

    monkeypatch.setattr(serving, "default_storage", Storage())
    response = client.get(address(film), headers={"range": "bytes=7-20"})
    assert content(response) == data[7:21]
    assert content(client.get(address(film))) == data
    assert asked == ["bytes=7-20", f"bytes=0-{film.size - 1}"]
