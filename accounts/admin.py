"""Accounts and desks in the admin. Bylines are in `articles.admin`: they have pictures."""

from typing import Any, ClassVar

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts import changes
from accounts.forms import UserChangeForm, UserCreationForm
from accounts.models import Desk, SignIn, User
from accounts.roles import ROLES
from accounts.screens.access import access
from accounts.templatetags.device import device

# Roles are data of `accounts.roles`: a group edited by hand would be put back by `migrate`.
admin.site.unregister(Group)
# The library's own tables hold secrets and sessions; people manage theirs under “My account”.
for _app in ("account", "mfa", "usersessions", "socialaccount"):
    for _model in apps.get_app_config(_app).get_models():
        if admin.site.is_registered(_model):
            admin.site.unregister(_model)


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(role.name, role.label) for role in ROLES.values()]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[User]") -> "QuerySet[User]":
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):  # type: ignore[type-arg]  # only its stubs are generic: at run time it takes no parameter
    """Accounts are made, changed and deactivated. Nobody is deleted: the ledger names them."""

    form = UserChangeForm
    add_form = UserCreationForm
    list_display = ("person", "role_names", "desk_names", "is_active", "last_login")
    list_filter = (RoleFilter, "desks", "is_active")
    search_fields = ("username", "full_name", "email")
    search_help_text = _("Name, account or e-mail")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "way_in")
    actions = None
    fieldsets = (
        (None, {"fields": ("username", "way_in")}),
        (_("Person"), {"fields": ("full_name", "email")}),
        (_("Roles and desks"), {"fields": ("groups", "desks")}),
        (_("Access"), {"fields": ("is_active", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username",)}),
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

    def get_urls(self) -> list[URLPattern]:
        """Without Django's page to set somebody else's password: a link lets them set it."""
        urls = [each for each in super().get_urls() if each.name != "auth_user_password_change"]
        view = self.admin_site.admin_view(access)
        return [path("<int:user_id>/access/", view, name="accounts_user_access"), *urls]

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> Any:
        """A new account leads to the link that opens it, unless another one is made next."""
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST or "_popup" in request.POST:
            return response
        return HttpResponseRedirect(reverse("admin:accounts_user_access", args=[obj.pk]))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        form.stood = changes.Standing.of(User.objects.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # Whoever has a role signs in to the newsroom; nobody else does.
        user, by = form.instance, request.user
        assert isinstance(by, User)
        user.is_staff = user.is_superuser or user.groups.filter(name__in=ROLES).exists()
        user.save(update_fields=["is_staff"])
        if form.stood:
            changes.announce(user, by, form.stood)
        else:
            changes.announce_new(user, by)

    @display(description=_("way in"))
    def way_in(self, user: User) -> str:
        if not user.pk:
            return "—"
        address = reverse("admin:accounts_user_access", args=[user.pk])
        words = _("Invitation, second factor, sessions")
        return format_html('<a class="nr-button nr-small" href="{}">{}</a>', address, words)

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


@admin.register(SignIn)
class SignInAdmin(ModelAdmin):
    """To read. Rows are written by signing in, and go when they are older than is kept."""

    fields = ("at", "user", "outcome", "ways", "address", "agent")
    list_display = ("at", "who", "told", "ways", "address", "on")
    list_filter = ("outcome", "at")
    search_fields = ("user__username", "user__full_name", "address")
    search_help_text = _("Name, account or address")
    list_select_related = ("user",)
    show_full_result_count = False
    actions = None

    @display(description=_("person"))
    def who(self, row: SignIn) -> str:
        return format_html('<span class="whitespace-nowrap">{}</span>', row.user or "—")

    @display(
        description=_("outcome"),
        label={
            SignIn.Outcome.IN: "success",
            SignIn.Outcome.HALF: "warning",
            SignIn.Outcome.WRONG: "danger",
            SignIn.Outcome.WRONG_FACTOR: "danger",
            SignIn.Outcome.REFUSED: "danger",
            SignIn.Outcome.SHUT: "warning",
            SignIn.Outcome.UNKNOWN: "warning",
        },
    )
    def told(self, row: SignIn) -> tuple[str, str]:
        return row.outcome, row.get_outcome_display()

    @display(description=_("device"))
    def on(self, row: SignIn) -> str:
        return format_html('<span title="{}">{}</span>', row.agent, device(row.agent))

    @display(description=_("how"))
    def ways(self, row: SignIn) -> str:
        return row.ways or "—"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SignIn | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SignIn | None = None) -> bool:
        return False
