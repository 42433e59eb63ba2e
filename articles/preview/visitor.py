"""Who opened a link, as roughly as it needs to be known: a network and a kind of program."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# The first that is found in the browser's line about itself: the special ones come first.
_PROGRAMS = (
    ("wxwork", "WeCom"),
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("Lark", "Feishu"),
    ("Feishu", "Feishu"),
    ("QQ/", "QQ"),
    ("HuaweiBrowser", "Huawei"),
    ("MiuiBrowser", "Xiaomi"),
    ("UCBrowser", "UC"),
    ("QQBrowser", "QQ"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_PHONES = ("Mobile", "Android", "iPhone")


def program(request: HttpRequest) -> str:
    """Like "WeChat, phone"; "bot" for what says so itself; empty for what nobody knows."""
    line = request.headers.get("User-Agent", "")
    if "bot" in line.lower() or "spider" in line.lower():
        return "bot"
    family = next((name for mark, name in _PROGRAMS if mark in line), "")
    if not family:
        return ""
    return f"{family}, phone" if any(mark in line for mark in _PHONES) else family


def network(request: HttpRequest) -> str:
    """The network of the caller; behind our own proxy, of whoever called the proxy."""
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
    return str(ipaddress.ip_network(f"{known}/{24 if known.version == 4 else 48}", strict=False))
