"""Proofreading in figures: errors per 10,000 characters by month, author and piece; as CSV, too."""

import csv
import re
from datetime import date, datetime, time
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import Rank
from articles.admin.article_access import person
from articles.desk import proofreading
from articles.desk.proofreading import Figures, Report

_SHOWN = 200


@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not proofreading.may_see(user):
        raise PermissionDenied(_("These figures are for desk heads, and for authors their own."))
    month = _month(request.GET.get("month", ""))
    found = proofreading.report(user, *_bounds(month))
    if "csv" in request.GET:
        return _csv(month, found)
    return TemplateResponse(
        request,
        "admin/proofreading.html",
        {
            **admin.site.each_context(request),
            "title": _("Proofreading"),
            "month": month,
            "months": sorted(
                {timezone.localdate().replace(day=1), month}
                | {timezone.localtime(each).date() for each in proofreading.months(user)},
                reverse=True,
            ),
            "report": found,
            "only_own": user.highest_rank < Rank.DESK_HEAD,
            "pieces": found.pieces[:_SHOWN],
            "more": max(len(found.pieces) - _SHOWN, 0),
        },
    )


def _month(asked: str) -> date:
    """The first day of the month asked for; nonsense is this month."""
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", asked)
    if not found:
        return timezone.localdate().replace(day=1)
    return date(int(found[1]), int(found[2]), 1)


def _bounds(month: date) -> tuple[datetime, datetime]:
    """The month by the newsroom's clock."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return _midnight(month), _midnight(following)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _csv(month: date, found: Report) -> HttpResponse:
    """For a spreadsheet: with the mark by which one knows UTF-8, and no cell that it would run."""
    response = HttpResponse(
        "\ufeff",
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="proofreading-{month:%Y-%m}.csv"',
        },
    )
    write = csv.writer(response)
    write.writerow([
        _("kind"), _("number"), _("name"), _("author"), _("pieces"), _("readings"),
        _("errors found"), _("words"), _("errors per 10,000 characters"),
    ])  # fmt: skip
    for name, figures in found.authors:
        write.writerow([_("author"), "", _safe(name), _safe(name), *_numbers(figures)])
    for piece in found.pieces:
        assert piece.article is not None
        headline, authors = _safe(piece.article.headline), _safe("、".join(piece.authors))
        write.writerow([_("piece"), piece.article.pk, headline, authors, *_numbers(piece)])
    write.writerow([_("all"), "", "", "", *_numbers(found.total)])
    return response


def _numbers(figures: Figures) -> list[Any]:
    rate = "" if figures.rate is None else f"{figures.rate:.2f}"
    return [figures.pieces, figures.readings, figures.errors, figures.words, rate]


def _safe(text: str) -> str:
    """A text that begins like a formula is kept from being one."""
    return f"'{text}" if text[:1] in tuple("=+-@\t\r＝＋－＠") else text


_site: Any = admin.site
_site.add_screen("proofreading/", screen, "proofreading")
