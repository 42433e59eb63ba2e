"""Where pieces stood in systems that the paper has left. Written by `articles.desk.publishing`."""

import hashlib
import re
from collections.abc import Iterator
from itertools import combinations
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

from django.db import models
from django.utils.encoding import repercent_broken_unicode

from articles.models.published import PublishedArticle

# Of a longer query only these are looked at: 2**5 addresses can be one question.
_PARAMETERS = 5
_LONGEST = 2000
_RAW = re.compile(r"[^\x21-\x7e]")


class OldAddress(models.Model):
    """One address, whatever the host: path and query in one spelling (see `normal`)."""

    # SHA-256 of the address, shortened: addresses are too long for an index.
    key = models.CharField(max_length=32, unique=True)
    address = models.TextField()
    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.address


def normal(address: str) -> str | None:
    """Path and query of an address or a path, as they are compared; None: it is neither, or too
    long, or leads to the front page, which answers for itself."""
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if len(address) > _LONGEST or (parts.scheme and parts.scheme not in ("http", "https")):
        return None
    if not parts.netloc and not parts.path.startswith("/"):
        return None
    found = spelled(decoded(parts.path), parse(parts.query))
    return found if _path_of(found) != "/" else None


def decoded(path: str) -> str:
    """A path as Django hands it to views."""
    raw = unquote_to_bytes(quote(path, safe="/%"))
    return repercent_broken_unicode(raw).decode()


def parse(query: str) -> list[tuple[str, str]]:
    """Byte by byte: old systems wrote their queries in encodings of their own."""
    query = _RAW.sub(lambda match: quote(match[0]), query)
    try:
        return parse_qsl(query, keep_blank_values=True, encoding="latin-1", max_num_fields=50)
    except ValueError:
        return []


def spelled(path: str, pairs: list[tuple[str, str]]) -> str:
    """A slash at the end and the order of the parameters make no difference."""
    path = "/" + path.strip("/")
    query = urlencode(sorted(pairs), encoding="latin-1")
    return f"{path}?{query}" if query else path


def candidates(path: str, query: str) -> Iterator[str]:
    """What was asked for, as it may be written here: first with all parameters, last with none,
    since messengers and search engines add some of their own."""
    pairs = parse(query)[:_PARAMETERS]
    for many in range(len(pairs), -1, -1):
        for some in combinations(pairs, many):
            yield spelled(path, list(some))


def key_of(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:32]


def _path_of(address: str) -> str:
    return address.partition("?")[0]
