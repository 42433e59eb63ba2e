"""Uploading pictures: a plain page for people, the same address as JSON for the edit screen.

POST multipart with any number of files. JSON (where the request asks for it) is a list in the
files' order: {"id", "hash", "name", "width", "height", "thumbnail", "caption", "credit",
"rights_holder", "licence"} for a picture that was kept, {"name", "error"} for one refused.
"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from articles.admin.article_access import person
from articles.images import ImageRefused, check_bytes, store
from articles.models import Image

ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,image/tiff"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not user.has_perm("articles.add_image"):
        raise PermissionDenied
    answers: list[dict[str, Any]] = []
    if request.method == "POST":
        files = [file for _field, many in request.FILES.lists() for file in many]
        answers = [_kept(file, user) for file in files]
        if not files:
            answers = [{"name": "", "error": _("No file arrived. Choose one or more pictures.")}]
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse(answers, safe=False)
    context = {
        **admin.site.each_context(request),
        "title": _("Upload pictures"),
        "accepted": ACCEPTED,
        "answers": answers,
    }
    return TemplateResponse(request, "admin/articles/image/upload.html", context)


def _kept(file: UploadedFile, user: User) -> dict[str, Any]:
    name = file.name or ""
    try:
        check_bytes(file.size or 0)
        return described(store(file.read(), name, user))
    except ImageRefused as refused:
        return {"name": name, "error": str(refused)}


def described(image: Image) -> dict[str, Any]:
    return {
        "id": image.pk,
        "hash": image.content_hash,
        "name": image.name,
        "width": image.width,
        "height": image.height,
        "thumbnail": reverse("admin:image-file", args=[image.content_hash]),
        "caption": image.caption,
        "credit": image.credit,
        "rights_holder": image.rights_holder,
        "licence": image.licence,
    }
