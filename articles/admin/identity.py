"""Who publishes this site: one screen, one row."""

from io import BytesIO
from typing import Any, ClassVar

import segno
from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminURLInputWidget

from articles.admin.small_pictures import SmallPicture, SmallPictures
from articles.images import small_public_image
from articles.models import IdentityLine, SiteIdentity

QR_SIDE = 640


def qr_code(address: str) -> SmallPicture:
    """A code that phones read: dark on white, with its quiet zone, exact pixels."""
    buffer = BytesIO()
    segno.make(address, error="m", micro=False).save(buffer, kind="png", scale=8, border=4)
    return SmallPicture(small_public_image(buffer.getvalue(), QR_SIDE))


class IdentityForm(forms.ModelForm):
    follow_address = forms.URLField(
        label=_("Address for a QR image"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=UnfoldAdminURLInputWidget,
        help_text=_("No picture at hand? A QR image of this address is drawn when you save."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        address = cleaned.get("follow_address")
        if address and not isinstance(cleaned.get("follow_image"), SmallPicture):
            cleaned["follow_image"] = qr_code(address)
        return cleaned


class LineInline(TabularInline):
    """Lines belong to the identity: whoever may change it may change them."""

    model = IdentityLine
    fields = ("text", "url", "position")
    ordering_field = "position"
    hide_ordering_field = True
    extra = 0

    def _may(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_siteidentity")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request) or request.user.has_perm("articles.view_siteidentity")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)


@admin.register(SiteIdentity)
class SiteIdentityAdmin(SmallPictures, ModelAdmin):
    form = IdentityForm
    small_pictures: ClassVar = {"logo": 640, "follow_image": QR_SIDE}
    inlines = (LineInline,)
    fieldsets = (
        (_("Names"), {"fields": ("site_name", "paper_name", "slogan", "logo")}),
        (_("Contact"), {"fields": ("address", "phones", "email", "reporting_phone")}),
        (
            _("Records"),
            {"fields": ("icp_number", "icp_url", "police_number", "police_url")},
        ),
        (
            _("Notices"),
            {"fields": ("copyright_text", "reprint_notice", "infringement_notice")},
        ),
        (_("Design"), {"fields": ("paragraphs",)}),
        (
            _("Follow us"),
            {"fields": ("follow_text", "follow_image", "follow_address")},
        ),
    )

    class Media:
        css: ClassVar = {"all": ["newsroom/screens.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> SiteIdentity | None:
        """The one row, also before it was ever saved."""
        return SiteIdentity.current() if object_id == "1" else None

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_siteidentity_change", args=[1]))
