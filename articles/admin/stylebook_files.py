"""The stylebook in and out as CSV: a report by line first, then the import, all or nothing."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.admin.article_access import person
from articles.desk import stylebook, stylebook_csv
from articles.desk.errors import Refused
from articles.models import StyleRule

_SHOWN = 500  # lines of a report that a page can bear


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    if not person(request).has_perm("articles.view_stylerule"):
        raise PermissionDenied
    day = timezone.localdate().isoformat()
    return HttpResponse(
        stylebook_csv.write(StyleRule.objects.all()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="stylebook-{day}.csv"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def import_view(request: HttpRequest) -> HttpResponse:
    """POST with a file or pasted text: the report. With `take`: the import itself. With
    `starter`: the report of the starter set."""
    if not stylebook.may_edit(person(request)):
        raise PermissionDenied(_("Only desk heads and the chief editor change the house style."))
    if request.method != "POST":
        return _page(request)
    try:
        text = _text(request)
        if "take" not in request.POST:
            return _page(request, stylebook_csv.read(text))
        reading, entry = stylebook_csv.take(person(request), text)
    except Refused as problem:
        return _page(request, problem=problem, text=request.POST.get("text", ""))
    if entry:
        said = _("Imported: %(added)s added, %(changed)s changed, %(same)s as they were.")
        messages.success(
            request,
            said % {"added": reading.added, "changed": reading.changed, "same": reading.same},
        )
    else:
        messages.info(request, _("Everything was there already; nothing was changed."))
    return HttpResponseRedirect(reverse("admin:articles_stylerule_changelist"))


def _text(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if "starter" in request.POST:
        return stylebook_csv.STARTER.read_text("utf-8")
    if file is not None:
        if (file.size or 0) > stylebook_csv.MOST_BYTES:
            raise Refused(_("The file is too large: 4 MB is the most. Import it in parts."))
        return stylebook_csv.decode(file.read())
    text = request.POST.get("text", "")
    if not text.strip():
        raise Refused(_("Choose a CSV file, or paste its text."))
    return text


def _page(
    request: HttpRequest,
    reading: stylebook_csv.Reading | None = None,
    *,
    problem: Refused | None = None,
    text: str = "",
) -> TemplateResponse:
    verdicts = reading.verdicts if reading else []
    # What an editor has to look at comes first.
    rank = ("wrong", "changed", "added", "same")
    ordered = sorted(verdicts, key=lambda each: (rank.index(each.outcome), each.number))
    context = {
        **admin.site.each_context(request),
        "title": _("Import style rules"),
        "reading": reading,
        "verdicts": ordered[:_SHOWN],
        "more": max(0, len(ordered) - _SHOWN),
        "problem": problem,
        "text": reading.text if reading else text,
        "columns": "、".join(stylebook_csv.COLUMNS),
    }
    status = 400 if problem else 200
    return TemplateResponse(request, "admin/articles/stylerule/import.html", context, status=status)
