"""Forms of an account: roles by their names for people, and nobody locks everybody out."""

from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from unfold.forms import UserChangeForm as UnfoldUserChangeForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.models import Desk, User
from accounts.roles import APART, ROLES, Role, guarded, offered


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # only its stubs are generic
    def label_from_instance(self, obj: Any) -> str:
        return str(ROLES[obj.name].label)


class RolesAndDesks(forms.ModelForm):  # type: ignore[type-arg]  # only its stubs are generic
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
        # What somebody has and is not given here any more can still be taken away.
        names = {role.name for role in offered()}
        if self.instance.pk:
            names |= {role.name for role in self.instance.roles}
        roles.queryset = Group.objects.filter(name__in=names).order_by("pk")
        desks = cast("forms.ModelMultipleChoiceField[Desk]", self.fields["desks"])
        desks.queryset = Desk.objects.all()

    def clean_groups(self) -> Any:
        """Where the administrator's powers are apart, nobody has two of them."""
        chosen = self.cleaned_data["groups"]
        names = {group.name for group in chosen}
        if settings.ADMINISTRATORS_APART and len(names & {role.name for role in APART}) > 1:
            raise ValidationError(
                _("The three administrators are three people: choose one of these roles.")
            )
        return chosen


class UserCreationForm(RolesAndDesks):
    """Without a password: whoever is new sets their own, by the link of an invitation."""

    class Meta:
        model = User
        fields: ClassVar = ("username", "full_name", "email", "groups", "desks")

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        user.set_unusable_password()
        if commit:
            user.save()
            self.save_m2m()
        return user


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
        names = {group.name for group in cleaned["groups"]} if cleaned["is_active"] else set()
        for role in guarded():
            if role.name not in names and self._is_last(role):
                raise ValidationError(
                    _(
                        "This is the last active %(role)s. Give the role to somebody else first;"
                        " then you can change this account."
                    )
                    % {"role": role.label}
                )
        return cleaned

    def _is_last(self, role: Role) -> bool:
        """Asked inside the save's transaction; the lock lets only one such save ask at a time."""
        group = Group.objects.select_for_update().get(name=role.name)
        holders = User.objects.filter(groups=group, is_active=True)
        return list(holders.values_list("pk", flat=True)) == [self.instance.pk]
