from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.models import Author, User
from articles.admin.article_access import person
from articles.admin.small_pictures import SmallPictures


@admin.register(Author)
class AuthorAdmin(SmallPictures, ModelAdmin):
    """Bylines that readers can follow. A byline that was printed stays: nobody is deleted."""

    small_pictures: ClassVar = {"portrait": 480}
    fields = ("name", "kind", "user", "portrait", "biography")
    list_display = ("name", "kind", "user")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("name",)
    search_help_text = _("Byline name")
    actions = None

    class Media:
        css: ClassVar = {"all": ["newsroom/screens.css"]}

    def has_delete_permission(self, request: HttpRequest, obj: Author | None = None) -> bool:
        return False

    def get_readonly_fields(
        self, request: HttpRequest, obj: Author | None = None
    ) -> tuple[str, ...]:
        """Whose login a byline belongs to decides who may not review its pieces: whoever keeps
        the accounts says so, nobody for themselves."""
        by = person(request)
        if by.is_superuser or (
            by.has_perm("accounts.change_user") and (obj is None or obj.user_id != by.pk)
        ):
            return ()
        return ("user",)

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        if db_field.name == "user":
            people = User.objects.order_by("-is_active", "full_name", "username")
            # With a byline come the pieces that carry it, whosever they are.
            by = person(request)
            kwargs["queryset"] = people if by.is_superuser else people.exclude(pk=by.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
