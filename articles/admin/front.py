"""The layout of the front page (首页编排): its places in the page's order, and every press there.

`articles.desk.frontpage` decides; a press that it refuses comes back with what stands now.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from articles.admin.article_access import person, posted_number
from articles.admin.article_status import zone_name
from articles.admin.front_rows import EXPLAINS, areas
from articles.admin.navigation import readers_site
from articles.desk import frontpage, rights
from articles.desk.errors import NotAllowed, WorkflowError
from articles.models import Pin, Slot

_CLOCK = "%Y-%m-%dT%H:%M"
_CLOCKS = [_CLOCK, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


def clock_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=_CLOCK),
        input_formats=_CLOCKS,
        help_text=help_text,
        error_messages={"required": __("Say until when.")},
    )


class HoursForm(forms.Form):
    starts_at = clock_field(__("from"), __("Empty: at once."))
    ends_at = clock_field(__("until"), __("Empty: until somebody chooses otherwise."))

    @classmethod
    def of(cls, pin: Pin) -> "HoursForm":
        """As they stand; the moment at which it began is nothing to choose any more."""
        ahead = pin.starts_at > timezone.now()
        initial = {"starts_at": pin.starts_at if ahead else None, "ends_at": pin.ends_at}
        return cls(initial=initial, auto_id=f"pin-{pin.pk}-%s")


def enter(request: HttpRequest) -> User:
    user = person(request)
    if not rights.may_see_layout(user):
        raise PermissionDenied(_("The front page is laid out by editors."))
    return user


@require_safe
def layout(request: HttpRequest) -> HttpResponse:
    enter(request)
    return page(request)


def page(
    request: HttpRequest,
    *,
    problem: WorkflowError | None = None,
    at: Pin | None = None,
    typed: HoursForm | None = None,
    status: int = 200,
) -> TemplateResponse:
    """The whole screen; `problem` is told beside the choice that was pressed, `typed` stays."""
    user = enter(request)
    now = timezone.now()
    found = areas(user, now)
    for row in (row for area in found for row in area.rows):
        row.hours = typed if typed and at == row.pin else HoursForm.of(row.pin)
    context = {
        **admin.site.each_context(request),
        "title": _("Front page layout"),
        "lead": [area for area in found if area.place.slot in (Slot.LEAD, Slot.SPARE)],
        "seconds": [area for area in found if area.place.slot == Slot.SECONDS],
        "picture": [area for area in found if area.place.slot == Slot.PICTURE],
        "blocks": [area for area in found if area.place.slot == Slot.BLOCK],
        "explains_blocks": EXPLAINS[Slot.BLOCK],
        "problem": problem,
        "problem_at": at.pk if at else 0,
        "typed_at": at.pk if at and typed else 0,
        "lays_out": rights.may_lay_out(user),
        "site_url": readers_site(request),
        "zone": zone_name(),
    }
    return TemplateResponse(request, "admin/front/layout.html", context, status=status)


@require_POST
def act(request: HttpRequest, pin_id: int, name: str) -> HttpResponse:
    """A press on one choice: `up`, `down`, `off` or `hours`."""
    user = enter(request)
    if name not in ("up", "down", "off", "hours"):
        raise Http404
    pin = Pin.objects.select_related("section", "article__section").filter(pk=pin_id).first()
    if pin is None:
        messages.info(request, _("This piece does not stand there any more."))
        return HttpResponseRedirect(reverse("admin:front"))
    form = HoursForm(request.POST, auto_id=f"pin-{pin.pk}-%s") if name == "hours" else None
    if form and not form.is_valid():
        return page(request, at=pin, typed=form, status=400)
    try:
        said = _done(user, pin, name, posted_number(request, "seen"), form)
    except NotAllowed:
        raise
    except WorkflowError as problem:
        return page(request, problem=problem, at=pin, typed=form, status=409)
    if said:
        messages.success(request, said)
    else:
        messages.info(request, _("Nothing was changed."))
    return back_to(pin)


def _done(user: User, pin: Pin, name: str, seen: int, form: HoursForm | None) -> str:
    """What was done, in words; empty when nothing was."""
    piece = {"piece": pin.article.list_title}
    if form:
        if frontpage.set_hours(user, pin, seen=seen, **form.cleaned_data):
            return _("The hours of “%(piece)s” are set.") % piece
    elif name == "off":
        frontpage.take_off(user, pin, seen=seen)
        return _("“%(piece)s” is taken off this place.") % piece
    elif frontpage.move(user, pin, seen=seen, up=name == "up"):
        return _("“%(piece)s” is moved.") % piece
    return ""


def back_to(pin: Pin) -> HttpResponse:
    key = frontpage.place_of(pin).key
    return HttpResponseRedirect(f"{reverse('admin:front')}#place-{key}")


_site: Any = admin.site
_site.add_screen("front/", layout, "front")
_site.add_screen("front/choices/<int:pin_id>/<slug:name>/", act, "front-act")
