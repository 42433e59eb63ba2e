"""A stored recording as a response, whole or in part. Who may have it is the caller's question.

A player asks for parts (RFC 9110, section 14): Safari plays nothing without them, and nobody can
jump ahead. One range at a time; a request for several gets the whole, as the standard allows.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from articles.images import files
from articles.images.serving import harmless
from articles.models.recording import MIME_TYPES, recording_storage_name

_CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})", re.ASCII | re.IGNORECASE)

# The end of an address of a recording, for both wings, and of its captions.
RECORDING = rf"(?P<content_hash>[0-9a-f]{{64}})\.(?P<suffix>{'|'.join(MIME_TYPES)})"
CAPTIONS = r"(?P<content_hash>[0-9a-f]{64})/(?P<captions_hash>[0-9a-f]{16})\.vtt"


class Part(NamedTuple):
    """Bytes from `start` on, `length` of them."""

    start: int
    length: int


def recording_response(
    request: HttpRequest, content_hash: str, suffix: str, size: int
) -> HttpResponseBase | None:
    """The recording, the part of it that was asked for, or that nothing has changed.

    Behind nginx the bytes come by X-Accel-Redirect, and nginx cuts the parts. None when the file
    is lost.
    """
    name = recording_storage_name(content_hash, suffix)
    etag = f'"{content_hash}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        if settings.ACCEL_REDIRECT and files.exists(name):
            response = HttpResponse()
            response["X-Accel-Redirect"] = f"{settings.ACCEL_REDIRECT.rstrip('/')}/{name}"
        else:
            response = _streamed(request, name, size, etag)
    if response is None:
        return None
    response["Content-Type"] = MIME_TYPES[suffix]
    response["Content-Disposition"] = f'inline; filename="{content_hash[:12]}.{suffix}"'
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    return harmless(response)


def captions_response(request: HttpRequest, captions: str, captions_hash: str) -> HttpResponseBase:
    etag = f'"{captions_hash}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(captions)
    response["Content-Type"] = "text/vtt; charset=utf-8"
    response["ETag"] = etag
    return harmless(response)


def _streamed(request: HttpRequest, name: str, size: int, etag: str) -> HttpResponseBase | None:
    part = _asked(request, size, etag)
    if part is not None and part.length == 0:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    wanted = part or Part(0, size)
    response: HttpResponseBase
    if request.method == "HEAD":
        if not files.exists(name):
            return None
        response = HttpResponse()
    else:
        try:
            response = StreamingHttpResponse(_chunks(name, wanted), status=206 if part else 200)
        except FileNotFoundError:
            return None
    response["Content-Length"] = str(wanted.length)
    if part:
        last = part.start + part.length - 1
        response["Content-Range"] = f"bytes {part.start}-{last}/{size}"
    return response


def _asked(request: HttpRequest, size: int, etag: str) -> Part | None:
    """The part asked for; None for the whole; one of no length where there is no such part."""
    # Only GET knows ranges; what is not understood is as if it were not there.
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or match is None or not (match[1] or match[2]):
        return None
    # "If it is still what I have": a date is never as sure as that.
    if request.headers.get("If-Range", etag) != etag:
        return None
    if not match[1]:
        length = min(int(match[2]), size)
        return Part(size - length, length)
    start, end = int(match[1]), min(int(match[2] or size - 1), size - 1)
    if match[2] and int(match[2]) < start:
        return None
    return Part(start, max(end - start + 1, 0))


def _chunks(name: str, part: Part) -> Iterator[bytes]:
    """Raises FileNotFoundError or MediaAway at once, not when the answer is half sent."""
    with files.asking():
        if bucket := getattr(default_storage, "bucket", None):
            return _from_bucket(bucket, name, part)
        return _FromDisk(default_storage.open(name), part)


class _FromDisk:
    """A part of a file; the server closes it, also when the reader has gone before its first
    byte."""

    def __init__(self, file: File, part: Part) -> None:
        self.file, self.left = file, part.length
        file.seek(part.start)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk: bytes = self.file.read(min(self.left, _CHUNK)) if self.left > 0 else b""
        if not chunk:
            raise StopIteration
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        self.file.close()


def _from_bucket(bucket: Any, name: str, part: Part) -> Iterator[bytes]:
    """From S3 only what was asked for: opened as a file it would be fetched whole each time."""
    from botocore.exceptions import ClientError

    last = part.start + part.length - 1
    try:
        answer = bucket.Object(name).get(Range=f"bytes={part.start}-{last}")
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        raise FileNotFoundError(name) from error
    chunks: Iterator[bytes] = answer["Body"].iter_chunks(_CHUNK)
    return chunks
