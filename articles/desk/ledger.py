"""The ledger: append an entry, seal all chains, find the first broken link.

An entry's hash is the SHA-256 of the canonical JSON of its fields and the hash before it, so
that no row can be altered, removed from the middle or slipped in without `verify` naming it.
Rows cut off a chain's end are found by the seals: each keeps length and head of every chain that
has grown since the one before.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import RANK_LABELS, Rank
from articles.desk.errors import Stale
from articles.models import LedgerEntry, bulk

SEAL = "seal"
# Chains in one entry of a seal, and in one question.
_MOST_SEALED = 20_000
_AT_ONCE = 500
_OVERLAP = timedelta(hours=6)
# Of a seal that goes on with the next entry.
_PART = "part"
_HASHED = (
    "subject_kind", "subject_id", "seq", "actor_id", "actor_name", "actor_role", "action",
    "from_state", "to_state", "note", "revision", "content_hash", "previous_hash",
)  # fmt: skip


def canonical(value: Any) -> bytes:
    """The one way JSON is written before hashing: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hashed_fields(entry: LedgerEntry) -> dict[str, Any]:
    """What an entry's hash covers."""
    return _of_row({name: getattr(entry, name) for name in (*_HASHED, "at")})


def _of_row(row: dict[str, Any]) -> dict[str, Any]:
    fields = {name: row[name] for name in _HASHED}
    fields["at"] = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return fields


def hash_of(fields: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(fields)).hexdigest()


def entry_hash(entry: LedgerEntry) -> str:
    return hash_of(hashed_fields(entry))


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
    now, name = timezone.now(), str(user)
    entries = []
    for subject_id, acts in chains:
        head = ""
        for seq, act in enumerate(acts, start=1):
            entry: dict[str, Any] = {
                "subject_kind": kind,
                "subject_id": subject_id,
                "seq": seq,
                "actor_id": user.pk,
                "actor_name": name,
                "actor_role": act.role,
                "action": act.action,
                "from_state": act.from_state,
                "to_state": act.to_state,
                "at": now,
                "note": act.note,
                "revision": act.revision,
                "content_hash": act.content_hash,
                "previous_hash": head,
            }
            entry["hash"] = head = hash_of(_of_row(entry))
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
    """Entry by entry, in the memory of a few; as plain values, since models take twice as long."""
    chain: tuple[str, int] | None = None
    broken = False
    seq, head = 0, ""
    names = (*_HASHED, "at", "hash")
    rows = LedgerEntry.objects.order_by("subject_kind", "subject_id", "seq").values_list(*names)
    for row in rows.iterator(2000):
        fields = dict(zip(names, row, strict=True))
        digest = fields.pop("hash")
        fields["at"] = fields["at"].astimezone(UTC).isoformat(timespec="microseconds")
        if (fields["subject_kind"], fields["subject_id"]) != chain:
            chain = (fields["subject_kind"], fields["subject_id"])
            broken, seq, head = False, 0, ""
        if broken:
            continue
        seq += 1
        reason = ""
        if fields["seq"] != seq:
            reason = f"entry {seq} is missing"
        elif fields["previous_hash"] != head:
            reason = "it does not follow the entry before"
        elif digest != hash_of(fields):
            reason = "its contents were altered"
        if reason:
            broken = True
            yield Break(*chain, seq, reason)
        head = digest


def _breaks_of_revisions() -> Iterator[Break]:
    """Revisions whose content is not what the ledger recorded when it was signed or saved."""
    from articles.models import Revision

    for revision in Revision.objects.order_by("article_id", "number").iterator(500):
        if hashlib.sha256(canonical(revision.content)).hexdigest() != revision.content_hash:
            yield Break(
                "article", revision.article_id, 0, f"revision {revision.number} was altered"
            )


