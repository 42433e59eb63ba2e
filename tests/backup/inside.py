"""Look into a backup, and write it again otherwise."""

import gzip
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

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


def as_of(node: tuple[str, str]) -> Callable[[Members], None]:
    """As the version would have written it whose newest migration of that application is `node`."""
    loader = MigrationLoader(connection)
    graph = loader.graph
    later = {each for each in graph.nodes if each[0] == node[0]} - set(graph.forwards_plan(node))
    leaves = [
        leaf for leaf in graph.leaf_nodes() if not later.intersection(graph.forwards_plan(leaf))
    ]
    applied = {each for leaf in [*leaves, node] for each in graph.forwards_plan(leaf)}
    models = loader.project_state([*leaves, node]).apps.get_models(include_auto_created=True)
    columns = {
        model._meta.db_table: {field.column for field in model._meta.concrete_fields}
        for model in models
    }

    def change(found: Members) -> None:
        head, end = json.loads(found["newsroom.json"]), json.loads(found["end.json"])
        head["migrations"] = [".".join(each) for each in sorted(applied)]
        for table in list(head["tables"]):
            name = table["name"]
            kept = [column in columns.get(name, ()) for column, _kind in table["columns"]]
            parts = [each for each in found if each.startswith(f"tables/{name}/")]
            if not any(kept):
                head["tables"].remove(table)
                end["tables"].pop(name)
                for part in parts:
                    del found[part]
                continue
            table["columns"] = _only(table["columns"], kept)
            for part in parts:
                rows = gzip.decompress(found[part]).split(b"\n")[:-1]
                lines = [b"\t".join(_only(row.split(b"\t"), kept)) + b"\n" for row in rows]
                found[part] = gzip.compress(b"".join(lines))
        found["newsroom.json"] = json.dumps(head).encode()
        found["end.json"] = json.dumps(end).encode()

    return change


def _only(values: list[Any], kept: list[bool]) -> list[Any]:
    return [value for value, keep in zip(values, kept, strict=True) if keep]
