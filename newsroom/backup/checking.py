"""Read a backup through, before anything of it is used."""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsroom.backup import END, HEAD, MEDIA, TABLES
from newsroom.backup.archive import Member, check_whole, opened, read_head
from newsroom.backup.errors import Refused
from newsroom.backup.tables import Table


@dataclass
class Checked:
    """A backup of which every byte has been read and is as it was written."""

    path: Path
    head: dict[str, Any]
    end: dict[str, Any] = field(default_factory=dict)

    @property
    def tables(self) -> dict[str, Table]:
        return {each["name"]: Table.from_json(each) for each in self.head["tables"]}

    @property
    def rows(self) -> dict[str, int]:
        """How many there are of each table."""
        return {name: int(each["rows"]) for name, each in self.end["tables"].items()}

    @property
    def files(self) -> int:
        return int(self.end["media"]["files"])


def check(
    path: Path,
    advance: Callable[[int], None] = lambda _bytes: None,
    *,
    on_head: Callable[[dict[str, Any]], None] = lambda _head: None,
    on_file: Callable[[str, str], object] = lambda _name, _digest: None,
) -> Checked:
    """Raises Refused, naming the member that is damaged, missing or too many.

    `advance` is told how many bytes of members were read; `on_head` what the backup says of
    itself; `on_file` each file of storage and its SHA-256.
    """
    rows: dict[str, int] = {}
    parts: dict[str, int] = {}
    files = weight = 0
    checked: Checked | None = None
    with opened(path) as members:
        for member in members:
            if member.name == HEAD:
                checked = Checked(path, read_head(member))
                on_head(checked.head)
            elif member.name == END:
                assert checked is not None
                checked.end = member.note()
            elif member.name.startswith(TABLES):
                table = member.name.split("/")[1]
                parts[table] = parts.get(table, 0) + 1
                if member.name != f"{TABLES}{table}/{parts[table]:06}.tsv.gz":
                    raise Refused(
                        f"This backup lacks a part of the table {table} before “{member.name}”. "
                        "Take another one."
                    )
                rows[table] = rows.get(table, 0) + unpacked(member).count(b"\n")
            elif member.name.startswith(MEDIA):
                member.skip()
                on_file(media_name(member.name), member.promised)
                files += 1
                weight += member.size
            else:
                raise Refused(f"“{member.name}” belongs to no backup. Take another one.")
            advance(member.size)
    assert checked is not None
    _compare(checked, rows, parts, files, weight)
    check_whole(path, checked.end["before"])
    return checked


def _compare(
    checked: Checked, rows: dict[str, int], parts: dict[str, int], files: int, weight: int
) -> None:
    for name, promised in checked.end["tables"].items():
        if (rows.get(name, 0), parts.get(name, 0)) != (promised["rows"], promised["parts"]):
            raise Refused(
                f"This backup holds {rows.get(name, 0):,} rows of the table {name}, and "
                f"{promised['rows']:,} were written. Take another one."
            )
    if unknown := rows.keys() - checked.end["tables"].keys():
        raise Refused(f"The table {min(unknown)} was not written by the backup. Take another one.")
    if (files, weight) != (checked.end["media"]["files"], checked.end["media"]["bytes"]):
        raise Refused(
            f"This backup holds {files:,} files of pictures and recordings, and "
            f"{checked.end['media']['files']:,} were written. Take another one."
        )


def unpacked(member: Member) -> bytes:
    """The lines of one part of a table."""
    packed = member.all()
    try:
        return gzip.decompress(packed)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(f"This backup is damaged: “{member.name}” cannot be unpacked.") from error


def media_name(member: str) -> str:
    """Where a file goes in storage. Raises Refused for a way out of it."""
    name = member[len(MEDIA) :]
    if (
        not name
        or "\\" in name
        or "\0" in name
        or any(part in ("", ".", "..") for part in name.split("/"))
    ):
        raise Refused(f"“{member}” is no name of a file in a backup. Take another one.")
    return name