def _moved_since(moment: datetime | None) -> Iterator[tuple[str, list[Any]]]:
    """("kind:id", [seq, hash]) of every chain but the seal's own that has grown since."""
    rows = LedgerEntry.objects.exclude(subject_kind=SEAL)
    if moment is not None:
        # Of these chains all: the newest entry of one may be older than the moment it was seen.
        moved = rows.filter(at__gte=moment).order_by().values("subject_kind", "subject_id")
        numbers: dict[str, set[int]] = {}
        for each in moved.distinct().iterator(5000):
            numbers.setdefault(each["subject_kind"], set()).add(each["subject_id"])
        for kind in sorted(numbers):
            ids = sorted(numbers[kind])
            for begin in range(0, len(ids), _AT_ONCE):
                some = rows.filter(subject_kind=kind, subject_id__in=ids[begin : begin + _AT_ONCE])
                yield from _heads(some)
        return
    yield from _heads(rows)


def _heads(rows: "QuerySet[LedgerEntry]") -> Iterator[tuple[str, list[Any]]]:
    """The last entry of each chain, chain by chain."""
    chain = ""
    head: list[Any] = []
    fields = ("subject_kind", "subject_id", "seq", "hash")
    ordered = rows.order_by("subject_kind", "subject_id", "seq").values_list(*fields)
    for kind, subject_id, seq, digest in ordered.iterator(5000):
        if chain and chain != f"{kind}:{subject_id}":
            yield chain, head
        chain, head = f"{kind}:{subject_id}", [seq, digest]
    if chain:
        yield chain, head


def seal() -> LedgerEntry:
    """Write down the length and head of every chain that has grown since the last seal; run it
    daily. A day that was missed is sealed with the next one.

    What was written in the last hours before the last seal is looked at again: a transaction may
    have been longer under way than the seal was.
    """
    whole = LedgerEntry.objects.filter(subject_kind=SEAL).exclude(to_state=_PART)
    last = whole.order_by("-seq").first()
    heads = _moved_since(last.at - _OVERLAP if last else None)
    some = dict(islice(heads, _MOST_SEALED))
    while True:
        # Of very many chains several entries: none of them is too long to be read, and nobody
        # who writes waits for all of them.
        following = dict(islice(heads, _MOST_SEALED))
        standing = _PART if following else ""
        entry = append(
            SEAL, 1, SEAL, None,
            from_state=standing, to_state=standing,
            note=canonical(some).decode(),
            content_hash=hashlib.sha256(canonical(some)).hexdigest(),
        )  # fmt: skip
        if not following:
            return entry
        some = following


def _breaks_of_seals() -> Iterator[Break]:
    """What some seal has seen and is gone, or is another: each chain's first."""
    told: set[str] = set()
    for number in LedgerEntry.objects.filter(subject_kind=SEAL).order_by("seq").values_list("pk"):
        note = LedgerEntry.objects.values_list("note", flat=True).get(pk=number[0])
        seen = sorted(json.loads(note).items())
        for begin in range(0, len(seen), _AT_ONCE):
            some = dict(seen[begin : begin + _AT_ONCE])
            known = _hashes(some)
            for subject, (seq, digest) in some.items():
                if known.get((subject, seq)) == digest or subject in told:
                    continue
                told.add(subject)
                kind, _colon, subject_id = subject.partition(":")
                gone = (subject, seq) not in known
                reason = (
                    "a seal knows it and it is gone" if gone else "it is not what a seal saw there"
                )
                yield Break(kind, int(subject_id), seq, reason)


def _hashes(seen: dict[str, list[Any]]) -> dict[tuple[str, int], str]:
    """Of some sealed entries what stands there now, in one question a kind."""
    wanted: dict[str, dict[int, int]] = {}
    for subject, (seq, _digest) in seen.items():
        kind, _colon, subject_id = subject.partition(":")
        wanted.setdefault(kind, {})[int(subject_id)] = seq
    found: dict[tuple[str, int], str] = {}
    for kind, seqs in wanted.items():
        rows = LedgerEntry.objects.filter(
            subject_kind=kind, subject_id__in=list(seqs), seq__in=set(seqs.values())
        )
        for subject_id, seq, digest in rows.values_list("subject_id", "seq", "hash"):
            if seqs[subject_id] == seq:
                found[f"{kind}:{subject_id}", seq] = digest
    return found


def verify() -> list[Break]:
    """Every chain's first broken link, and whatever a seal misses; empty when whole."""
    return [*_breaks_of_chains(), *_breaks_of_seals(), *_breaks_of_revisions()]


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
