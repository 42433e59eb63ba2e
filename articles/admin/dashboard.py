"""The admin's first page: what this person has to do, and what goes out today."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Rank
from articles.admin import assignment_rows, backup_lines, withdrawals
from articles.admin.article_rows import Row, rows
from articles.admin.article_tabs import scheduled
from articles.admin.navigation import address_of, enters_newsroom
from articles.admin.schedule import worker_is_missed
from articles.desk import assignments, rights, roster
from articles.desk.withdrawals import unfinished
from articles.models import Article, PublishedArticle, State

_SHOWN = 8
# More than any paper puts out in a day.
_A_DAY = 500


@dataclass(frozen=True)
class Card:
    """One list of the page; `more` is the address of all of it."""

    key: str
    title: str
    rows: list[Row]
    nothing: str
    more: str = ""
    alarm: bool = False


def add_pieces(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    user = request.user
    context = context | {
        "title": _("Today"),
        "backup": backup_lines.state_for(user),
        "worker_is_missed": worker_is_missed(user),
    }
    if not isinstance(user, User) or not enters_newsroom(user):
        return context | {"cards": [], "new_piece": "", "bring_in": ""}
    writes = rights.may_create(user)
    return context | {
        "cards": _cards(user),
        "given": _given(user),
        "new_piece": reverse("admin:articles_article_add") if writes else "",
        "new_flash": reverse("admin:articles_article_flash") if writes else "",
        "may_withdraw": withdrawals.may_open(user),
        "on_duty_until": user.on_duty_until(),
        "on_duty_now": roster.on_duty_now(timezone.now()),
        "bring_in": address_of("intake") if writes else "",
        "today": timezone.localdate(),
    }


def _cards(user: User) -> list[Card]:
    viewable = rights.viewable(user).select_related("section", "owner").defer("body")
    listing = reverse("admin:articles_article_changelist")
    cards = []
    if user.highest_rank >= Rank.CHIEF:
        # As a set of ids, which a small index of their own answers.
        due = Article.objects.filter(after_review_due=True)
        alarms = viewable.filter(pk__in=due.values("pk"))
        cards.append(
            Card(
                "alarms",
                _("After-reviews that are open"),
                _some(alarms),
                _("Nothing that was signed alone waits for you."),
                alarm=True,
            )
        )
    gone = _some(unfinished(viewable)) if withdrawals.may_open(user) else []
    if gone:
        cards.append(
            Card(
                "withdrawals",
                _("Withdrawn: to confirm, to clear elsewhere"),
                gone,
                _("Every withdrawal is confirmed and cleared everywhere."),
                reverse("admin:withdrawals"),
                alarm=True,
            )
        )
    if user.highest_rank >= Rank.EDITOR or user.can("proofreads"):
        waiting = viewable.filter(pk__in=rights.waiting_for(user).values("pk"))
        cards.append(
            Card(
                "waiting",
                _("Waiting for me"),
                _some(waiting),
                _("Nothing waits for you. Well done."),
                f"{listing}?tab=waiting",
            )
        )
    if user.highest_rank >= Rank.EDITOR:
        cards.append(
            Card(
                "approved",
                _("Approved"),
                _some(viewable.filter(state=State.APPROVED)),
                _("No signed-off piece waits to be published."),
                f"{listing}?tab=approved",
            )
        )
    if user.can("writes"):
        drafts = viewable.filter(pk__in=rights.mine(user).values("pk"), state=State.DRAFT)
        cards.append(
            Card(
                "drafts",
                _("My drafts and what came back"),
                _some(drafts),
                _("You have no draft open."),
                f"{listing}?tab=mine",
            )
        )
    cards += [
        Card(
            "scheduled",
            _("Scheduled next"),
            _published(viewable, scheduled().order_by("visible_from", "pk")),
            _("No piece is waiting for its hour."),
            f"{listing}?tab=scheduled",
        ),
        Card(
            "live",
            _("Live today"),
            _published(
                viewable,
                PublishedArticle.objects.visible()
                .filter(visible_from__gte=_midnight())
                .order_by("-visible_from", "-pk"),
            ),
            _("Nothing has gone live today yet.")
            if user.highest_rank >= Rank.EDITOR
            else _("No piece that you may open here has gone live today yet."),
            f"{listing}?tab=live",
        ),
    ]
    return cards


def _given(user: User) -> list[assignment_rows.Row]:
    """Assignments that wait for this person to begin, the most urgent first."""
    waiting = assignments.waiting_for(user).select_related("section")
    ordered = waiting.order_by(F("due_at").asc(nulls_last=True), "pk")[:_SHOWN]
    return [assignment_rows.Row(topic, None) for topic in ordered]


def _some(articles: QuerySet[Article]) -> list[Row]:
    return rows(articles.order_by("-updated_at", "-pk")[:_SHOWN])


def _published(viewable: QuerySet[Article], publications: QuerySet[PublishedArticle]) -> list[Row]:
    """Pieces in the order of their publications, which are not the newsroom's to join: of a day's
    publications the ones that this person may open."""
    ids = list(publications.values_list("pk", flat=True)[:_A_DAY])
    found = {article.pk: article for article in viewable.filter(pk__in=ids)}
    return rows([found[pk] for pk in ids if pk in found][:_SHOWN])


def _midnight() -> Any:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
