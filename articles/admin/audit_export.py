"""Records for the supervisor, by days, as a file that says itself whether it is whole."""

import logging
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods

from articles.admin.article_access import person
from articles.admin.article_status import zone_name
from articles.admin.finder import number_in
from articles.desk import audit_export, signing
from articles.desk.errors import WorkflowError

log = logging.getLogger(__name__)


def _picker() -> forms.DateInput:
    """A browser's own, which takes days written one way only."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ExportForm(forms.Form):
    since = forms.DateField(label=__("from the day"), widget=_picker())
    until = forms.DateField(label=__("to the day, included"), widget=_picker())
    piece = forms.CharField(
        label=__("piece"),
        required=False,
        max_length=300,
        help_text=__("Empty: the records of everything. Else its number or address."),
    )

    def clean_piece(self) -> int | None:
        typed = self.cleaned_data["piece"].strip()
        number = number_in(typed) if typed else None
        if typed and number is None:
            raise forms.ValidationError(
                _(
                    "This is no address of a piece. It looks like /2026/03/08/1234/; the number "
                    "is enough."
                )
            )
        return number

    def span(self) -> audit_export.Span:
        given = self.cleaned_data
        return audit_export.Span(
            _midnight(given["since"]), _midnight(given["until"] + timedelta(days=1)), given["piece"]
        )


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    user = person(request)
    if not audit_export.may_export(user):
        raise PermissionDenied(_("Only administrators and auditors export records."))
    if request.method != "POST":
        today = timezone.localdate()
        first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        return _page(request, ExportForm(initial={"since": first, "until": today}))
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        lines = audit_export.begin(user, form.span())
    except (WorkflowError, OverflowError) as problem:
        form.add_error("until", str(problem))
        return _page(request, form, status=409)
    except signing.NoKey:
        return _page(request, form, status=409)
    response = StreamingHttpResponse(lines, content_type="application/x-ndjson")
    given = form.cleaned_data
    name = f"audit-{given['since']}-{given['until']}.jsonl"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _page(request: HttpRequest, form: ExportForm, status: int = 200) -> TemplateResponse:
    try:
        key = signing.public_key()
    except signing.NoKey as problem:
        log.error("Records cannot be exported: %s", problem)
        key = ""
    context = {
        **admin.site.each_context(request),
        "title": _("Export records"),
        "form": form,
        "key": key,
        "zone": zone_name(),
    }
    return TemplateResponse(request, "admin/audit/export.html", context, status=status)


_site: Any = admin.site
_site.add_screen("audit/export/", export, "audit-export")
