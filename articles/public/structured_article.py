"""What schema.org has to say about one piece, and Baidu's own terms for its hours."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from articles.images import SHAPES
from articles.models.published import PublishedArticle, correction_anchor
from articles.paths import path_to
from articles.public.http import absolute
from articles.public.structured import Node, moment, publisher, site_id, without_empty
from articles.public.structured_media import media_objects
from articles.rendering import Site
from articles.rendering.article import original_headline, source_url
from articles.rendering.bylines import REPRINT, role_label
from articles.rendering.excerpts import excerpt
from articles.rendering.pictures import Figure, machine_address, machine_image

# Search engines cut headlines there.
HEADLINE_LENGTH = 110
# The shapes that search engines ask for beside the whole picture.
_SHAPES = [shape for shape in SHAPES if shape != "3x2"]
_AI_SOURCES = {
    "assisted": "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource",
    "generated": "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
}


def news_article(request: HttpRequest, published: PublishedArticle, site: Site) -> Node:
    url = absolute(request, published.get_absolute_url())
    section = site.sections.get(published.section_id)
    return {
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": published.full_headline[:HEADLINE_LENGTH],
        "alternativeHeadline": published.kicker,
        "description": excerpt(published),
        "inLanguage": get_language(),
        "datePublished": moment(published.visible_from),
        "dateModified": moment(max(published.visible_from, published.updated_at)),
        "articleSection": section.name if section else "",
        "keywords": [tag["name"] for tag in published.tags],
        "image": list(_images(request, published)),
        "audio": media_objects(request, published, video=False),
        "video": media_objects(request, published, video=True),
        "author": _authors(request, published, site),
        "translator": _people(request, published, only="translator"),
        "editor": _person(published.responsible_editor),
        "publisher": publisher(request, site),
        "isPartOf": {"@type": "WebSite", "@id": site_id(request)},
        "isAccessibleForFree": True,
        "isBasedOn": _original(published),
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": correction["note"],
                "datePublished": moment(at),
                "url": f"{url}#{correction_anchor(at)}",
            }
            for correction in published.corrections
            for at in (datetime.fromisoformat(correction["at"]),)
        ],
        "digitalSourceType": _AI_SOURCES.get(published.ai_label, ""),
        "copyrightNotice": site.identity.copyright_text if published.origin != REPRINT else "",
    }


def _images(request: HttpRequest, published: PublishedArticle) -> Iterable[str | Node]:
    """The cover in each shape first, then every picture whole, with what the piece says of it."""
    if published.cover:
        shaped = (machine_address(published.cover, shape) for shape in _SHAPES)
        # A drawing is not cut: it has one address, whatever the shape.
        yield from (absolute(request, address) for address in dict.fromkeys(shaped))
    for figure in sorted(published.figures, key=lambda figure: figure != published.cover):
        yield _image(request, figure)


def _image(request: HttpRequest, figure: Figure) -> Node:
    found = machine_image(figure)
    licence = figure.get("licence", "")
    return {
        "@type": "ImageObject",
        "url": absolute(request, found.address),
        "width": found.width,
        "height": found.height,
        "caption": figure.get("caption") or figure.get("alt"),
        "creditText": figure.get("credit"),
        "copyrightNotice": figure.get("rights_holder"),
        "license": licence if licence.startswith(("http://", "https://")) else "",
    }


def _authors(request: HttpRequest, published: PublishedArticle, site: Site) -> list[Node]:
    """Every name of the byline in its order; a piece without one is signed by whose it is."""
    if people := _people(request, published):
        return people
    if published.origin != REPRINT:
        return [publisher(request, site)]
    if person := _person(published.source_author):
        return [person]
    return [_organization(published.source_name)] if published.source_name else []


def _people(request: HttpRequest, published: PublishedArticle, only: str = "") -> list[Node]:
    people = []
    for credit in published.credits:
        if only and credit["role"] != only:
            continue
        person = {
            "@type": "Person",
            "name": credit["name"],
            "jobTitle": role_label(credit["role"], 1, published.origin),
        }
        if credit.get("author"):
            person["url"] = absolute(request, path_to("author", credit["author"]))
        people.append(person)
    return people


def _person(name: str) -> Node | None:
    return {"@type": "Person", "name": name} if name else None


def _organization(name: str) -> Node:
    return {"@type": "Organization", "name": name}


def _original(published: PublishedArticle) -> Node | None:
    """Where a reprint comes from, as far as the piece says it."""
    if published.origin != REPRINT:
        return None
    known = without_empty(
        {
            "url": source_url(published),
            "headline": original_headline(published),
            "author": _person(published.source_author),
            "publisher": _organization(published.source_name),
        }
    )
    return {"@type": "NewsArticle"} | known


def baidu_hours(request: HttpRequest, published: PublishedArticle) -> dict[str, Any]:
    """Baidu's rule for the hours of a page (落地页时间因子): local time, without a zone."""
    address = machine_address(published.cover) if published.cover else ""
    data = {
        "@context": "https://ziyuan.baidu.com/contexts/cambrian.jsonld",
        "@id": absolute(request, published.get_absolute_url()),
        "title": published.page_title,
        "images": [absolute(request, address)] if address else [],
        "description": excerpt(published),
        "pubDate": _local(published.visible_from),
        "upDate": _local(max(published.visible_from, published.updated_at)),
    }
    return dict(without_empty(data))


def _local(at: datetime) -> str:
    return timezone.localtime(at).replace(tzinfo=None).isoformat(timespec="seconds")
