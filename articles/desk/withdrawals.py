"""After a withdrawal: the other places that the piece went to, ticked off by hand.

The ticks have a chain of their own in the ledger, kind "withdrawal" under the piece's number: they
change nothing of the piece, so they make nobody's open page stale.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.desk import ledger, rights
from articles.desk.errors import NotAllowed, Refused
from articles.desk.publishing import publication_of
from articles.models import Article, Outlet, PublishedArticle, WithdrawalCheck

LONGEST_NOTE = 200


def begin(article: Article, at: datetime) -> None:
    """Write down what has to be cleared: every outlet that is in use now."""
    WithdrawalCheck.objects.bulk_create(
        (
            WithdrawalCheck(article=article, outlet=outlet, withdrawn_at=at)
            for outlet in Outlet.objects.filter(active=True)
        ),
        # Withdrawn, reinstated and withdrawn within one tick of the clock: the rows are there.
        ignore_conflicts=True,
    )


def checks(article: Article, publication: PublishedArticle | None) -> list[WithdrawalCheck]:
    """The outlets of the withdrawal that holds now; none while readers may see the piece."""
    if publication is None or publication.withdrawn_at is None:
        return []
    found = WithdrawalCheck.objects.filter(article=article, withdrawn_at=publication.withdrawn_at)
    return list(found.select_related("outlet", "done_by"))


def tick(article: Article, check_id: int, user: User, note: str = "") -> bool:
    """The piece is gone from that outlet. False when somebody has said so already."""
    with transaction.atomic():
        check = _locked(article, check_id, user)
        if check.done_at is not None:
            return False
        check.done_at, check.done_by, check.note = timezone.now(), user, note.strip()[:LONGEST_NOTE]
        check.save(update_fields=["done_at", "done_by", "note"])
        _record(article, "outlet_cleared", user, f"{check.outlet.name} {check.note}".strip())
    return True


def untick(article: Article, check_id: int, user: User) -> bool:
    """It is still there after all. False when it was open anyhow."""
    with transaction.atomic():
        check = _locked(article, check_id, user)
        if check.done_at is None:
            return False
        check.done_at, check.done_by, check.note = None, None, ""
        check.save(update_fields=["done_at", "done_by", "note"])
        _record(article, "outlet_open_again", user, check.outlet.name)
    return True


def _locked(article: Article, check_id: int, user: User) -> WithdrawalCheck:
    """The row of the running withdrawal, while the piece's row is held."""
    if not rights.may_clear(user, article):
        raise NotAllowed(_("Only an editor of the section, or whoever is on duty, may tick this."))
    Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    found = {check.pk: check for check in checks(article, publication_of(article))}
    check = found.get(check_id)
    if check is None:
        raise Refused(_("This withdrawal is over: the piece was reinstated or withdrawn anew."))
    return check


def _record(article: Article, action: str, user: User, note: str) -> None:
    ledger.append(
        "withdrawal", article.pk, action, user, rank=rights.rank_for(user, article), note=note
    )


def unfinished(articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """Withdrawn pieces that the chief has not confirmed or that still stand somewhere."""
    at = PublishedArticle.objects.filter(pk=OuterRef("pk")).values("withdrawn_at")
    still = WithdrawalCheck.objects.filter(
        article=OuterRef("pk"), withdrawn_at=OuterRef("gone_at"), done_at=None
    )
    withdrawn = articles.filter(
        pk__in=PublishedArticle.objects.filter(withdrawn_at__isnull=False).values("pk")
    ).annotate(gone_at=Subquery(at))
    return withdrawn.filter(Exists(still) | Q(withdrawal_unconfirmed=True))
