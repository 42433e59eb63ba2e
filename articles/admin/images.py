"""The picture archive: look, search, say whose it is. Nobody changes bytes, nobody deletes."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from unfold.admin import ModelAdmin

from articles import openings
from articles.admin import image_upload
from articles.admin.article_access import person, whole_number
from articles.desk import access, rights
from articles.images import Rendition, widths
from articles.images.serving import RENDITION, harmless, picture_response, rendition_asked
from articles.models import Image

_HASH = "(?P<content_hash>[0-9a-f]{64})"
# What a list or a form shows when it names no width.
_PLAIN_WIDTH = 960


@require_safe
def image_file(
    request: HttpRequest,
    content_hash: str,
    width: str = "",
    file_format: str = "",
    crop: str | None = None,
    original: str = "",
) -> HttpResponseBase:
    """A picture for people of the newsroom, published or not: a rendition, or the original."""
    if not person(request).has_perm("articles.view_image"):
        raise PermissionDenied
    image = Image.objects.filter(content_hash=content_hash).first()
    if image is None:
        raise Http404
    asked: Rendition | None = None
    if not original:
        asked = (
            rendition_asked(width, file_format, crop or "")
            if width
            else Rendition(_plain_width(image))
        )
        if asked is None:
            raise Http404
    response = picture_response(content_hash, image.format, asked)
    if response is None:
        raise Http404
    openings.note(request, access.IMAGE, image.pk, "image")
    return harmless(response)


def _plain_width(image: Image) -> int:
    available = widths(image.width)
    return max(width for width in available if width <= _PLAIN_WIDTH or width == available[0])


@admin.register(Image)
class ImageAdmin(ModelAdmin):
    change_list_template = "admin/articles/image/change_list.html"
    change_form_outer_before_template = "admin/articles/image/about.html"
    fields = ("caption", "credit", "rights_holder", "licence", "name")
    search_fields = ("name", "caption", "credit", "rights_holder")
    search_help_text = _("File name, caption, credit or rights holder")
    list_per_page = 48
    show_full_result_count = False
    actions = None

    class Media:
        css: ClassVar = {"all": ["newsroom/screens.css"]}

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        """Published and signed pieces name it by its hash for ever."""
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:image-upload"))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        pieces = rights.viewable(person(request)).filter(figures__image_id=whole_number(object_id))
        context = {
            "used_in": pieces.only("headline")[:20],
            "show_save_and_add_another": False,
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    def get_urls(self) -> list[URLPattern]:
        file = self.admin_site.admin_view(image_file)
        upload = self.admin_site.admin_view(image_upload.upload)
        return [
            re_path(rf"^file/{_HASH}/$", file, name="image-file"),
            re_path(rf"^file/{_HASH}/{RENDITION}$", file, name="image-file"),
            re_path(rf"^file/{_HASH}/(?P<original>original)$", file, name="image-file"),
            re_path(r"^upload/$", upload, name="image-upload"),
            *super().get_urls(),
        ]
