"""Each person's choice of what the bell shows and what comes by e-mail, and when."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.admin.article_access import person
from articles.desk import notice_choices
from articles.desk.notice_choices import ALWAYS_IN_BELL, CHOOSABLE
from articles.models import GroupRobot, Kind, NoticeChoice, Rhythm


class ChoiceForm(forms.Form):
    """One kind: its prefix."""

    bell = forms.BooleanField(required=False)
    email = forms.ChoiceField(choices=Rhythm.choices)

    def __init__(self, kind: Kind, stored: NoticeChoice, data: Any) -> None:
        super().__init__(
            data, prefix=str(kind), initial={"bell": stored.bell, "email": stored.email}
        )
        self.kind = kind
        self.fields["bell"].label = _("%(kind)s: in the bell") % {"kind": kind.label}
        self.fields["email"].label = _("%(kind)s: by e-mail") % {"kind": kind.label}
        if kind in ALWAYS_IN_BELL:
            self.fields["bell"].disabled = True
            self.initial["bell"] = True


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    user = person(request)
    stored = notice_choices.choices_of([user.pk])
    data = request.POST if request.method == "POST" else None
    rows = [ChoiceForm(kind, stored[user.pk, str(kind)], data) for kind in CHOOSABLE]
    # Every row is looked at, so that every mistake is shown at once.
    valid = [row.is_valid() for row in rows]
    if data is not None and all(valid):
        wanted = {
            row.kind: (row.cleaned_data["bell"], Rhythm(row.cleaned_data["email"])) for row in rows
        }
        notice_choices.choose(user, wanted)
        messages.success(request, _("From now on you are told as you have chosen."))
        return HttpResponseRedirect(reverse("admin:notice-choices"))
    groups = (
        GroupRobot.objects.filter(active=True)
        .filter(Q(desks=None) | Q(desks__in=user.desk_ids))
        .distinct()
    )
    context = {
        **admin.site.each_context(request),
        "title": _("My notices"),
        "rows": rows,
        "sends_email": notice_choices.sends_email(),
        "address": user.email,
        "groups": [(group, [Kind(kind).label for kind in group.kinds]) for group in groups],
    }
    status = 400 if data is not None else 200
    return TemplateResponse(request, "admin/notices/choices.html", context, status=status)


_site: Any = admin.site
_site.add_screen("notices/choices/", choices, "notice-choices")
