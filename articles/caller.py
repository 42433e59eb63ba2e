"""From where a request comes. Readers' addresses are stored nowhere; those who open what is not
public are written down whole (`articles.desk.access`)."""

import ipaddress

from django.http import HttpRequest

from accounts import address as caller


def address(request: HttpRequest) -> str:
    """The caller's address; behind our own proxy, of whoever called the proxy. Empty where there
    is none."""
    known = caller.known(request)
    return str(known) if known else ""


def network(request: HttpRequest, *, version4: int = 24, version6: int = 48) -> str:
    """The network of the caller, so many bits of the address long. Empty where there is none."""
    known = caller.known(request)
    if known is None:
        return ""
    bits = version4 if known.version == 4 else version6
    return str(ipaddress.ip_network(f"{known}/{bits}", strict=False))
