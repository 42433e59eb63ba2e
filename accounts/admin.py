"""Accounts and desks in the admin. Bylines are in `articles.admin`: they have pictures."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.forms import PasswordForm, UserChangeForm, UserCreationForm
from accounts.models import Desk, User
from accounts.roles import ROLES

# Roles are data of `accounts.roles`: a group edited by hand would be put back by `migrate`.
admin.site.unregister(Group)


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(role.name, role.label) for role in ROLES.values()]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[User]") -> "QuerySet[User]":
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):  # type: ignore[type-arg]
    """Accounts are made, changed and deactivated. Nobody is deleted: the ledger names them."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = PasswordForm
    list_display = ("person", "role_names", "desk_names", "is_active", "last_login")
    list_filter = (RoleFilter, "desks", "is_active")
    search_fields = ("username", "full_name", "email")
    search_help_text = _("Name, account or e-mail")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    actions = None
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("full_name", "email")}),
        (_("Roles and desks"), {"fields": ("groups", "desks")}),
        (_("Access"), {"fields": ("is_active", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        (_("Person"), {"fields": ("full_name", "email")}),
        (_("Roles and desks"), {"fields": ("groups", "desks")}),
    )
    superuser_fieldset: ClassVar = (_("Operator"), {"fields": ("is_superuser",)})

    def get_queryset(self, request: HttpRequest) -> "QuerySet[User]":
        queryset: QuerySet[User] = super().get_queryset(request)
        return queryset.prefetch_related("groups", "desks")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj and request.user.is_superuser:
            return (*fieldsets, self.superuser_fieldset)
        return fieldsets

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type["ModelForm[User]"]:
        form = super().get_form(request, obj, change=change, **kwargs)
        # The form has to know who asks: nobody locks themselves out.
        return type(form.__name__, (form,), {"asked_by": request.user})

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An operator's account is changed by operators only, its password included."""
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # Whoever has a role signs in to the newsroom; nobody else does.
        user = form.instance
        user.is_staff = user.is_superuser or user.groups.filter(name__in=ROLES).exists()
        user.save(update_fields=["is_staff"])

    @display(description=_("user"), ordering="full_name", header=True)
    def person(self, user: User) -> list[str]:
        return [user.full_name or user.username, user.username]

    @display(description=_("roles"))
    def role_names(self, user: User) -> str:
        names = {group.name for group in user.groups.all()}
        return "、".join(str(role.label) for name, role in ROLES.items() if name in names) or "—"

    @display(description=_("desks"))
    def desk_names(self, user: User) -> str:
        return "、".join(desk.name for desk in user.desks.all()) or "—"


@admin.register(Desk)
class DeskAdmin(ModelAdmin):
    list_display = ("name",)
    search_fields = ("name",)
    actions = None
