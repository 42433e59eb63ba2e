"""Fill a database with pieces as they would stand there: working copy, revision, ledger, what
readers see, search. The same number, seed and end give the same archive, however many processes
make it.
"""

import pickle
import random
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context

from django.db import transaction

from accounts.models import Author
from articles import search
from articles.desk import ledger, publishing
from articles.desk.content import TEXT_FIELDS, content_hash
from articles.models import Article, Credit, LedgerEntry, Revision, Source, State, Tag, bulk
from newsroom.analyze import analyze
from newsroom.archive import apart
from newsroom.archive.pieces import LENGTH, Piece, Shelves, Writer, make_piece
from newsroom.archive.staff import Staff

_CHUNK = 500
# A newsroom's hands are as many whatever lies in its archive: so many at most of each.
_AT_WORK = (
    (State.DRAFT, 12), (State.FIRST_REVIEW, 8), (State.SECOND_REVIEW, 3), (State.FINAL_REVIEW, 2),
    (State.APPROVED, 5),
)  # fmt: skip
_MOST_AT_WORK = 10


@dataclass(frozen=True)
class Plan:
    count: int
    seed: int
    until: datetime
    length: int
    shelves: Shelves
    at_work: dict[int, State]

    def piece(self, number: int) -> Piece:
        at_work = self.at_work.get(number)
        return make_piece(
            number, self.count, at_work, self.shelves, self.seed, self.until, self.length
        )


def fill(
    count: int,
    staff: Staff,
    *,
    until: datetime,
    seed: int = 1,
    length: int = LENGTH,
    processes: int = 0,
    progress: Callable[[int], None] | None = None,
) -> None:
    """`count` pieces in a database that has none, numbered from 1, the last the newest; `settle`
    makes it quick to read.

    Without `processes` everything happens here, in the caller's transaction if there is one;
    with them the staff has to be committed. `progress` is told how many more are there.
    """
    plan = Plan(count, seed, until, length, _shelves(staff), _at_work(count, seed))
    chunks = [range(start, min(start + _CHUNK, count + 1)) for start in range(1, count + 1, _CHUNK)]
    search.forget_all()
    done = _apart(plan, chunks, processes) if processes else (write(plan, each) for each in chunks)
    for size in done:
        if progress:
            progress(size)
    bulk.count_on(Article)


def _apart(plan: Plan, chunks: list[range], processes: int) -> Iterator[int]:
    """Each process makes and writes pieces of its own, over its own connection."""
    with ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=apart.begin, initargs=(pickle.dumps(plan),)
    ) as pool:
        waiting = {pool.submit(apart.write, chunk) for chunk in chunks}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in done)


def settle() -> None:
    """The index that search needs, and what the database's own housekeeping would do by and by.
    Not inside a transaction."""
    search.complete()
    analyze(vacuum=True)


def _shelves(staff: Staff) -> Shelves:
    pages = {author.user_id: author.pk for author in Author.objects.exclude(user=None)}
    return Shelves(
        sections=tuple((section.pk, section.name) for section in staff.sections),
        tags=tuple(Tag.objects.order_by("pk").values_list("pk", "name")),
        sources=tuple(Source.objects.order_by("pk").values_list("pk", "name")),
        writers=tuple(Writer(user.pk, str(user), pages[user.pk]) for user in staff.reporters),
        others=tuple(Author.objects.filter(user=None).order_by("pk").values_list("pk", "name")),
    )


def _at_work(count: int, seed: int) -> dict[int, State]:
    """Which of the newest pieces are not published yet, and where they stand."""
    states: list[State] = []
    for state, of_thousand in _AT_WORK:
        states += [state] * min(count * of_thousand // 1000, of_thousand * _MOST_AT_WORK)
    newest = range(max(1, count - 3 * len(states) + 1), count + 1)
    chance = random.Random(f"{seed}:at work")
    return dict(zip(chance.sample(newest, len(states)), states, strict=True))


def write(plan: Plan, chunk: range) -> int:
    pieces = [plan.piece(number) for number in chunk]
    revisions = [_revision(piece) for piece in pieces]
    both = list(zip(pieces, revisions, strict=True))
    # Worked out before the transaction: SQLite lets one process write at a time.
    published = [
        publishing.Imported(
            revision, piece.at, piece.correction, piece.withdrawn_at, piece.notice,
            prepared=search.prepare(_words(piece)),
        )
        for piece, revision in both
        if piece.state == State.SETTLED
    ]  # fmt: skip
    with transaction.atomic():
        bulk.insert(Article, (_article(piece, revision) for piece, revision in both))
        bulk.insert(Revision, revisions)
        bulk.insert(Credit, (credit for piece in pieces for credit in _credits(piece)))
        bulk.insert(
            Article.tags.through,
            (
                Article.tags.through(article_id=piece.number, tag_id=tag["id"])
                for piece in pieces
                for tag in piece.content["tags"]
            ),
        )
        bulk.insert(
            LedgerEntry, (entry for piece, revision in both for entry in _entries(piece, revision))
        )
        publishing.import_many(published)
    return len(chunk)


def _words(piece: Piece) -> search.Words:
    return search.Words(**{name: piece.content.get(name, []) for name in search.Words._fields})


def _article(piece: Piece, revision: Revision) -> Article:
    content, signed = piece.content, piece.state in (State.SETTLED, State.APPROVED)
    changed_at = piece.withdrawn_at or (piece.correction[0] if piece.correction else piece.at)
    return Article(
        **{name: content[name] for name in TEXT_FIELDS},
        pk=piece.number,
        section_id=content["section"]["id"],
        source_id=content["source"]["id"] if content["source"] else None,
        owner_id=piece.writer.user_id,
        state=piece.state,
        version=2,
        round=0 if piece.state in (State.DRAFT, State.SPIKED) else 1,
        signed_hash=revision.content_hash if signed else "",
        base_revision=int(piece.state == State.SETTLED),
        created_at=piece.at,
        updated_at=changed_at,
    )


def _revision(piece: Piece) -> Revision:
    return Revision(
        article_id=piece.number, number=1, content=piece.content,
        content_hash=content_hash(piece.content), state=State.DRAFT,
        user_id=piece.writer.user_id, user_name=piece.writer.name, created_at=piece.at,
    )  # fmt: skip


def _credits(piece: Piece) -> Iterator[Credit]:
    for position, credit in enumerate(piece.content["credits"]):
        yield Credit(
            article_id=piece.number, position=position, name=credit["name"], role=credit["role"],
            author_id=credit["author"],
        )  # fmt: skip


def _entries(piece: Piece, revision: Revision) -> Iterator[LedgerEntry]:
    """How it was written, how it came to where it stands (in one step, like an import), and
    whether it was withdrawn."""
    steps: list[tuple[str, str, str, datetime]] = [
        ("create", "", State.DRAFT, piece.at),
        ("import", State.DRAFT, piece.state, piece.at),
    ]
    if piece.withdrawn_at:
        steps.append(("withdraw", piece.state, piece.state, piece.withdrawn_at))
    previous = ""
    for seq, (action, before, after, at) in enumerate(steps, start=1):
        entry = LedgerEntry(
            subject_kind="article", subject_id=piece.number, seq=seq,
            actor_id=piece.writer.user_id, actor_name=piece.writer.name, actor_role="reporter",
            action=action, from_state=before, to_state=after, at=at, revision=1,
            content_hash=revision.content_hash, previous_hash=previous,
        )  # fmt: skip
        entry.hash = previous = ledger.entry_hash(entry)
        yield entry
