"""What kind of program opened a link: as much as needs to be known."""

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
