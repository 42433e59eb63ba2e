"""How much may arrive in one request: nobody fills the disk of the newsroom."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

# For the other fields of the form, and for what separates them.
_BESIDE = 4 * 1024 * 1024


class NothingLarger(FileUploadHandler):
    """First of the upload handlers: what is too large for any form is not read at all.

    The request then looks empty; `request.is_too_large` says why.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> Any:
        limit = max(settings.RECORDING_MAX_BYTES, settings.UPLOAD_MAX_BYTES)
        if content_length <= limit + _BESIDE:
            return None
        if self.request is not None:
            self.request.is_too_large = True  # type: ignore[attr-defined]  # a mark for the view behind
        return QueryDict(), MultiValueDict()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
