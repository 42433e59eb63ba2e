"""What a browser calls itself, in words that its owner recognises."""

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()
# The first that is found counts: many claim to be others, too.
_BROWSERS = (
    ("MicroMessenger", _("WeChat")), ("DingTalk", _("DingTalk")), ("Lark", _("Feishu")),
    ("HuaweiBrowser", _("Huawei Browser")), ("MiuiBrowser", _("Mi Browser")),
    ("QQBrowser", _("QQ Browser")), ("UCBrowser", _("UC Browser")), ("360SE", "360"),
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Macintosh", "Mac"),
    ("UOS", "UOS"), ("Kylin", "Kylin"), ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def device(agent: str) -> str:
    found = [
        next((name for sign, name in signs if sign in agent), "") for signs in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(str(part) for part in found if part) or gettext("unknown device")
