"""Reads an export back and says whether it is whole, or which line is the first that is not."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from articles.desk import ledger, signing
from articles.desk.audit_export import FORMAT, link

# A seal of very many chains is long; a line that is longer is none of ours.
LONGEST = 64 * 1024 * 1024


@dataclass(frozen=True)
class Checked:
    """`key` signed it. With a `reason` the line `number` is the first broken one."""

    records: int
    key: str
    number: int = 0
    reason: str = ""


class _Broken(Exception):
    pass


def check(lines: Iterable[bytes]) -> Checked:
    """Line by line, in the memory of one line."""
    number, chain, key = 0, "", ""
    counts: dict[str, int] = {}
    ended = False
    try:
        for number, line in enumerate(lines, start=1):
            if ended:
                raise _Broken("there is something after the end")
            record = _parsed(line)
            told = record.pop("chain", None)
            signature = record.pop("signature", None) if record.get("type") == "end" else None
            chain = link(chain, record)
            if told != chain:
                raise _Broken("it was altered, or does not follow the line before")
            kind = record.get("type")
            if number == 1:
                if kind != "begin" or record.get("format") != FORMAT:
                    raise _Broken("this is not an export of records")
                key = str(record.get("key"))
            elif kind == "end":
                ended = True
                if record.get("counts") != {**_NONE, **counts}:
                    raise _Broken("the counts are not those of the lines before")
                signed = ledger.canonical(record | {"chain": chain})
                if not signing.is_signed(signed, str(signature), key):
                    raise _Broken("the signature is not of this file")
            else:
                counts[str(kind)] = counts.get(str(kind), 0) + 1
                if kind == "ledger":
                    _check_entry(record)
        if not ended:
            number += 1
            raise _Broken("the file ends before its end: lines are missing")
    except _Broken as broken:
        return Checked(sum(counts.values()), key, number, str(broken))
    return Checked(sum(counts.values()), key)


_NONE = {"ledger": 0, "access": 0, "sign_in": 0}


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise _Broken("it is not JSON") from None
    if not isinstance(record, dict) or len(line) > LONGEST:
        raise _Broken("it is not a record")
    if ledger.canonical(record) + b"\n" != line:
        raise _Broken("it is not written as records are")
    return record


def _check_entry(record: dict[str, Any]) -> None:
    """A ledger entry carries its own hash, which is not the export's."""
    fields = {name: value for name, value in record.items() if name not in ("type", "hash")}
    if ledger.hash_of(fields) != record.get("hash"):
        raise _Broken("the entry of the ledger in it was altered")
