"""Records for the supervisor: ledger, seals, access log and sign-ins of a span, as signed lines.

Each line is the canonical JSON of one record with `chain`, the SHA-256 of the chain so far and the
line without it: no line can be altered, taken out or slipped in. The last one has the counts and a
signature over everything before it. `articles.desk.audit_check` reads it back.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SignIn, User
from accounts.roles import Rank
from articles.desk import ledger, signing
from articles.desk.errors import NotAllowed, Refused
from articles.models import AccessEntry, LedgerEntry, SiteIdentity

FORMAT = 1
CHAIN = ("audit", 1)
EXPORT = "export"
_PAGE = 2_000
# Chains under a piece's own number.
_OF_PIECE = ("article", "withdrawal")
Record = dict[str, Any]


@dataclass(frozen=True)
class Span:
    """From the first moment on, until before the second; of one piece, or of all."""

    since: datetime
    until: datetime
    piece: int | None = None

    def __str__(self) -> str:
        days = " – ".join(written(each) for each in (self.since, self.until))
        return f"{days} #{self.piece}" if self.piece else days


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def may_export(user: User) -> bool:
    return user.is_active and user.has_perm("articles.export_audit")


def begin(user: User | None, span: Span) -> Iterator[bytes]:
    """Note in the ledger that it is exported, then the lines. `user` is None at the command line.
    Raises NotAllowed or Refused, and NoKey where it could not be signed."""
    if user is not None and not may_export(user):
        raise NotAllowed(_("Only administrators and auditors export records."))
    if span.until <= span.since:
        raise Refused(_("It would end before it begins. Choose a later end."))
    if span.piece is not None and not _is_known(span.piece):
        raise Refused(
            _("There is no record of a piece %(number)s. Compare its number.")
            % {"number": span.piece}
        )
    signing.public_key()
    rank = user.rank_on(None) if user else Rank.NONE
    ledger.append(*CHAIN, EXPORT, user, rank=rank, note=str(span))
    return lines(span, by=user.username if user else "")


def _is_known(piece: int) -> bool:
    """Also one that has been opened and nothing else, or is deleted by now."""
    return (
        LedgerEntry.objects.filter(subject_kind__in=_OF_PIECE, subject_id=piece).exists()
        or AccessEntry.objects.filter(kind="article", subject_id=piece).exists()
    )


def lines(span: Span, *, by: str = "") -> Iterator[bytes]:
    head: Record = {
        "type": "begin",
        "format": FORMAT,
        "site": SiteIdentity.current().site_name,
        "from": written(span.since),
        "to": written(span.until),
        "piece": span.piece,
        "made_at": written(timezone.now()),
        "by": by,
        "key": signing.public_key(),
    }
    counts = {"ledger": 0, "access": 0, "sign_in": 0}
    chain = ""

    def line(record: Record) -> bytes:
        nonlocal chain
        chain = link(chain, record)
        return ledger.canonical(record | {"chain": chain}) + b"\n"

    yield line(head)
    for record in _records(span):
        counts[record["type"]] += 1
        yield line(record)
    end: Record = {"type": "end", "counts": counts}
    chain = link(chain, end)
    end |= {"chain": chain}
    yield ledger.canonical(end | {"signature": signing.sign(ledger.canonical(end))}) + b"\n"


def link(chain: str, record: Record) -> str:
    return hashlib.sha256(chain.encode() + ledger.canonical(record)).hexdigest()


def _records(span: Span) -> Iterator[Record]:
    entries: models.QuerySet[Any] = LedgerEntry.objects.all()
    if span.piece:
        entries = entries.filter(subject_kind__in=_OF_PIECE, subject_id=span.piece)
    for entry in _in_order(entries, span):
        yield {"type": "ledger", "hash": entry.hash} | ledger.hashed_fields(entry)
    opened: models.QuerySet[Any] = AccessEntry.objects.select_related("user")
    if span.piece:
        opened = opened.filter(kind="article", subject_id=span.piece)
    for each in _in_order(opened, span):
        yield {
            "type": "access",
            "at": written(each.at),
            "user": each.user.username if each.user else None,
            "name": each.name,
            "link": each.link_id,
            "address": each.address,
            "kind": each.kind,
            "subject": each.subject_id,
            "screen": each.screen,
            "public": each.public,
        }
    if not span.piece:
        yield from _sign_ins(span)


def _sign_ins(span: Span) -> Iterator[Record]:
    for each in _in_order(SignIn.objects.select_related("user"), span):
        yield {
            "type": "sign_in",
            "at": written(each.at),
            "user": each.user.username if each.user else None,
            "address": each.address,
            "how": each.how,
            "outcome": each.outcome,
        }


def _in_order(rows: "models.QuerySet[Any]", span: Span) -> Iterator[Any]:
    """By time, page by page: an export of years needs no more memory than one of a day."""
    last: tuple[datetime, int] | None = None
    rows = rows.filter(at__lt=span.until).order_by("at", "pk")
    while True:
        since, number = last or (span.since, 0)
        page = rows.filter(at__gte=since).filter(Q(at__gt=since) | Q(pk__gt=number))
        found = list(page[:_PAGE])
        yield from found
        if len(found) < _PAGE:
            return
        last = (found[-1].at, found[-1].pk)
