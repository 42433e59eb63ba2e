"""Make a backup: the database at one moment, then the files, which only ever become more."""

import gzip
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.db import connection
from django.utils import timezone

from newsroom.backup import FORMAT, HEAD, MEDIA, TABLES, media, tables
from newsroom.backup.archive import Writer
from newsroom.backup.errors import Refused
from newsroom.backup.snapshot import Snapshot, quoted, taken

# Lines of a table in one member, in bytes before packing.
_PART = 4 * 1024 * 1024
# The quickest level: the disk is not what a backup waits for.
_PACKING = 1
Watch = Callable[[str, int], Callable[[int], None]]


@dataclass
class Made:
    """What a backup holds. `missing` are files that the database names and storage has not;
    `lacks_more`: than the good one before it."""

    path: Path
    size: int = 0
    sha256: str = ""
    rows: int = 0
    files: int = 0
    missing: int = 0
    first_missing: str = ""
    lacks_more: bool = False


def file_name(at: datetime) -> str:
    return f"newsroom-{timezone.localtime(at):%Y-%m-%d-%H%M%S}.tar"


def make(path: Path, watch: Watch, *, with_media: bool = True) -> Made:
    """Write a whole backup under `path`, where nothing may be yet.

    `watch` is told what begins and how much of it there is, and gives a function that is told of
    each further part. Raises Refused; what was begun is taken away again.
    """
    aside = path.with_name(f".{path.name}.part")
    try:
        if path.exists():
            raise Refused(f"{path} exists already, and a backup overwrites nothing. Name another.")
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(aside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            made = _write(file, path, watch, with_media)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        _remove(aside)
        raise Refused(f"The backup cannot be written to {path.parent}: {error}") from error
    except BaseException:
        _remove(aside)
        raise
    return made


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _write(file: BinaryIO, path: Path, watch: Watch, with_media: bool) -> Made:
    at = timezone.now()
    writer = Writer(file, at.timestamp())
    made = Made(path)
    with taken() as snapshot:
        wanted = tables.wanted()
        present = set(snapshot.tables())
        if lacking := [table.name for table in wanted if table.name not in present]:
            raise Refused(
                f"The table {lacking[0]} is not there: run `python manage.py migrate` first."
            )
        head = {
            "format": FORMAT,
            "made_at": at.isoformat(),
            "engine": connection.vendor,
            "site": settings.SITE_URL,
            "migrations": sorted(
                f"{app}.{name}"
                for app, name in snapshot.ask("SELECT app, name FROM django_migrations")
            ),
            "tables": [table.as_json() for table in wanted],
            "left_out": tables.unknown(present),
        }
        writer.add(HEAD, json.dumps(head, ensure_ascii=False).encode())
        counts = _write_tables(writer, snapshot, wanted, watch)
        made.rows = sum(each["rows"] for each in counts.values())
        if with_media:
            lost = media.missing(snapshot)
            made.first_missing = next(lost, "")
            made.missing = bool(made.first_missing) + sum(1 for _name in lost)
    weight = _write_media(writer, made, watch) if with_media else 0
    writer.finish(
        {
            "tables": counts,
            "media": {"files": made.files, "bytes": weight, "missing": made.missing},
            "with_media": with_media,
        }
    )
    made.size, made.sha256 = writer.size, writer.digest.hexdigest()
    return made


def _write_tables(
    writer: Writer, snapshot: Snapshot, wanted: list[tables.Table], watch: Watch
) -> dict[str, dict[str, int]]:
    numbers = {
        table.name: int(snapshot.ask(f"SELECT count(*) FROM {quoted(table.name)}")[0][0])  # noqa: S608 - names of our models
        for table in wanted
    }
    advance = watch("rows", sum(numbers.values()))
    counts: dict[str, dict[str, int]] = {}
    for table in wanted:
        parts = _Parts(writer, table.name, advance)
        snapshot.read(table, parts.take)
        parts.end()
        last = snapshot.last_number(table) if table.counts else 0
        counts[table.name] = {"rows": parts.rows, "parts": parts.number, "last": last}
    return counts


class _Parts:
    """Lines of one table, cut into members of bearable size."""

    def __init__(self, writer: Writer, table: str, advance: Callable[[int], None]) -> None:
        self._writer, self._table, self._advance = writer, table, advance
        self._held: list[bytes] = []
        self._size = 0
        self.rows = self.number = 0

    def take(self, lines: bytes) -> None:
        self._held.append(lines)
        self._size += len(lines)
        if self._size >= _PART:
            self.end()

    def end(self) -> None:
        if not self._held:
            return
        data = b"".join(self._held)
        self._held, self._size = [], 0
        self.number += 1
        # Line breaks inside of values are written as two characters.
        rows = data.count(b"\n")
        self.rows += rows
        name = f"{TABLES}{self._table}/{self.number:06}.tsv.gz"
        self._writer.add(name, gzip.compress(data, _PACKING, mtime=0))
        self._advance(rows)


def _write_media(writer: Writer, made: Made, watch: Watch) -> int:
    """How many bytes of files there were."""
    advance = watch("files", sum(1 for _name in media.names()))
    weight = 0
    for name in media.names():
        file = media.opened(name)
        if file is None:
            continue
        with file:
            size, digest = media.measured(file)
            writer.add_file(MEDIA + name, size, digest, cast(BinaryIO, file))
        made.files += 1
        weight += size
        advance(1)
    return weight
