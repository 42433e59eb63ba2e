"""Pictures and recordings in a bucket instead of a folder: the whole way, from the desk to readers
and out of sight again, against a server that speaks S3."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from articles.images import Rendition, rendition_name
from articles.models import Image, PublishedArticle, Recording
from newsroom import servers
from tests.backup.places import sqlite_place
from tests.cast import Cast, make_published, step
from tests.images.pictures import jpeg_of
from tests.public.archive import figure
from tests.recordings import samples
from tests.server import database_url, fetch, serve

pytestmark = pytest.mark.django_db(transaction=True)
ACCOUNT = {"access_key": "paper", "secret_key": "paper-secret", "region_name": "us-east-1"}


@pytest.fixture
def bucket(settings: Any, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An empty bucket, in which this process stores; yields the variables for other ones."""
    port = servers.free_port()
    address = f"http://127.0.0.1:{port}"
    with servers.running(
        [str(Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p", str(port)],
        f"{address}/moto-api/",
        environment=servers.this_environment(),
        out=subprocess.DEVNULL,
    ):
        make_bucket(address, "paper")
        settings.STORAGES = settings.STORAGES | {
            "default": {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {"bucket_name": "paper", "endpoint_url": address, **ACCOUNT},
            }
        }
        yield {
            "NEWSROOM_S3_BUCKET": "paper",
            "NEWSROOM_S3_ENDPOINT": address,
            "NEWSROOM_S3_REGION": ACCOUNT["region_name"],
            "NEWSROOM_S3_ACCESS_KEY": ACCOUNT["access_key"],
            "NEWSROOM_S3_SECRET_KEY": ACCOUNT["secret_key"],
        }


def make_bucket(address: str, name: str) -> None:
    client = boto3.client(
        "s3", endpoint_url=address, region_name=ACCOUNT["region_name"],
        aws_access_key_id=ACCOUNT["access_key"], aws_secret_access_key=ACCOUNT["secret_key"],
    )  # fmt: skip
    client.create_bucket(Bucket=name)


def upload(client: Client, path: str, name: str, data: bytes) -> None:
    file = SimpleUploadedFile(name, data)
    answer = client.post(path, {"files": [file]}, headers={"accept": "application/json"})
    assert answer.status_code == 200, answer.content
    assert "error" not in answer.json()[0], answer.content


def part(url: str, wanted: str) -> tuple[int, bytes]:
    asked = urllib.request.Request(url, headers={"Range": wanted})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return answer.status, answer.read()


def test_from_the_desk_to_readers_and_out_of_sight(bucket: dict[str, str], tmp_path: Path) -> None:
    cast = Cast()
    client = Client()
    client.force_login(cast.reporter)
    upload(client, "/admin/articles/image/upload/", "桥.jpg", jpeg_of((1200, 800)))
    sound = samples.mp3()
    answer = client.post(
        "/admin/articles/recording/upload/",
        {"file": SimpleUploadedFile("录音.mp3", sound)},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 200, answer.content
    image, recording = Image.objects.get(), Recording.objects.get()
    assert default_storage.exists(image.storage_name)
    assert default_storage.exists(recording.storage_name)
    piece = make_published(
        cast,
        "桶里的照片",
        figures=[figure(image)],
        clips=[samples.clip(recording, transcript="一")],
    )
    page = PublishedArticle.objects.get(pk=piece.pk).get_absolute_url()
    base = f"/images/{image.content_hash}"
    with serve(
        NEWSROOM_WING="public", NEWSROOM_VAR=str(tmp_path / "readers"),
        DATABASE_URL=database_url(), **bucket,
    ) as site:  # fmt: skip
        assert fetch(site + page)[0] == 200
        for name in ("480.webp", "960.webp", "original"):
            with urllib.request.urlopen(f"{site}{base}/{name}", timeout=20) as got:
                assert got.status == 200, name
                assert len(got.read()) > 1000
        # One that nobody has made yet is made, and kept in the bucket.
        made = Rendition(960, "avif")
        assert not default_storage.exists(rendition_name(image.content_hash, made))
        with urllib.request.urlopen(f"{site}{base}/960.avif", timeout=60) as got:
            assert got.headers["Content-Type"] == "image/avif"
        assert default_storage.exists(rendition_name(image.content_hash, made))
        film = f"{site}/media/{recording.content_hash}.mp3"
        assert part(film, "bytes=10-29") == (206, sound[10:30])
        # Nothing of the bucket is told to readers, and nothing lies on this disk.
        assert bucket["NEWSROOM_S3_ENDPOINT"] not in fetch(site + page)[2]
        assert not list((tmp_path / "readers" / "private").glob("**/*.*"))
        step(piece, "withdraw", cast.editor, "照片用错了")
        # It is on a machine of its own, which hears of it from the database.
        time.sleep(1)
        for address in (f"{site}{base}/480.webp", f"{site}{base}/original", film):
            assert fetch(address)[0] in (404, 410), address
        assert fetch(site + page)[0] == 410


def test_a_bucket_is_backed_up_and_comes_back_into_another(
    bucket: dict[str, str], tmp_path: Path
) -> None:
    cast = Cast()
    client = Client()
    client.force_login(cast.reporter)
    upload(client, "/admin/articles/image/upload/", "桥.jpg", jpeg_of((1200, 800)))
    image = Image.objects.get()
    path = tmp_path / "paper.tar"
    call_command("backup", out=path, quiet=True)
    make_bucket(bucket["NEWSROOM_S3_ENDPOINT"], "other")
    place = sqlite_place(tmp_path / "other")
    place.run("restore", str(path), **bucket | {"NEWSROOM_S3_BUCKET": "other"})
    assert place.files == {}
    other = storages.create_storage(
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "other", "endpoint_url": bucket["NEWSROOM_S3_ENDPOINT"], **ACCOUNT,
            },
        }
    )  # fmt: skip
    names = sorted(name for name in default_storage.listdir(f"images/{image.content_hash[:2]}")[1])
    assert len(names) == 3
    for name in names:
        place_of = f"images/{image.content_hash[:2]}/{name}"
        assert other.open(place_of).read() == default_storage.open(place_of).read()
