"""Form fields for portraits, the logo and the QR code: what is uploaded is re-encoded first.

A model admin that has such fields inherits `SmallPictures` and names them. The slow work is
done before the save's transaction begins; a file that did not go that way is refused.
"""

import base64
import hashlib
from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db.models import Field
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.images import ImageRefused, check_bytes, small_public_image

_TYPES = {".webp": "webp", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}


class SmallPicture(SimpleUploadedFile):
    """Bytes that `small_public_image` made, named by their hash."""

    def __init__(self, data: bytes) -> None:
        name = f"{hashlib.sha256(data).hexdigest()[:32]}.webp"
        super().__init__(name, data, "image/webp")


class RefusedPicture(SimpleUploadedFile):
    """In the place of an upload that became no picture: only its name and the reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name or "file", b"-")
        self.reason = reason


def reencoded(upload: UploadedFile, max_side: int) -> SmallPicture | RefusedPicture:
    try:
        check_bytes(upload.size or 0)
        return SmallPicture(small_public_image(upload.read(), max_side))
    except ImageRefused as refused:
        return RefusedPicture(upload.name or "", str(refused))


class SmallPictureWidget(forms.ClearableFileInput):
    def is_initial(self, value: Any) -> bool:
        return isinstance(value, FieldFile) and bool(value)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)
        if self.is_initial(value):
            context["picture"] = _data_address(value)
        return render_to_string("admin/small_picture.html", context)


def _data_address(file: FieldFile) -> str:
    """The picture itself as an address: it lies in private storage, and it is small."""
    name = file.name or ""
    kind = _TYPES.get(PurePath(name).suffix.lower())
    if kind is None:
        return ""
    try:
        with file.storage.open(name) as stored:
            return f"data:image/{kind};base64,{base64.b64encode(stored.read()).decode()}"
    except FileNotFoundError:
        return ""


class SmallPictureField(forms.FileField):
    widget = SmallPictureWidget

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        if isinstance(data, SmallPicture):
            return data
        raise ValidationError(getattr(data, "reason", _("The picture was not re-encoded.")))


class SmallPictures:
    """For a ModelAdmin: image fields by name, with the longest side in pixels."""

    small_pictures: ClassVar[dict[str, int]] = {}

    def formfield_for_dbfield(
        self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.small_pictures:
            return SmallPictureField(
                required=False,
                label=capfirst(db_field.verbose_name),
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin: the class beside it has this

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and self._may_write(request):
            for name, max_side in self.small_pictures.items():
                if upload := request.FILES.get(name):
                    request.FILES[name] = reencoded(upload, max_side)
        response: HttpResponse = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]  # a mixin: the class beside it has this
        return response

    def _may_write(self, request: HttpRequest) -> bool:
        admin: Any = self
        return bool(admin.has_change_permission(request) or admin.has_add_permission(request))
