"""The places beside the site where pieces go: what a withdrawal asks about."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from articles.models import Outlet


@admin.register(Outlet)
class OutletAdmin(ModelAdmin):
    list_display = ("name", "how", "active")
    search_fields = ("name",)
    fields = ("name", "how", "position", "active")
    ordering = ("position", "pk")
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Withdrawals remember it: it goes out of use instead."""
        return False
