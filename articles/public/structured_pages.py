"""What schema.org has to say about the pages that are not a piece."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models.author import Author
from articles.models.page import Page
from articles.models.published import PublishedArticle
from articles.paths import path_to
from articles.public.http import absolute
from articles.public.structured import (
    NEWEST_FIRST,
    Node,
    Step,
    item_list,
    moment,
    publisher,
    site_id,
)
from articles.rendering import Site
from articles.rendering.telephones import telephones_in

# What the standard pages about the paper answer of what schema.org asks a newsroom.
_POLICIES = {
    "how-we-work": ("publishingPrinciples", "ethicsPolicy", "verificationFactCheckingPolicy"),
    "about": ("ownershipFundingInfo",),
    "contact": ("actionableFeedbackPolicy",),
}
_KINDS = {"about": "AboutPage", "contact": "ContactPage"}


def website(request: HttpRequest, site: Site) -> Node:
    search = absolute(request, path_to("search"))
    return {
        "@type": "WebSite",
        "@id": site_id(request),
        "url": absolute(request, path_to("home")),
        "name": site.identity.site_name,
        "description": site.identity.slogan,
        "inLanguage": get_language(),
        "publisher": {"@type": "NewsMediaOrganization", "@id": publisher(request, site)["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{words}}"},
            "query-input": "required name=words",
        },
    }


def _contact(number: str, purpose: str) -> Node:
    return {"@type": "ContactPoint", "contactType": purpose, "telephone": number}


def organization(request: HttpRequest, site: Site) -> Node:
    """Who publishes the site, and how to reach them."""
    identity = site.identity
    numbers = telephones_in(identity.phones)
    return publisher(request, site) | {
        "alternateName": identity.site_name if identity.site_name != site.publisher else "",
        "slogan": identity.slogan,
        "address": identity.address,
        "telephone": numbers[0].number if numbers else identity.phones,
        "email": identity.email,
        "contactPoint": [
            *(_contact(number, purpose) for purpose, number in numbers if purpose),
            *(
                [_contact(identity.reporting_phone, _("Reports of unlawful or harmful content"))]
                if identity.reporting_phone
                else []
            ),
        ],
        "correctionsPolicy": absolute(request, path_to("corrections")),
        **{
            name: absolute(request, about.get_absolute_url())
            for about in site.pages
            for name in _POLICIES.get(about.slug, ())
        },
    }


def about_paper(request: HttpRequest, site: Site, url: str, about: Page) -> Node:
    return {
        "@type": _KINDS.get(about.slug, "WebPage"),
        "@id": url,
        "url": url,
        "name": about.name,
        "inLanguage": get_language(),
        "dateModified": moment(about.updated_at),
        "isPartOf": {"@type": "WebSite", "@id": site_id(request)},
        "publisher": publisher(request, site),
    }


def listing(
    request: HttpRequest,
    url: str,
    name: str,
    steps: Iterable[Step],
    *,
    kind: str = "CollectionPage",
    description: str = "",
    order: str = NEWEST_FIRST,
) -> Node:
    """A page whose matter is a list."""
    return {
        "@type": kind,
        "@id": url,
        "url": url,
        "name": name,
        "description": description,
        "inLanguage": get_language(),
        "isPartOf": {"@type": "WebSite", "@id": site_id(request)},
        "mainEntity": item_list(request, steps, order),
    }


def profile(
    request: HttpRequest, url: str, author: Author, pieces: Iterable[PublishedArticle]
) -> Node:
    """Somebody, and what they wrote."""
    agency = author.kind == Author.Kind.AGENCY
    person: dict[str, Any] = {
        "@type": "Organization" if agency else "Person",
        "@id": absolute(request, author.get_absolute_url()) + "#author",
        "name": author.name,
        "url": absolute(request, author.get_absolute_url()),
        "description": author.biography,
        "image": (absolute(request, path_to("portrait", author.pk)) if author.portrait else ""),
    }
    if not agency:
        person["jobTitle"] = author.get_kind_display()
    return listing(request, url, author.name, (), kind="ProfilePage") | {
        "mainEntity": person,
        "hasPart": [
            {
                "@type": "NewsArticle",
                "headline": piece.full_headline,
                "url": absolute(request, piece.get_absolute_url()),
                "datePublished": moment(piece.visible_from),
            }
            for piece in pieces
        ],
    }
