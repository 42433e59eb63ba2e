"""Bring a backup back: looked through first, then all or nothing, then looked through again."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from articles.desk import ledger
from articles.models import PublishedArticle
from newsroom.analyze import analyze
from newsroom.backup import HEAD, MEDIA, TABLES, loading, media, place
from newsroom.backup.archive import opened
from newsroom.backup.checking import Checked, check, media_name, unpacked
from newsroom.backup.errors import Refused
from newsroom.backup.making import Watch
from newsroom.backup.searching import rebuild


@dataclass
class Restored:
    """`breaks` are what `verify_ledger` finds in what was restored; empty: the ledger is whole."""

    rows: dict[str, int]
    files: int = 0
    kept: int = 0
    breaks: list[ledger.Break] = field(default_factory=list)


def restore(path: Path, watch: Watch, *, with_media: bool = True) -> Restored:
    """Into the database of the settings, and the storage of the settings. Raises Refused; the
    database is then as empty as it was."""
    place.check_place()
    targets: list[place.Node] = []

    def on_head(head: dict[str, Any]) -> None:
        targets.extend(place.check_version(head["migrations"]))

    kept: set[str] = set()

    def on_file(name: str, digest: str) -> None:
        if with_media and media.is_there(name, digest):
            kept.add(name)

    advance = watch("check", path.stat().st_size)
    checked = check(path, advance, on_head=on_head, on_file=on_file)
    place.prepare(targets)
    restored = _load(checked, kept, watch, with_media)
    _go_on()
    watch("ledger", 0)
    restored.breaks = ledger.verify()
    rebuild(watch("search", PublishedArticle.objects.count()))
    return restored


def _load(checked: Checked, kept: set[str], watch: Watch, with_media: bool) -> Restored:
    tables = checked.tables
    restored = Restored(checked.rows, kept=len(kept))
    total = sum(checked.rows.values())
    advance = watch("rows", total)
    with loading.loading():
        for table in tables.values():
            loading.make_room(table)
        with opened(checked.path) as members:
            for member in members:
                if member.name.startswith(TABLES):
                    lines = unpacked(member)
                    loading.put(tables[member.name.split("/")[1]], lines)
                    advance(lines.count(b"\n"))
                elif member.name.startswith(MEDIA) and with_media:
                    if not restored.files:
                        advance = watch("files", checked.files)
                    name = media_name(member.name)
                    if name in kept:
                        member.skip()
                    else:
                        media.put(member, name)
                    restored.files += 1
                    advance(1)
                elif member.name != HEAD:
                    member.skip()
        for table in tables.values():
            loading.go_on_after(table, int(checked.end["tables"][table.name]["last"]))
            if (found := loading.count(table)) != checked.rows[table.name]:
                raise Refused(
                    f"{found:,} rows of {table.name} arrived and {checked.rows[table.name]:,} were "
                    "written. Nothing was kept of them."
                )
        media.settle()
    return restored


def _go_on() -> None:
    """From the backup's version to this one, with triggers and roles."""
    ContentType.objects.clear_cache()
    call_command("migrate", verbosity=0, interactive=False)
    analyze()
