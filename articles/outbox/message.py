"""The sentences of a message: number, section, act, who, and where to look."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk.notice_words import said
from articles.models import Kind, Notice, PublishedArticle


@dataclass(frozen=True)
class Line:
    text: str
    link: str


def lines(notices: Iterable[Notice], *, personal: bool) -> list[Line]:
    """`notices` come with article and section; a personal link marks the notice as read."""
    notices = list(notices)
    told = [each.article_id for each in notices if each.kind == Kind.PUBLISHED]
    # Only what readers see at this moment, in the words in which they see it.
    seen = PublishedArticle.objects.visible().only("headline").in_bulk(told)
    found = []
    for notice in notices:
        published = seen.get(notice.article_id) if notice.kind == Kind.PUBLISHED else None
        headline = published.headline if published else ""
        place = reverse("admin:notice", args=[notice.pk]) if personal else _piece(notice)
        found.append(Line(_sentence(notice, headline), settings.DESK_URL + place))
    return found


def _piece(notice: Notice) -> str:
    subject = notice.article or notice.assignment
    return subject.get_absolute_url() if subject else reverse("admin:index")


def _sentence(notice: Notice, headline: str) -> str:
    if notice.assignment is not None:
        return _("Assignment %(number)s (%(section)s): %(said)s") % {
            "number": notice.assignment_id,
            "section": notice.assignment.section.name,
            "said": said(notice, notice.assignment.due_at),
        }
    if notice.article is None:
        return said(notice)
    values = {
        "number": notice.article_id,
        "section": notice.article.section.name,
        "said": said(notice),
        "headline": headline if len(headline) <= 30 else f"{headline[:29]}…",
    }
    if headline:
        return _("Piece %(number)s (%(section)s) “%(headline)s”: %(said)s") % values
    return _("Piece %(number)s (%(section)s): %(said)s") % values
