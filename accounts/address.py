"""From which address somebody signs in."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

NOWHERE = "0.0.0.0"  # noqa: S104  (stands for an address that nobody told)


def of(request: HttpRequest) -> str:
    """The caller's address; behind our own proxy, of whoever called the proxy."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # Only what our own proxy added is true: it stands last.
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return NOWHERE
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return str(known)


def neighbourhood(address: str) -> str:
    """What counts as one place: the address itself, of version 6 the network that one line has."""
    known = ipaddress.ip_address(address)
    if known.version == 4:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False))
