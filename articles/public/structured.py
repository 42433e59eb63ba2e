"""schema.org data: how it stands in a page, and the things that many kinds of page name.

Every type and property is held against schema.org's own vocabulary by tests/public/vocabulary.py.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.models.published import PublishedArticle
from articles.paths import path_to
from articles.public.http import absolute
from articles.rendering import Site

Node = dict[str, Any]
# A step of the way to a page: the name that it shows and its path.
Step = tuple[str, str]

CONTEXT = "https://schema.org"
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
# The orders of a list: by time, or as somebody chose.
NEWEST_FIRST, CHOSEN = "ItemListOrderDescending", "ItemListUnordered"


def graph(*nodes: Node) -> SafeString:
    """The data of one page."""
    return json_ld({"@context": CONTEXT, "@graph": [without_empty(node) for node in nodes if node]})


def json_ld(data: Node) -> SafeString:
    """JSON that can stand in a script element: no character in it begins or ends a tag."""
    text = _JSON.encode(data)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)  # noqa: S308 - JSON, with every sign escaped that could end its element


def without_empty(value: Any) -> Any:
    """Nothing is said about what is not known."""
    if isinstance(value, dict):
        cleaned = {key: without_empty(each) for key, each in value.items()}
        return {key: each for key, each in cleaned.items() if each or each == 0}
    if isinstance(value, list):
        return [without_empty(each) for each in value]
    return value


def moment(at: datetime) -> str:
    """As the newsroom's clock shows it, with its distance from UTC."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def site_id(request: HttpRequest) -> str:
    return absolute(request, path_to("home")) + "#site"


def publisher(request: HttpRequest, site: Site) -> Node:
    """Who answers for the site, as every piece names it; the home page says the rest."""
    home = absolute(request, path_to("home"))
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{home}#publisher",
        "name": site.publisher,
        "url": home,
        "logo": (
            {"@type": "ImageObject", "url": absolute(request, path_to("logo"))}
            if site.identity.logo
            else None
        ),
    }


def breadcrumbs(request: HttpRequest, *steps: Step) -> Node:
    """The way from the front page, which comes by itself, to the page."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": absolute(request, path),
            }
            for position, (name, path) in enumerate(
                ((_("Front page"), path_to("home")), *steps), start=1
            )
        ],
    }


def steps_to(pieces: Iterable[PublishedArticle]) -> list[Step]:
    return [(piece.list_title, piece.get_absolute_url()) for piece in pieces]


def item_list(request: HttpRequest, steps: Iterable[Step], order: str = NEWEST_FIRST) -> Node:
    """What a page lists, in its order."""
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": name,
            "url": absolute(request, path),
        }
        for position, (name, path) in enumerate(steps, start=1)
    ]
    return {
        "@type": "ItemList",
        "itemListOrder": f"https://schema.org/{order}",
        "numberOfItems": len(items),
        "itemListElement": items,
    }
