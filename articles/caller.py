"""From where a request comes. Readers' addresses are stored nowhere; those who open what is not
public are written down whole (`articles.desk.access`)."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """The caller's address; behind our own proxy, of whoever called the proxy. Empty where there
    is none."""
    known = _address(request)
    return str(known) if known else ""


def network(request: HttpRequest, *, version4: int = 24, version6: int = 48) -> str:
    """The network of the caller, so many bits of the address long. Empty where there is none."""
    known = _address(request)
    if known is None:
        return ""
    bits = version4 if known.version == 4 else version6
    return str(ipaddress.ip_network(f"{known}/{bits}", strict=False))


def _address(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    written = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # Only what our own proxy added is true: it stands last.
        written = request.headers.get("X-Forwarded-For", written).rpartition(",")[2].strip()
    try:
        known = ipaddress.ip_address(written)
    except ValueError:
        return None
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        return known.ipv4_mapped
    return known
