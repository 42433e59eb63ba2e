"""From where a request comes. Nobody stores it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def network(request: HttpRequest, *, version4: int = 24, version6: int = 48) -> str:
    """The network of the caller, so many bits of the address long; behind our own proxy, of
    whoever called the proxy. Empty where there is none."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # Only what our own proxy added is true: it stands last.
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    bits = version4 if known.version == 4 else version6
    return str(ipaddress.ip_network(f"{known}/{bits}", strict=False))
