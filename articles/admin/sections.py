from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as __
from unfold.admin import ModelAdmin

from articles.admin.policy import policy_label
from articles.models import Section


@admin.register(Section)
class SectionAdmin(ModelAdmin):
    """The site's parts. How many reviews a section asks for is the chief's to set, with the
    policy (`articles.admin.policy`): an administrator has no say in it."""

    list_display = ("name", "slug", "parent", "desk", "own_reviews", "listed", "position")
    list_editable = ("position",)
    list_filter = ("desk", "listed")
    list_select_related = ("parent", "desk")
    search_fields = ("name", "slug")
    ordering = ("position", "pk")
    actions = None
    fields = (
        "name", "slug", "former", "parent", "desk", "description", "position", "listed",
        "own_reviews",
    )  # fmt: skip
    readonly_fields = ("former", "own_reviews")

    class Media:
        css: ClassVar = {"all": ["newsroom/screens.css"]}

    def has_delete_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        """Addresses that readers have kept lead here: take it out of the navigation instead."""
        return False

    def get_fields(self, request: HttpRequest, obj: Section | None = None) -> Any:
        return self.fields if obj else [name for name in self.fields if name != "former"]

    @admin.display(description=__("former addresses"))
    def former(self, section: Section) -> str:
        slugs = section.former_slugs.values_list("slug", flat=True)
        return "、".join(f"/{slug}/" for slug in slugs) or "—"

    @admin.display(description=__("reviews and proofreads"))
    def own_reviews(self, section: Section) -> str:
        numbers = section.reviews_required, section.proofreads_required
        return policy_label("+".join("*" if each is None else str(each) for each in numbers))
