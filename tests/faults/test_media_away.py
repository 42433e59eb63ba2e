"""The folder of pictures is gone, or the S3 endpoint refuses, errs or hangs: the page comes with
its text at once, its pictures are a plain error that nobody keeps."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from articles.images import files, store
from articles.models import PublishedArticle
from articles.strain import Strain
from newsroom import parts
from newsroom.bucket import storage_patience
from newsroom.servers import free_port
from tests.admin.helpers import signed_in, url
from tests.cast import Cast, make_published
from tests.images.pictures import jpeg_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_strain", Strain())
    parts._last.clear()


def with_picture(cast: Cast) -> tuple[str, str]:
    """The addresses of a piece and of its picture."""
    image = store(jpeg_of((640, 480)), "渡口.jpg", cast.reporter)
    figure = {
        "image": image.content_hash, "is_cover": True, "alt": "渡口", "caption": "",
        "credit": "", "rights_holder": "", "licence": "", "focal_x": 0.5, "focal_y": 0.5,
    }  # fmt: skip
    article = make_published(cast, "渡口的末班船", figures=[figure])
    page = PublishedArticle.objects.get(pk=article.pk).get_absolute_url()
    return page, f"/images/{image.content_hash}/480.webp"


def is_plain_error(response: Any) -> bool:
    return (
        response.status_code == 503
        and response.headers["Cache-Control"] == "no-store"
        and int(response.headers["Retry-After"]) > 0
        and not response.content
    )


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    cast = Cast()
    page, picture = with_picture(cast)
    reader = Client()
    assert reader.get(picture).status_code == 200
    folder = Path(default_storage.path(""))
    folder.rename(tmp_path / "elsewhere")
    answer = reader.get(page)
    assert answer.status_code == 200
    assert "渡口的末班船" in answer.content.decode()
    assert is_plain_error(reader.get(picture))
    assert is_plain_error(reader.get(picture.replace("480", "960")))
    assert b"media: away" in reader.get("/readyz").content
    assert reader.get("/readyz").status_code == 200
    (tmp_path / "elsewhere").rename(folder)
    assert reader.get(picture).status_code == 200


def test_a_file_that_is_lost_is_not_found_as_before() -> None:
    page, picture = with_picture(Cast())
    for path in Path(default_storage.path("")).rglob("*"):
        if path.is_file():
            path.unlink()
    assert Client().get(picture).status_code == 404
    assert Client().get(page).status_code == 200


class _Bad(BaseHTTPRequestHandler):
    def _answer(self) -> None:
        self.send_response(500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = do_PUT = _answer

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture(params=["refuses", "errs", "hangs"])
def bucket(request: pytest.FixtureRequest) -> Iterator[int]:
    """A port that stands in for an S3 endpoint."""
    if request.param == "refuses":
        yield free_port()
    elif request.param == "errs":
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Bad)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()
        server.server_close()
    else:
        hanging = socket.create_server(("127.0.0.1", 0), backlog=64)
        yield hanging.getsockname()[1]
        hanging.close()


def test_a_bucket_that_does_not_answer(
    bucket: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = Cast()
    page, picture = with_picture(cast)
    monkeypatch.setattr("newsroom.bucket.READ", 1)
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "papers", "endpoint_url": f"http://127.0.0.1:{bucket}",
                "access_key": "a", "secret_key": "b", "region_name": "us-east-1",
                "client_config": storage_patience(),
            },
        }
    }  # fmt: skip
    reader = Client()
    began = time.monotonic()
    assert reader.get(page).status_code == 200
    assert time.monotonic() - began < 1.5
    began = time.monotonic()
    assert is_plain_error(reader.get(picture))
    assert time.monotonic() - began < 6
    # Those who come next are not kept waiting.
    began = time.monotonic()
    for _time in range(5):
        assert is_plain_error(reader.get(picture))
    assert time.monotonic() - began < 6
    assert b"media: away" in reader.get("/readyz").content
    desk = signed_in(cast.reporter)
    sent = {"files": [_upload()]}
    desk.raise_request_exception = False
    refused = desk.post(url("image-upload"), sent, headers={"accept": "application/json"})
    assert refused.status_code == 503
    assert "存储" in refused.json()["error"]


def _upload() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("b.jpg", jpeg_of((320, 240)), "image/jpeg")
