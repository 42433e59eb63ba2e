"""Forms of an account: roles by their names for people, and nobody locks everybody out."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from unfold.forms import AdminPasswordChangeForm
from unfold.forms import UserChangeForm as UnfoldUserChangeForm
from unfold.forms import UserCreationForm as UnfoldUserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.models import Desk, User
from accounts.roles import ADMINISTRATOR, ROLES


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(ROLES[obj.name].label)


class RolesAndDesks(forms.ModelForm):  # type: ignore[type-arg]
    groups = RolesField(
        Group.objects.none(),
        label=capfirst(__("roles")),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=__("Without a role a person cannot sign in to the newsroom."),
    )
    desks = forms.ModelMultipleChoiceField(
        Desk.objects.none(),
        label=capfirst(__("desks")),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=__("An editor or desk head acts on the sections of these desks only."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = cast("RolesField", self.fields["groups"])
        roles.queryset = Group.objects.filter(name__in=ROLES).order_by("pk")
        desks = cast("forms.ModelMultipleChoiceField[Desk]", self.fields["desks"])
        desks.queryset = Desk.objects.all()


class UserCreationForm(RolesAndDesks, UnfoldUserCreationForm):
    # Everybody who signs in here does so with a password.
    usable_password = None

    class Meta:
        model = User
        fields: ClassVar = ("username", "full_name", "email", "groups", "desks")


class UserChangeForm(RolesAndDesks, UnfoldUserChangeForm):
    asked_by: User

    class Meta:
        model = User
        fields = "__all__"  # noqa: DJ007  (the admin names the fields, for each who asks)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "is_active" not in cleaned or "groups" not in cleaned:
            return cleaned
        if self.instance == self.asked_by and not cleaned["is_active"]:
            raise ValidationError(
                {"is_active": _("You cannot deactivate your own account. Ask a colleague to.")}
            )
        if self.instance == self.asked_by and not self.asked_by.is_superuser:
            for name in ("groups", "desks"):
                before = set(getattr(self.instance, name).values_list("pk", flat=True))
                if name in cleaned and {each.pk for each in cleaned[name]} != before:
                    raise ValidationError(
                        {name: _("You cannot change this of your own account. Ask a colleague to.")}
                    )
        stays = cleaned["is_active"] and cleaned["groups"].filter(name=ADMINISTRATOR.name).exists()
        if not stays and self._is_last_administrator():
            raise ValidationError(
                _(
                    "This is the last active administrator. Make somebody else administrator"
                    " first; then you can change this account."
                )
            )
        return cleaned

    def _is_last_administrator(self) -> bool:
        """Asked inside the save's transaction; the lock lets only one such save ask at a time."""
        group = Group.objects.select_for_update().get(name=ADMINISTRATOR.name)
        administrators = User.objects.filter(groups=group, is_active=True)
        return list(administrators.values_list("pk", flat=True)) == [self.instance.pk]


class PasswordForm(AdminPasswordChangeForm):
    """A password can be set and not be taken away: that would lock the person out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
