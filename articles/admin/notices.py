"""The bell: what one has been told, and how one wants to be told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.idle import in_background
from accounts.models import User
from articles.admin.article_access import person
from articles.admin.article_status import short_time
from articles.desk import assignments, bell, rights
from articles.desk.notice_words import said
from articles.models import Article, Comment, Kind, LedgerEntry, Notice

_A_PAGE = 50
# Kinds that somebody has to do something about, and those that are simply bad news.
_LOOKS = {
    Kind.WAITING: "work",
    Kind.ASSIGNED: "work",
    Kind.RETURNED: "ready",
    Kind.PUBLISHED: "live",
    Kind.CONFIRM: "alarm",
    Kind.WITHDRAWN: "alarm",
    Kind.OVERRIDDEN: "alarm",
    Kind.TROUBLE: "alarm",
    Kind.UNDELIVERED: "alarm",
    Kind.OPERATIONS: "alarm",
    Kind.ACCOUNT: "alarm",
}


@dataclass
class Line:
    """`headline`, of an assignment its title, and `note` stay empty for whoever may not open the
    piece or assignment at this moment."""

    notice: Notice
    headline: str = ""
    section: str = ""
    note: str = ""
    due_at: datetime | None = None

    @property
    def said(self) -> str:
        return said(self.notice, self.due_at)

    @property
    def look(self) -> str:
        return _LOOKS.get(Kind(self.notice.kind), "quiet")

    @property
    def when(self) -> str:
        return short_time(self.notice.at)


def lines(user: User, notices: list[Notice]) -> list[Line]:
    """Notices with what this person may know of their subjects now, in at most five queries."""
    ids = {notice.article_id for notice in notices if notice.article_id}
    pieces: dict[int, Article] = {
        piece.pk: piece
        for piece in rights.viewable(user)
        .filter(pk__in=ids)
        .select_related("section")
        .only("headline", "section__name")
    }
    plan = {
        each.pk: each
        for each in assignments.viewable(user)
        .filter(pk__in={notice.assignment_id for notice in notices if notice.assignment_id})
        .select_related("section")
    }
    entries = LedgerEntry.objects.only("note").in_bulk(
        [each.entry_id for each in notices if each.entry_id and each.act in _NOTED]
    )
    comments = Comment.objects.only("text").in_bulk(
        [each.comment_id for each in notices if each.comment_id]
    )
    found = []
    for notice in notices:
        line = Line(notice)
        if planned := plan.get(notice.assignment_id or 0):
            line.headline, line.section = planned.title, planned.section.name
            line.due_at = planned.due_at
            if entry := entries.get(notice.entry_id or 0):
                line.note = entry.note
        if piece := pieces.get(notice.article_id or 0):
            line.headline, line.section = piece.headline, piece.section.name
            if comment := comments.get(notice.comment_id or 0):
                line.note = comment.text
            elif entry := entries.get(notice.entry_id or 0):
                line.note = entry.note
        found.append(line)
    return found


# Acts whose note is for those who are told of them.
_NOTED = frozenset({"return", "withdraw", "override", "spike", "discard", "drop"})


@require_safe
@never_cache
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first; `?before=` goes on where the page ended, `?unread=1` leaves out the rest."""
    user = person(request)
    only_unread = bool(request.GET.get("unread"))
    wanted = bell.notices_of(user).order_by("-pk")
    if only_unread:
        wanted = wanted.filter(read_at=None)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        wanted = wanted.filter(pk__lt=int(before))
    found = list(wanted[: _A_PAGE + 1])
    context = {
        **admin.site.each_context(request),
        "title": pgettext("bell", "Notices"),
        "lines": lines(user, found[:_A_PAGE]),
        "newest": found[0].pk if found else 0,
        "older": found[_A_PAGE - 1].pk if len(found) > _A_PAGE else None,
        "only_unread": only_unread,
        "paged": bool(before),
    }
    return TemplateResponse(request, "admin/notices/list.html", context)


@require_safe
@never_cache
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Opening it is reading it; then on to the piece, or to where its matter is seen to."""
    notice = bell.read(person(request), notice_id)
    if notice is None:
        raise Http404
    return HttpResponseRedirect(_place(notice))


def _place(notice: Notice) -> str:
    if notice.kind in (Kind.UNDELIVERED, Kind.OPERATIONS):
        return reverse("admin:worker")
    if notice.kind == Kind.ACCOUNT:
        return reverse("admin:account")
    subject = notice.article or notice.assignment
    return subject.get_absolute_url() if subject else reverse("admin:notices")


@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Mark one notice (`notice`) or everything up to one (`up_to`) as read."""
    user = person(request)
    one, up_to = request.POST.get("notice", ""), request.POST.get("up_to", "")
    if one.isdecimal() and len(one) < 19:
        if bell.read(user, int(one)) is None:
            raise Http404
    elif up_to.isdecimal() and len(up_to) < 19:
        count = bell.read_all(user, int(up_to))
        messages.success(
            request,
            ngettext("%(count)s notice marked as read.", "%(count)s notices marked as read.", count)
            % {"count": count},
        )
    there = reverse("admin:notices")
    return HttpResponseRedirect(f"{there}?unread=1" if request.POST.get("unread") else there)


@in_background
@in_background
@require_safe
@never_cache
def count(request: HttpRequest) -> JsonResponse:
    """How many are unread, for the bell of an open page."""
    theirs = bell.Bell(person(request))
    return JsonResponse({"unread": theirs.unread, "shown": theirs.shown, "words": theirs.words})


_site: Any = admin.site
_site.add_screen("notices/", notices, "notices")
_site.add_screen("notices/mark/", mark, "notices-mark")
_site.add_screen("notices/count/", count, "notices-count")
_site.add_screen("notices/<int:notice_id>/", open_notice, "notice")
