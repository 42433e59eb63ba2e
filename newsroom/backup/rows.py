"""One row as one line of text, the same from both engines: PostgreSQL's own COPY format.

PostgreSQL writes and reads it by itself; for SQLite a value is put into words here by the kind
of its column, and taken out of them again.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Field

NULL = r"\N"
_ESCAPED = re.compile(r"\\(.)")
_MEANS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_KINDS = {
    "BooleanField": "bool",
    "DateTimeField": "moment",
    "TimeField": "clock",
    "BinaryField": "bytes",
    "UUIDField": "uuid",
    "FloatField": "real",
    "DecimalField": "real",
    **dict.fromkeys(
        """AutoField BigAutoField SmallAutoField IntegerField BigIntegerField SmallIntegerField
        PositiveIntegerField PositiveBigIntegerField PositiveSmallIntegerField
        DurationField""".split(),
        "integer",
    ),
}


def kind_of(field: "Field[Any, Any]") -> str:
    """What a column holds, by a name that is stored in backups and never changes."""
    target: Any = field
    while target.remote_field:
        target = target.target_field
    return _KINDS.get(target.get_internal_type(), "text")


def to_line(writers: Sequence[Callable[[Any], str]], values: Sequence[Any]) -> str:
    return (
        "\t".join(
            [
                NULL if value is None else write(value)
                for write, value in zip(writers, values, strict=True)
            ]
        )
        + "\n"
    )


def from_line(readers: Sequence[Callable[[str], Any]], line: str) -> list[Any]:
    """Raises ValueError for a line that has not one value for each column."""
    return [
        None if value == NULL else read(value)
        for read, value in zip(readers, line.split("\t"), strict=True)
    ]


# --- What SQLite holds, in words ------------------------------------------------------------------


def _text(value: Any) -> str:
    value = str(value)
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    if "\n" in value:
        value = value.replace("\n", "\\n")
    if "\r" in value:
        value = value.replace("\r", "\\r")
    return value.replace("\t", "\\t") if "\t" in value else value


def _bool(value: Any) -> str:
    return "t" if value else "f"


def _moment(value: str) -> str:
    return f"{value}+00"


def _bytes(value: bytes) -> str:
    return "\\\\x" + value.hex()


def _uuid(value: str) -> str:
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


WRITERS: dict[str, Callable[[Any], str]] = {
    "text": _text, "integer": str, "real": repr, "bool": _bool, "moment": _moment,
    "clock": str, "bytes": _bytes, "uuid": _uuid,
}  # fmt: skip


# --- And back -------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda match: _MEANS.get(match[1], match[1]), text)


def _is_true(text: str) -> int:
    if text not in ("t", "f"):
        raise ValueError(f"“{text}” is neither true nor false")
    return int(text == "t")


def _whole(text: str) -> str:
    """A clock's fraction in six digits or none, as Django writes it: SQLite compares texts."""
    head, point, fraction = text.partition(".")
    return f"{head}.{fraction:0<6}" if point else head


def _utc(text: str) -> str:
    if not text.endswith("+00"):
        raise ValueError(f"“{text}” is no time in UTC")
    return _whole(text[:-3])


def _raw(text: str) -> bytes:
    if not text.startswith("\\\\x"):
        raise ValueError("bytes must begin with \\x")
    return bytes.fromhex(text[3:])


def _hex(text: str) -> str:
    return text.replace("-", "")


READERS: dict[str, Callable[[str], Any]] = {
    "text": _plain, "integer": int, "real": float, "bool": _is_true, "moment": _utc,
    "clock": _whole, "bytes": _raw, "uuid": _hex,
}  # fmt: skip
