"""The ledger: append an entry, seal all chains, find the first broken link.

An entry's hash is the SHA-256 of the canonical JSON of its fields and the hash before it, so
that no row can be altered, removed from the middle or slipped in without `verify` naming it.
Rows cut off a chain's end are found by the seal, which keeps every chain's length and head.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import RANK_LABELS, Rank
from articles.desk.errors import Stale
from articles.models import LedgerEntry, bulk

SEAL = "seal"
_HASHED = (
    "subject_kind", "subject_id", "seq", "actor_id", "actor_name", "actor_role", "action",
    "from_state", "to_state", "note", "revision", "content_hash", "previous_hash",
)  # fmt: skip


def canonical(value: Any) -> bytes:
    """The one way JSON is written before hashing: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def entry_hash(entry: LedgerEntry) -> str:
    fields = {name: getattr(entry, name) for name in _HASHED}
    fields["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical(fields)).hexdigest()


def role_of(user: User, rank: Rank) -> str:
    """The standing in which somebody acted, as stable names; a duty says so."""
    if rank:
        by_role = max((role.rank for role in user.roles), default=Rank.NONE)
        name = rank.name.lower()
        return name if by_role >= rank else f"{name}:duty"
    return ",".join(role.name for role in user.roles) or "-"


def append(
    kind: str,
    subject_id: int,
    action: str,
    user: User | None,
    *,
    rank: Rank = Rank.NONE,
    from_state: str = "",
    to_state: str = "",
    note: str = "",
    revision: int | None = None,
    content_hash: str = "",
) -> LedgerEntry:
    """Add the next entry of a subject's chain, inside the caller's transaction.

    Raises Stale when another writer took the place first; the caller's transaction rolls back.
    """
    last = last_entry(kind, subject_id)
    entry = LedgerEntry(
        subject_kind=kind,
        subject_id=subject_id,
        seq=last.seq + 1 if last else 1,
        actor=user,
        actor_name=str(user) if user else "",
        actor_role=role_of(user, rank) if user else "",
        action=action,
        from_state=from_state,
        to_state=to_state,
        at=timezone.now(),
        note=note,
        revision=revision,
        content_hash=content_hash,
        previous_hash=last.hash if last else "",
    )
    entry.hash = entry_hash(entry)
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:
        raise Stale(_("Somebody else acted at the same moment. Look again, then decide.")) from None
    return entry


@dataclass(frozen=True)
class Act:
    """What `append` is told of one entry, but for its subject and actor."""

    action: str
    role: str
    from_state: str = ""
    to_state: str = ""
    note: str = ""
    revision: int | None = None
    content_hash: str = ""


def begin(kind: str, chains: Iterable[tuple[int, Sequence[Act]]], user: User) -> None:
    """The first entries of many subjects' chains, none of which has any yet."""
    now = timezone.now()
    entries = []
    for subject_id, acts in chains:
        head = ""
        for seq, act in enumerate(acts, start=1):
            entry = LedgerEntry(
                subject_kind=kind,
                subject_id=subject_id,
                seq=seq,
                actor=user,
                actor_name=str(user),
                actor_role=act.role,
                action=act.action,
                from_state=act.from_state,
                to_state=act.to_state,
                at=now,
                note=act.note,
                revision=act.revision,
                content_hash=act.content_hash,
                previous_hash=head,
            )
            entry.hash = head = entry_hash(entry)
            entries.append(entry)
    bulk.insert(LedgerEntry, entries)


def role_label(actor_role: str) -> str:
    """Words for a person out of the stable names that `role_of` stores."""
    from accounts.roles import ROLES

    name, _colon, duty = actor_role.partition(":")
    labels = [
        str(RANK_LABELS[Rank[part.upper()]])
        if part.upper() in Rank.__members__
        else str(ROLES[part].label if part in ROLES else part)
        for part in name.split(",")
    ]
    text = "、".join(labels)
    return _("%(role)s on duty") % {"role": text} if duty else text


@dataclass(frozen=True)
class Break:
    """The first broken link of one chain."""

    subject_kind: str
    subject_id: int
    seq: int
    reason: str

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}, entry {self.seq}: {self.reason}"


def _breaks_of_chains() -> Iterator[Break]:
    chain: tuple[str, int] | None = None
    broken = False
    seq, head = 0, ""
    for entry in LedgerEntry.objects.order_by("subject_kind", "subject_id", "seq").iterator(2000):
        if (entry.subject_kind, entry.subject_id) != chain:
            chain = (entry.subject_kind, entry.subject_id)
            broken, seq, head = False, 0, ""
        if broken:
            continue
        seq += 1
        reason = ""
        if entry.seq != seq:
            reason = f"entry {seq} is missing"
        elif entry.previous_hash != head:
            reason = "it does not follow the entry before"
        elif entry.hash != entry_hash(entry):
            reason = "its contents were altered"
        if reason:
            broken = True
            yield Break(*chain, seq if entry.seq != seq else entry.seq, reason)
        head = entry.hash


def _breaks_of_revisions() -> Iterator[Break]:
    """Revisions whose content is not what the ledger recorded when it was signed or saved."""
    from articles.models import Revision

    for revision in Revision.objects.order_by("article_id", "number").iterator(500):
        if hashlib.sha256(canonical(revision.content)).hexdigest() != revision.content_hash:
            yield Break(
                "article", revision.article_id, 0, f"revision {revision.number} was altered"
            )


def _heads() -> dict[str, list[Any]]:
    """`{"kind:id": [seq, hash]}` of every chain but the seal's own."""
    heads: dict[str, list[Any]] = {}
    rows = (
        LedgerEntry.objects.exclude(subject_kind=SEAL)
        .order_by("subject_kind", "subject_id", "seq")
        .values_list("subject_kind", "subject_id", "seq", "hash")
    )
    for kind, subject_id, seq, digest in rows.iterator(5000):
        heads[f"{kind}:{subject_id}"] = [seq, digest]
    return heads


def seal() -> LedgerEntry:
    """Write down the length and head of every chain; run it daily."""
    with transaction.atomic():
        heads = _heads()
        return append(
            SEAL, 1, SEAL, None,
            note=canonical(heads).decode(),
            content_hash=hashlib.sha256(canonical(heads)).hexdigest(),
        )  # fmt: skip


def _breaks_of_seal() -> Iterator[Break]:
    last = LedgerEntry.objects.filter(subject_kind=SEAL).order_by("-seq").first()
    if last is None:
        return
    for subject, (seq, digest) in json.loads(last.note).items():
        kind, _colon, subject_id = subject.partition(":")
        found = LedgerEntry.objects.filter(
            subject_kind=kind, subject_id=int(subject_id), seq=seq
        ).first()
        if found is None:
            yield Break(kind, int(subject_id), seq, "the last seal knows it and it is gone")
        elif found.hash != digest:
            yield Break(kind, int(subject_id), seq, "it is not the entry that the last seal saw")


def verify() -> list[Break]:
    """Every chain's first broken link, and whatever the last seal misses; empty when whole."""
    return [*_breaks_of_chains(), *_breaks_of_seal(), *_breaks_of_revisions()]


def last_entry(kind: str, subject_id: int) -> LedgerEntry | None:
    return (
        LedgerEntry.objects.filter(subject_kind=kind, subject_id=subject_id)
        .order_by("-seq")
        .first()
    )


def history(kind: str, subject_id: int) -> list[LedgerEntry]:
    return list(
        LedgerEntry.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("seq")
    )
