"""Group robots: who set up what, without their secrets ever being shown again."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from accounts.models import Desk
from articles.desk.notice_choices import FOR_GROUPS
from articles.models import GroupRobot, Kind
from articles.outbox import robots


class RobotForm(forms.ModelForm):
    """Address and secret are typed in and never shown again; empty keeps what is stored."""

    address = forms.CharField(
        label=__("webhook address"),
        required=False,
        max_length=500,
        widget=UnfoldAdminTextInputWidget({"autocomplete": "off", "spellcheck": "false"}),
        help_text=__("Copied from the robot's settings in the group. Whoever knows it can write "
                     "into the group: it is not shown again. Empty keeps the stored one."),
    )  # fmt: skip
    secret = forms.CharField(
        label=__("signing secret"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget({"autocomplete": "off", "spellcheck": "false"}),
        help_text=__("Where the robot checks signatures (DingTalk, Feishu). Empty keeps the "
                     "stored one, except with a new address: a secret belongs to its address."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=__("tells of"),
        choices=[(kind.value, kind.label) for kind in FOR_GROUPS],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=__("Number, section, act and person; the headline only of what readers see."),
    )
    desks = forms.ModelMultipleChoiceField(
        Desk.objects.all(),
        label=capfirst(__("desks")),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=__("Pieces of these desks' sections; empty means every desk."),
    )

    class Meta:
        model = GroupRobot
        fields = ("name", "service", "address", "secret", "desks", "kinds", "rhythm", "active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read at once: the form writes into the row before it is known to be right.
        self._stored = (self.instance.address, self.instance.secret)
        for name in ("address", "secret"):
            self.initial[name] = ""
        if self._stored[0] and "address" in self.fields:
            self.fields["address"].widget.attrs["placeholder"] = masked(self._stored[0])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed, secret = cleaned.get("address", "").strip(), cleaned.get("secret", "")
        stored, stored_secret = self._stored
        cleaned["address"] = typed or stored
        cleaned["secret"] = secret or ("" if typed else stored_secret)
        if not cleaned["address"]:
            self.add_error("address", _("Paste the robot's address here."))
        elif cleaned.get("service"):
            try:
                robots.check_address(cleaned["service"], cleaned["address"])
            except robots.BadAddress as why:
                self.add_error("address", str(why))
        return cleaned


def masked(address: str) -> str:
    """Enough to recognise an address by, not enough to use it."""
    return f"{urlsplit(address).hostname or ''}/…{address[-4:]}"


@admin.register(GroupRobot)
class RobotAdmin(ModelAdmin):
    form = RobotForm
    list_display = ("name", "service", "for_desks", "told", "rhythm", "active")
    search_fields = ("name",)
    actions = None
    fields = (
        "name", "service", "address", "secret", "desks", "kinds", "rhythm", "active", "test",
    )  # fmt: skip
    readonly_fields = ("test",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("desks")

    def get_fields(self, request: HttpRequest, obj: GroupRobot | None = None) -> Any:
        return self.fields if obj else [name for name in self.fields if name != "test"]

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """What is never shown is not found out by asking with what it begins, either."""
        secret = lookup.partition("__")[0] in ("address", "secret")
        return not secret and super().lookup_allowed(lookup, value, request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is taken out of use: messages that went to it stay on record."""
        return False

    @admin.display(description=__("desks"))
    def for_desks(self, robot: GroupRobot) -> str:
        return "、".join(desk.name for desk in robot.desks.all()) or _("every desk")

    @admin.display(description=__("tells of"))
    def told(self, robot: GroupRobot) -> str:
        return "、".join(str(Kind(kind).label) for kind in robot.kinds)

    @admin.display(description=__("test"))
    def test(self, robot: GroupRobot) -> SafeString:
        return format_html(
            '<button class="nr-button" formmethod="post" formnovalidate formaction="{}">{}</button>'
            ' <span class="nr-help">{}</span>',
            reverse("admin:articles_grouprobot_test", args=[robot.pk]),
            _("Send a test message"),
            _("Uses what is stored: save your changes first."),
        )

    def get_urls(self) -> list[URLPattern]:
        test = self.admin_site.admin_view(test_view)
        return [
            path("<int:robot_id>/test/", test, name="articles_grouprobot_test"),
            *super().get_urls(),
        ]


@require_POST
def test_view(request: HttpRequest, robot_id: int) -> HttpResponse:
    """Say something harmless in the group now, and report what the service answered."""
    if not request.user.has_perm("articles.change_grouprobot"):
        raise PermissionDenied
    robot = get_object_or_404(GroupRobot, pk=robot_id)
    try:
        robots.post(robot, _("This is a test message from the newsroom."))
    except (robots.BadAddress, robots.NotTaken, OSError) as error:
        messages.error(
            request, _("The test message was not taken. The answer: %(error)s") % {"error": error}
        )
    else:
        messages.success(request, _("The test message was taken: look into the group."))
    return HttpResponseRedirect(reverse("admin:articles_grouprobot_change", args=[robot.pk]))
