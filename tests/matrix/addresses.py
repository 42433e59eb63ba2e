"""Every address of the site, read from the URL configuration itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """`name` is the URL's name without namespace; `pattern` the whole pattern as written."""

    namespace: str
    name: str
    pattern: str


def addresses() -> list[Address]:
    return sorted(set(_walk(get_resolver(), "", "")), key=lambda each: each.pattern)


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (namespace, entry.namespace) if part)
            yield from _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            yield Address(namespace, entry.name or "", pattern)
