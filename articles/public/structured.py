"""What machines read in a page: schema.org data and the picture for a shared link."""

import json
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles.models.published import PublishedArticle
from articles.public.http import absolute
from articles.rendering import Site
from articles.rendering.article import source_url
from articles.rendering.excerpts import excerpt
from articles.rendering.pictures import machine_address

# Search engines cut headlines there.
HEADLINE_LENGTH = 110


def news_article(request: HttpRequest, published: PublishedArticle, site: Site) -> dict[str, Any]:
    url = absolute(request, published.get_absolute_url())
    section = site.sections.get(published.section_id)
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": url,
        "mainEntityOfPage": url,
        "headline": published.full_headline[:HEADLINE_LENGTH],
        "description": excerpt(published),
        "inLanguage": get_language(),
        "datePublished": published.visible_from.isoformat(),
        "dateModified": max(published.visible_from, published.updated_at).isoformat(),
        "articleSection": section.name if section else "",
        "keywords": [tag["name"] for tag in published.tags],
        "image": [
            absolute(request, machine_address(figure))
            for figure in sorted(published.figures, key=lambda figure: figure != published.cover)
        ],
        "author": [_person(request, credit) for credit in published.credits],
        "editor": (
            {"@type": "Person", "name": published.responsible_editor}
            if published.responsible_editor
            else None
        ),
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": site.publisher,
            "url": absolute(request, reverse("home")),
            "logo": absolute(request, reverse("logo")) if site.identity.logo else "",
        },
        "isBasedOn": source_url(published),
    }
    return _without_empty(data)


def _person(request: HttpRequest, credit: dict[str, Any]) -> dict[str, Any]:
    person = {"@type": "Person", "name": credit["name"]}
    if credit.get("author"):
        person["url"] = absolute(request, reverse("author", args=[credit["author"]]))
    return person


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_empty(value) if isinstance(value, dict) else value
        for key, value in data.items()
        if value
    }


def share_image(request: HttpRequest, published: PublishedArticle) -> str:
    return absolute(request, machine_address(published.cover)) if published.cover else ""


def json_ld(data: dict[str, Any]) -> SafeString:
    """JSON that can stand in a script element: no character in it begins or ends a tag."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)  # noqa: S308
