"""How an answer is packed for whoever can unpack it."""

import gzip
from functools import lru_cache
from typing import NamedTuple

import brotli

TOO_SHORT = 200


class Effort(NamedTuple):
    """The levels of brotli and of gzip."""

    br: int
    gzip: int


# For a page that is kept and sent a thousand times, and for one that is sent once.
KEPT, ONCE = Effort(5, 6), Effort(3, 2)


@lru_cache(maxsize=256)
def chosen(accepts: str) -> str:
    """`br`, `gzip` or nothing: what this reader can unpack (RFC 9110, 12.5.3)."""
    offered: dict[str, str] = {}
    for part in accepts.lower().split(","):
        name, _semicolon, weight = part.partition(";")
        offered[name.strip()] = weight.replace(" ", "")
    for name in ("br", "gzip"):
        if offered.get(name, "q=0") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            return name
    return ""


def pack(body: bytes, packing: str, effort: Effort) -> bytes:
    """The same bytes each time: there is no secret in a readers' page for random ones to hide."""
    if packing == "br":
        packed: bytes = brotli.compress(body, quality=effort.br)
        return packed
    return gzip.compress(body, effort.gzip, mtime=0) if packing == "gzip" else body
