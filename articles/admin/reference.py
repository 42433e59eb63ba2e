"""Lists that pieces choose from: tags and sources."""

from datetime import date
from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from articles.models import Source, Tag


def _today() -> date:
    return timezone.localdate()


@admin.register(Tag)
class TagAdmin(ModelAdmin):
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    fields = ("name", "slug")
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> tuple[str, ...]:
        """The address is in pieces that are signed and published: it stays as it was made."""
        return ("slug",) if obj else ()


@admin.register(Source)
class SourceAdmin(ModelAdmin):
    list_display = ("name", "standing", "valid_from", "valid_until", "url")
    list_filter = ("status",)
    search_fields = ("name",)
    fields = ("name", "url", "status", ("valid_from", "valid_until"), "note")
    actions = None

    class Media:
        css: ClassVar = {"all": ["newsroom/screens.css"]}

    @display(
        description=_("status"),
        label={"usable": "success", "expired": "warning", "unlisted": "info", "banned": "danger"},
    )
    def standing(self, source: Source) -> tuple[str, str]:
        if source.status == Source.Status.LISTED and not source.usable_on(_today()):
            return "expired", str(_("not valid today"))
        if source.status == Source.Status.LISTED:
            return "usable", source.get_status_display()
        return str(source.status), source.get_status_display()
