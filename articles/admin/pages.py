"""The pages about the paper: a short list, and the sanitised editor for each."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as __
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.models import User
from articles.admin.article_access import person
from articles.admin.editor import BodyWidget
from articles.desk import pages
from articles.models import Page


class PageForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        """An edit that began before somebody else's is refused, with all that was typed."""
        cleaned = super().clean() or self.cleaned_data
        typed = cleaned.get("version")
        if self.instance.pk and typed != self.instance.version:
            self.add_error(None, pages.overtaken())
        return cleaned


@admin.register(Page)
class PageAdmin(ModelAdmin):
    form = PageForm
    fields = ("title", "slug", "body", "position", "version")
    list_display = ("name", "slug", "shown", "position", "updated_at")
    list_display_links = ("name",)
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and pages.may_edit(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return isinstance(request.user, User) and pages.may_edit(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The ledger tells of it: it is emptied instead."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Page | None:
        """Locked while it is saved: the form sees the version that it is saved over."""
        if request.method != "POST":
            return super().get_object(request, object_id, from_field)
        number = int(object_id) if object_id.isdecimal() else 0
        return Page.objects.select_for_update().filter(pk=number).first()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "body":
            kwargs["widget"] = BodyWidget(config_name="page")
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        pages.save(person(request), obj)

    @display(description=__("page title"))
    def name(self, page: Page) -> str:
        return page.name

    @display(description=__("readers see it"), boolean=True)
    def shown(self, page: Page) -> bool:
        return bool(page.body)
