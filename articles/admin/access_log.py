"""The access log, to read: who opened which piece, on which screen, when and from where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from articles.admin.article_access import open_piece, person, whole_number
from articles.admin.article_screen import piece_context
from articles.admin.article_status import zone_name
from articles.admin.finder import number_in
from articles.desk import access, rights
from articles.models import AccessEntry

PER_PAGE = 100
SCREENS: dict[str, str | Promise] = {
    "change": __("the piece itself"),
    "review": pgettext_lazy("screen", "Review"),
    "preview": __("Preview"),
    "preview_window": __("Preview"),
    "preview_link": __("by a preview link"),
    "sheet": __("Review sheet"),
    "compare": __("comparison of revisions"),
    "revisions": __("list of revisions"),
    "revision": __("one revision"),
    "restore": __("one revision"),
    "incoming": __("the copy as it came in"),
    "share": __("Share for checking"),
    "step": __("page of a step"),
    "merge": __("merging two texts"),
    "outlets": __("withdrawal"),
    "readers": __("Who has read it"),
    "image": __("a picture"),
    "recording": __("a recording"),
    "captions": __("captions"),
    "comment": __("comments"),
    "comment_turn": __("comments"),
    "special": __("the topic itself"),
    "special-preview": __("Preview"),
    "special-take-down": __("the topic itself"),
    "intake-review": __("waiting copy"),
    "intake-original": __("the copy as it came in"),
    "intake-picture": __("a picture"),
}


@dataclass(frozen=True)
class Row:
    """One opening in words. `headline` only for those who may open the piece themselves."""

    entry: AccessEntry
    headline: str
    address: str

    @property
    def screen(self) -> str:
        return str(SCREENS.get(self.entry.screen, self.entry.screen))

    @property
    def who(self) -> str:
        return self.entry.name

    @property
    def account(self) -> str:
        user = self.entry.user
        return (
            user.username if user else _("preview link %(number)s") % {"number": self.entry.link_id}
        )


def rows(user: User, entries: Sequence[AccessEntry]) -> list[Row]:
    """Whoever reads the log learns no headline of a piece that they may not open."""
    numbers = {entry.subject_id for entry in entries if entry.kind == access.PIECE}
    pieces = rights.viewable(user).only("headline").in_bulk(numbers) if numbers else {}
    found = []
    for entry in entries:
        piece = pieces.get(entry.subject_id) if entry.kind == access.PIECE else None
        found.append(
            Row(
                entry,
                piece.headline if piece else "",
                piece.get_absolute_url() if piece else "",
            )
        )
    return found


@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not access.may_read(user):
        raise PermissionDenied(
            _("Only administrators and auditors see who opened which piece.")
        )  # fmt: skip
    asked = {name: request.GET.get(name, "").strip() for name in ("who", "piece", "day")}
    entries, problems = _chosen(asked)
    before = whole_number(request.GET.get("before", ""))
    page = list(access.newest(entries, before)[: PER_PAGE + 1])
    older = page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None
    context = {
        **admin.site.each_context(request),
        "title": _("Access log"),
        "rows": rows(user, page[:PER_PAGE]),
        "asked": asked,
        "problems": problems,
        "narrowed": any(asked.values()),
        "people": User.objects.order_by("full_name", "username"),
        "older": f"?{urlencode(asked | {'before': older})}" if older else "",
        "newest": f"?{urlencode(asked)}" if before else "",
        "days": settings.ACCESS_LOG_DAYS,
        "zone": zone_name(),
    }
    status = 400 if problems else 200
    return TemplateResponse(request, "admin/audit/access.html", context, status=status)


def _chosen(asked: dict[str, str]) -> "tuple[QuerySet[AccessEntry], dict[str, str]]":
    """The entries that are asked for, and what of the question was not understood."""
    entries = AccessEntry.objects.all()
    problems = {}
    if asked["who"]:
        entries = entries.filter(user=whole_number(asked["who"]))
    if asked["piece"]:
        number = number_in(asked["piece"])
        if number is None:
            problems["piece"] = _(
                "This is no address of a piece. It looks like /2026/03/08/1234/; the number is "
                "enough."
            )
        entries = entries.filter(kind=access.PIECE, subject_id=number or 0)
    if asked["day"]:
        day = _day(asked["day"])
        if day is None:
            problems["day"] = _("This is no day. Write it like 2026-03-08.")
            return entries.none(), problems
        since = timezone.make_aware(datetime.combine(day, time.min))
        until = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        entries = entries.filter(at__gte=since, at__lt=until)
    return entries, problems


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    # Beside the ends of the calendar there is no day before or after.
    return day if day and 1 < day.year < 9999 else None


@require_safe
def readers(request: HttpRequest, article_id: int) -> HttpResponse:
    """Who has opened one piece, for the head of its desk and above."""
    article = open_piece(request, article_id)
    user = person(request)
    if not access.may_see_readers(user, article):
        raise PermissionDenied(_("Only a desk head and above see who has read a piece."))
    before = whole_number(request.GET.get("before", ""))
    page = list(access.newest(access.of_piece(article), before)[: PER_PAGE + 1])
    context = piece_context(request, article) | {
        "rows": rows(user, page[:PER_PAGE]),
        "older": f"?before={page[PER_PAGE - 1].pk}" if len(page) > PER_PAGE else "",
        "newest_page": "?" if before else "",
        "days": settings.ACCESS_LOG_DAYS,
        "zone": zone_name(),
    }
    return TemplateResponse(request, "admin/audit/readers.html", context)


_site: Any = admin.site
_site.add_screen("access/", screen, "access-log")
