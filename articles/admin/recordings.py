"""The archive of recordings: look, search, play, say whose it is. Nobody changes bytes, nobody
deletes; a recording comes in from the edit screen of a piece."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from unfold.admin import ModelAdmin

from articles import openings
from articles.admin import recording_upload
from articles.admin.article_access import person, whole_number
from articles.desk import access, rights
from articles.models import Recording
from articles.recordings.serving import recording_response
from articles.rendering.clips import clock


@require_safe
def recording_file(request: HttpRequest, content_hash: str) -> HttpResponseBase:
    """A recording for people of the newsroom, published or not."""
    if not person(request).has_perm("articles.view_recording"):
        raise PermissionDenied
    found = Recording.objects.filter(content_hash=content_hash).first()
    if found is None:
        raise Http404
    response = recording_response(request, content_hash, found.format, found.size)
    if response is None:
        raise Http404
    openings.note(request, access.RECORDING, found.pk, "recording")
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


@admin.register(Recording)
class RecordingAdmin(ModelAdmin):
    change_form_outer_before_template = "admin/articles/recording/about.html"
    list_display = ("name", "length", "format", "credit", "uploaded_at")
    fields = ("credit", "rights_holder", "licence", "name")
    search_fields = ("name", "credit", "rights_holder")
    search_help_text = _("File name, credit or rights holder")
    list_per_page = 50
    show_full_result_count = False
    actions = None

    class Media:
        css: ClassVar = {"all": ["newsroom/screens.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is no form for it: the edit screen of a piece uploads."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Recording | None = None) -> bool:
        """Published and signed pieces name it by its hash for ever."""
        return False

    @admin.display(description=_("length"), ordering="duration")
    def length(self, recording: Recording) -> str:
        return clock(recording.duration) or "—"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        number = whole_number(object_id)
        recording = Recording.objects.filter(pk=number).first()
        pieces = rights.viewable(person(request)).filter(clips__recording_id=number)
        context = {
            "used_in": pieces.only("headline")[:20],
            "player": _player(recording) if recording else "",
            "show_save_and_add_another": False,
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    def get_urls(self) -> list[URLPattern]:
        file = self.admin_site.admin_view(recording_file)
        upload = self.admin_site.admin_view(recording_upload.upload)
        return [
            re_path(r"^file/(?P<content_hash>[0-9a-f]{64})/$", file, name="recording-file"),
            path("upload/", upload, name="recording-upload"),
            *super().get_urls(),
        ]


def _player(recording: Recording) -> SafeString:
    address = reverse("admin:recording-file", args=[recording.content_hash])
    if recording.is_video:
        return format_html(
            '<video controls preload="none" src="{}" width="{}" height="{}"></video>',
            address,
            recording.width,
            recording.height,
        )
    return format_html('<audio controls preload="none" src="{}"></audio>', address)
