"""Uploading audio and video from the edit screen.

POST multipart with one file in `file`. JSON: {"hash", "name", "video", "seconds", "address",
"credit", "rights_holder", "licence"} for a recording that was kept; {"name", "error"} for one
that was refused, with 413 for one that was too large to be read at all, else 200.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin.article_access import person
from articles.models import Recording
from articles.recordings import RecordingRefused, store
from articles.recordings.errors import too_large


def upload(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not user.has_perm("articles.add_recording"):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if getattr(request, "is_too_large", False):
        error = str(too_large(settings.RECORDING_MAX_BYTES))
        return JsonResponse({"name": "", "error": error}, status=413)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return JsonResponse({"name": "", "error": _("No file arrived. Choose a recording.")})
    name = file.name or ""
    try:
        with _on_disk(file) as stream:
            return JsonResponse(described(store(stream, name, user)))
    except RecordingRefused as refused:
        return JsonResponse({"name": name, "error": str(refused)})


@contextmanager
def _on_disk(file: UploadedFile) -> Iterator[BinaryIO]:
    """The file as one that can be read in parts and changed; it goes when the block ends."""
    if isinstance(file, TemporaryUploadedFile):
        # It was opened for writing: the very file that arrived.
        yield cast(BinaryIO, file.file)
        return
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        shutil.copyfileobj(file, copy)
        yield copy


def described(recording: Recording) -> dict[str, object]:
    return {
        "hash": recording.content_hash,
        "name": recording.name,
        "video": recording.is_video,
        "seconds": recording.duration,
        "address": reverse("admin:recording-file", args=[recording.content_hash]),
        "credit": recording.credit,
        "rights_holder": recording.rights_holder,
        "licence": recording.licence,
    }
