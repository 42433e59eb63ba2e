"""What of a request says which page it is about."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve

_MOST = 256


class Hosts(dict[str, str]):
    """Whose pages a Host header means: looked up once, a few of them remembered.

    Where the site has an address of its own, its pages say that one by whatever allowed name and
    port they were asked for: they are the same ones, here called "".
    """

    def __missing__(self, said: str) -> str:
        domain, _port = split_domain_port(said)
        known = bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
        if len(self) >= _MOST:
            self.clear()
        host = self[said] = "" if known and settings.SITE_URL else said.lower()
        return host


def parameters(environ: dict[str, Any]) -> frozenset[str] | None:
    """The parameters that the page at this address takes; None: no page to keep."""
    try:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode()
        found = resolve(path)
    except (Resolver404, UnicodeError):
        return None
    known: frozenset[str] | None = getattr(found.func, "page_parameters", None)
    return known


def taken(query: str, wanted: frozenset[str]) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    return urlencode(sorted(pair for pair in pairs if pair[0] in wanted), encoding="latin-1")
