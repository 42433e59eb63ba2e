"""What a withdrawn piece says on its page, and the checklist of the other places it went to."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.roles import Rank
from articles.admin.article_access import open_piece, person, posted_number
from articles.desk import rights, withdrawals
from articles.models import Article, LedgerEntry, PublishedArticle, WithdrawalCheck


@dataclass(frozen=True)
class Withdrawal:
    """One piece that is gone from the site: since when, by whom and why, and what is left to do."""

    article: Article
    at: datetime
    notice: str
    entry: LedgerEntry | None
    checks: list[WithdrawalCheck]
    may_clear: bool
    is_chief: bool

    @property
    def since(self) -> str:
        """To the second; with the day when it was not today."""
        local = timezone.localtime(self.at)
        today = local.date() == timezone.localdate()
        return date_format(local, "H:i:s" if today else "Y-m-d H:i:s")

    @property
    def open(self) -> int:
        return sum(check.done_at is None for check in self.checks)

    @property
    def unconfirmed(self) -> bool:
        return self.article.withdrawal_unconfirmed


def withdrawal_of(
    user: User, article: Article, publication: PublishedArticle | None
) -> Withdrawal | None:
    if publication is None or publication.withdrawn_at is None:
        return None
    return withdrawals_of(user, [article], {article.pk: publication})[0]


def withdrawals_of(
    user: User, articles: list[Article], publications: dict[int, PublishedArticle]
) -> list[Withdrawal]:
    """Of pieces that are withdrawn, each with its section; two queries, however many they are."""
    ids = [article.pk for article in articles]
    entries = {
        entry.subject_id: entry
        for entry in LedgerEntry.objects.filter(
            subject_kind="article", subject_id__in=ids, action="withdraw"
        ).order_by("seq")
    }
    checks: dict[tuple[int, datetime], list[WithdrawalCheck]] = {}
    for check in WithdrawalCheck.objects.filter(article__in=ids).select_related(
        "outlet", "done_by"
    ):
        checks.setdefault((check.article_id, check.withdrawn_at), []).append(check)
    found = []
    for article in articles:
        publication = publications[article.pk]
        at = publication.withdrawn_at
        assert at is not None
        found.append(
            Withdrawal(
                article,
                at,
                publication.withdrawal_notice,
                entries.get(article.pk),
                checks.get((article.pk, at), []),
                rights.may_clear(user, article),
                rights.rank_for(user, article) >= Rank.CHIEF,
            )
        )
    return found


@require_POST
def outlets(request: HttpRequest, article_id: int) -> HttpResponse:
    """Tick an outlet off (`done`=1) or open it again; `back`=list leads to the list of them all."""
    article = open_piece(request, article_id)
    user = person(request)
    number = posted_number(request, "check", 18)
    if request.POST.get("done") == "1":
        done = withdrawals.tick(article, number, user, request.POST.get("note", ""))
    else:
        done = withdrawals.untick(article, number, user)
    if not done:
        messages.info(request, _("That was done already."))
    return HttpResponseRedirect(_back(request, article))


def _back(request: HttpRequest, article: Article) -> str:
    if request.POST.get("back") == "list":
        return reverse("admin:withdrawals")
    return f"{article.get_absolute_url()}#withdrawn"
