"""How the newsroom's admin looks: the settings of its theme, django-unfold, as plain data."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "articles.admin.navigation.paper_name",
    "SITE_HEADER": "articles.admin.navigation.paper_name",
    "SITE_SUBHEADER": "articles.admin.navigation.subheader",
    "SITE_SYMBOL": "newspaper",
    "SITE_URL": "articles.admin.navigation.readers_site",
    "ENVIRONMENT": "articles.admin.navigation.environment",
    "DASHBOARD_CALLBACK": "articles.admin.dashboard.add_pieces",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "STYLES": [
        lambda _request: static("newsroom/desk.css"),
        lambda _request: static("newsroom/lanes.css"),
        lambda _request: static("newsroom/style.css"),
        lambda _request: static("newsroom/phone.css"),
    ],
    "SCRIPTS": [
        lambda _request: static("newsroom/bell.js"),
        lambda _request: static("newsroom/keyboard.js"),
        lambda _request: static("newsroom/kept.js"),
    ],
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("public/icon.svg"),
        },
    ],
    "BORDER_RADIUS": "6px",
    # Ink blue, so that red is left for what is grave.
    "COLORS": {
        "primary": {
            "50": "oklch(97.2% .012 245)",
            "100": "oklch(93.8% .028 246)",
            "200": "oklch(88% .055 247)",
            "300": "oklch(80% .09 248)",
            "400": "oklch(70% .12 250)",
            "500": "oklch(60% .135 252)",
            "600": "oklch(50% .135 254)",
            "700": "oklch(43.5% .12 255)",
            "800": "oklch(37% .1 256)",
            "900": "oklch(31% .08 257)",
            "950": "oklch(23% .06 258)",
        },
    },
    "ACCOUNT": {
        "navigation": [
            {"title": _("My account"), "link": lambda _request: reverse("admin:account")},
            {
                "title": _("Change password"),
                "link": lambda _request: reverse("admin:password_change"),
            },
        ]
    },
    "SIDEBAR": {"navigation": "articles.admin.navigation.sidebar"},
}
