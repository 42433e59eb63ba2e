"""Put prepared pieces in: each chunk in one transaction, with the rows that remember it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import images, pagetags, search
from articles.desk import editing, invalidations, publishing
from articles.desk.content import Content
from articles.desk.incoming_copy import own_names
from articles.desk.publishing import Arrival
from articles.loading import workers
from articles.loading.prepare import Bad, Blank, Outcome, Place, Preparer, Ready, Slice, There, mark
from articles.loading.record import Record
from articles.loading.shelves import NoSection, Shelves
from articles.models import Article, LoadedPiece, OldAddress, Tag, bulk
from articles.models.old_address import key_of

# Lines that are prepared together, and pieces in one transaction: editors who save wait for it.
_SLICE = 25
_CHUNK, _BULK_CHUNK = 50, 200
# Seconds between two announcements that readers' lists have changed. A page is kept for a minute
# at most; telling each chunk would leave none kept while an archive is loaded.
_TOLD_EVERY = 30.0
# Where the server was built with it.
_QUICK_COMPRESSION = """
SELECT set_config(name, 'lz4', false) FROM pg_settings
WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)
"""


@dataclass
class Summary:
    loaded: int = 0
    there: int = 0
    failed: int = 0
    pictures: int = 0
    notes: int = 0


@dataclass
class Load:
    """One run over one file. `source` tells the records of one old system from another's."""

    path: Path
    operator: User
    source: str
    shelves: Shelves
    on_error: Callable[[Place, list[str]], None]
    on_note: Callable[[Place, str], None]
    on_lines: Callable[[int], None]
    bulk: bool = False
    processes: int = 0
    lenient: bool = False
    summary: Summary = field(default_factory=Summary)
    _lines: dict[str, int] = field(default_factory=dict)
    _failures: list[tuple[Place, list[str]]] = field(default_factory=list)
    _own_names: frozenset[str] = frozenset()
    _told: float = 0.0

    def run(self) -> Summary:
        """May be stopped at any moment and run again: what is in stays in, once."""
        self._own_names = own_names()
        search.make_ready(bulk=self.bulk)
        if connection.vendor == "postgresql":
            self._suit_session()
        preparer = Preparer(self.path, timezone.now(), self._known(), self.lenient)
        chunk: list[Ready] = []
        for outcomes in workers.in_order(preparer.slice, slices(self.path), self.processes):
            for outcome in outcomes:
                self._sort(outcome, chunk)
                if len(chunk) == (_BULK_CHUNK if self.bulk else _CHUNK):
                    self._put_in(chunk)
                    self._tell()
                    chunk.clear()
            if not chunk:
                self._tell()
            self.on_lines(len(outcomes))
        self._put_in(chunk)
        self._tell()
        # Also after a run in bulk that was broken off and is finished by another.
        search.complete()
        if self.summary.loaded:
            with transaction.atomic():
                invalidations.changed({pagetags.EVERYTHING})
        return self.summary

    def _suit_session(self) -> None:
        with connection.cursor() as cursor:
            # PostgreSQL's own way of compressing took most of its time, and the numbers of an
            # entry in search, which are most of a piece, get no smaller by it.
            cursor.execute(_QUICK_COMPRESSION)
            if self.bulk:
                # The last commits may be lost with the machine, and are loaded again then.
                cursor.execute("SET synchronous_commit = off")

    def _known(self) -> frozenset[bytes]:
        rows = LoadedPiece.objects.filter(source=self.source).values_list("old_id", "digest")
        return frozenset(mark(*row) for row in rows.iterator(5000))

    def _sort(self, outcome: Outcome, chunk: list[Ready]) -> None:
        match outcome:
            case Blank():
                return
            case Bad(place, errors, old_id):
                self._first(place, old_id)
                self._fail(place, errors)
            case There(place, old_id):
                if self._first(place, old_id):
                    self.summary.there += 1
                else:
                    self._fail_twice(place, old_id)
            case Ready(place, record):
                if self._first(place, record.old_id):
                    chunk.append(outcome)
                else:
                    self._fail_twice(place, record.old_id)

    def _first(self, place: Place, old_id: str) -> bool:
        return not old_id or self._lines.setdefault(old_id, place.line) == place.line

    def _fail_twice(self, place: Place, old_id: str) -> None:
        self._fail(
            place,
            [
                _("old_id %(id)s stands on line %(line)s already. Give each piece its own.")
                % {"id": old_id, "line": self._lines[old_id]}
            ],
        )

    def _fail(self, place: Place, errors: list[str]) -> None:
        self.summary.failed += 1
        self._failures.append((place, errors))

    def _tell(self) -> None:
        """Of lines that failed, in their order, whoever found out."""
        for place, errors in sorted(self._failures, key=lambda failure: failure[0].line):
            self.on_error(place, errors)
        self._failures.clear()

    # --- A chunk ----------------------------------------------------------------------------

    def _put_in(self, chunk: list[Ready]) -> None:
        if not chunk:
            return
        with transaction.atomic():
            pieces = self._resolved(self._new(chunk))
            numbers = publishing.import_together(
                [arrival for _ready, arrival in pieces], self.operator
            )
            bulk.insert(
                LoadedPiece,
                (
                    {
                        "source": self.source,
                        "old_id": ready.record.old_id,
                        "digest": ready.record.digest,
                        "article_id": number,
                    }
                    for (ready, _arrival), number in zip(pieces, numbers, strict=True)
                ),
            )
            if time.monotonic() - self._told > _TOLD_EVERY:
                self._told = time.monotonic()
                invalidations.changed({pagetags.EVERYTHING})
        self.summary.loaded += len(pieces)
        for ready, arrival in pieces:
            self.summary.pictures += len(arrival.content["figures"])
            for note in ready.notes:
                self.summary.notes += 1
                self.on_note(ready.place, note)

    def _new(self, chunk: list[Ready]) -> list[Ready]:
        """Those that were not loaded before, by this run or one beside it."""
        ids = [ready.record.old_id for ready in chunk]
        rows = LoadedPiece.objects.filter(source=self.source, old_id__in=ids)
        digests = dict(rows.values_list("old_id", "digest"))
        new = []
        for ready in chunk:
            record = ready.record
            if record.old_id not in digests:
                new.append(ready)
            elif digests[record.old_id] == record.digest:
                self.summary.there += 1
            else:
                self._fail(
                    ready.place,
                    [
                        _("old_id %(id)s was loaded before and said something else. Correct that"
                          " piece in the newsroom; if this one comes from another system, load it"
                          " with --source NAME.") % {"id": record.old_id}
                    ],
                )  # fmt: skip
        return new

    def _resolved(self, chunk: list[Ready]) -> list[tuple[Ready, Arrival]]:
        """What the records name is found or made; those that cannot be put in are told of."""
        sound = self._with_free_addresses(chunk)
        records = [ready.record for ready, _section in sound]
        self.shelves.look_up(
            (name for record in records for name, _role in record.credits),
            (name for record in records for name in record.tags),
            (self._source_of(record.source) for record in records),
        )
        origins = list(map(self._origin, records))
        self.shelves.make_authors(
            credit
            for record, origin in zip(records, origins, strict=True)
            if origin != Article.Origin.REPRINT
            for credit in record.credits
        )
        for ready, _section in sound:
            for kept in ready.kept:
                images.enter(kept, self.operator)
        tags = {name: self.shelves.tag(name) for record in records for name in record.tags}
        # As the working copy lists them, which only the database can say.
        wanted = Tag.objects.filter(pk__in=[tag.pk for tag in tags.values()])
        order = {name: place for place, name in enumerate(
            wanted.order_by("name", "pk").values_list("name", flat=True)
        )} if tags else {}  # fmt: skip
        now = timezone.now()
        return [
            (ready, self._arrival(ready, section, origin,
                                  sorted(ready.record.tags, key=order.__getitem__), now))
            for (ready, section), origin in zip(sound, origins, strict=True)
        ]  # fmt: skip

    def _with_free_addresses(self, chunk: list[Ready]) -> list[tuple[Ready, Any]]:
        """With their sections: records whose old addresses lead to no other piece."""
        keys = {key_of(address) for ready in chunk for address in ready.record.addresses}
        taken = {
            row.key: row.article_id
            for row in OldAddress.objects.filter(key__in=keys).only("key", "article_id")
        } if keys else {}  # fmt: skip
        here: dict[str, int] = {}
        sound = []
        for ready in chunk:
            errors = []
            for address in ready.record.addresses:
                key = key_of(address)
                if key in taken:
                    errors.append(
                        _("%(address)s leads to piece %(number)s already. Take it out of urls.")
                        % {"address": address, "number": taken[key]}
                    )
                elif key in here:
                    errors.append(
                        _("%(address)s is an address of line %(line)s already. Take it out of one"
                          " of the two.") % {"address": address, "line": here[key]}
                    )  # fmt: skip
            try:
                section = self.shelves.section(ready.record.section)
            except NoSection as error:
                errors.append(str(error))
            if errors:
                self._fail(ready.place, errors)
                continue
            here |= {key_of(address): ready.place.line for address in ready.record.addresses}
            sound.append((ready, section))
        return sound

    def _source_of(self, said: str) -> str:
        """The paper is no source of its own pieces."""
        return "" if said in self._own_names else said

    def _origin(self, record: Record) -> str:
        is_own = record.source in self._own_names and not record.texts["source_author"]
        return Article.Origin.OWN.value if is_own else record.origin

    def _arrival(
        self, ready: Ready, section: Any, origin: str, tags: list[str], now: datetime
    ) -> Arrival:
        record = ready.record
        source = self.shelves.source(name) if (name := self._source_of(record.source)) else None
        content: Content = editing.blank_content(
            section=section,
            **record.texts,
            body=ready.body,
            origin=origin,
            source={"id": source.pk, "name": source.name} if source else None,
            tags=[{"id": self.shelves.tag(name).pk, "name": name} for name in tags],
            credits=[
                {"name": name, "role": role, "author": author.pk if author else None}
                for name, role in record.credits
                for author in [self.shelves.author(name, role)]
            ],
            figures=ready.figures,
        )
        withdrawn = now if record.withdrawn is True else record.withdrawn or None
        return Arrival(
            content,
            record.published_at,
            withdrawn,
            record.withdrawal_notice,
            record.addresses,
            ready.prepared,
        )


def slices(path: Path) -> Iterator[Slice]:
    """The file in parts of whole lines."""
    start = size = 0
    first = number = 1
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            size += len(line)
            if number - first + 1 == _SLICE:
                yield Slice(start, size, first)
                start, size, first = start + size, 0, number + 1
    if size:
        yield Slice(start, size, first)


def count_lines(path: Path) -> int:
    lines, last = 0, b"\n"
    with path.open("rb") as file:
        while part := file.read(1 << 22):
            lines += part.count(b"\n")
            last = part[-1:]
    return lines + (last != b"\n")
