"""Look into a backup, and write it again otherwise."""

import gzip
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsroom.backup.archive import Writer

Members = dict[str, bytes]


def members(path: Path) -> Members:
    """Read by nothing of ours: it is a plain tar."""
    with tarfile.open(path) as tar:
        found = {}
        for info in tar:
            file = tar.extractfile(info)
            assert file is not None
            found[info.name] = file.read()
        return found


def lines(path: Path) -> dict[str, list[bytes]]:
    """Rows of each table, in no order."""
    found: dict[str, list[bytes]] = {}
    for name, data in members(path).items():
        if name.startswith("tables/"):
            found.setdefault(name.split("/")[1], []).extend(gzip.decompress(data).split(b"\n"))
    return {table: sorted(rows) for table, rows in found.items()}


def rewrite(path: Path, out: Path, change: Callable[[Members], None]) -> None:
    """With true checksums: as somebody would write it who means it."""
    found = members(path)
    change(found)
    end = json.loads(found.pop("end.json"))
    del end["before"]
    with out.open("wb") as file:
        writer = Writer(file, 0)
        for name, data in found.items():
            writer.add(name, data)
        writer.finish(end)


def change_json(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    found = json.loads(data)
    change(found)
    return json.dumps(found).encode()
