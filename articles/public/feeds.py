"""RSS and Atom with the full text, every author, and ids that never change."""

import re
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, rfc3339_date
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.xmlutils import SimplerXMLGenerator

from articles import pagetags
from articles.models.published import PublishedArticle
from articles.models.recording import MIME_TYPES, is_video
from articles.models.section import FormerSlug, Section
from articles.paths import path_to
from articles.public.http import absolute, kept, tagged
from articles.rendering import Site, article_context, load_site
from articles.rendering.article import source_url
from articles.rendering.bylines import REPRINT
from articles.rendering.clips import Clip, recording_address
from articles.rendering.excerpts import excerpt
from articles.rendering.pictures import Figure, machine_image

SIZE = 30
MEDIA = "http://search.yahoo.com/mrss/"
# What XML 1.0 forbids even when escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    return _NOT_XML.sub("", text)


class Rss(Rss201rev2Feed):
    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:dcterms": "http://purl.org/dc/terms/",
            "xmlns:media": MEDIA,
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        if item["editor"]:
            handler.addQuickElement("dc:contributor", item["editor"])
        if item["source"]:
            handler.addQuickElement("dc:source", item["source"])
        if item["updateddate"] > item["pubdate"]:
            handler.addQuickElement("dcterms:modified", rfc3339_date(item["updateddate"]))
        _add_media(handler, item["pictures"])
        _add_clips(handler, item["clips"])
        handler.addQuickElement("content:encoded", item["full_text"])


class Atom(Atom1Feed):
    content_type = "application/atom+xml; charset=utf-8"

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:media": MEDIA}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if item["editor"]:
            handler.startElement("contributor", AttributesImpl({}))
            handler.addQuickElement("name", item["editor"])
            handler.endElement("contributor")
        for picture in item["pictures"]:
            attributes = {"rel": "enclosure", "href": picture.address, "type": picture.mime_type}
            handler.addQuickElement("link", "", attributes)
        _add_media(handler, item["pictures"])
        _add_clips(handler, item["clips"])
        handler.addQuickElement("content", item["full_text"], {"type": "html"})


def _add_media(handler: SimplerXMLGenerator, pictures: "list[Picture]") -> None:
    """Media RSS, in both kinds of feed: RSS's own enclosure wants a number of bytes, which a
    picture that is made when it is asked for does not have yet.

    Captions stand in the text alone: feed readers take `media:description` for the piece's own.
    """
    for picture in pictures:
        attributes = {
            "url": picture.address,
            "medium": "image",
            "type": picture.mime_type,
            "width": str(picture.width),
            "height": str(picture.height),
        }
        handler.startElement("media:content", AttributesImpl(attributes))
        if picture.credit:
            handler.addQuickElement("media:credit", picture.credit)
        handler.endElement("media:content")


def _add_clips(handler: SimplerXMLGenerator, clips: "list[Played]") -> None:
    for clip in clips:
        attributes = {
            "url": clip.address,
            "medium": clip.medium,
            "type": clip.mime_type,
            "fileSize": str(clip.size),
        }
        if clip.duration:
            attributes["duration"] = str(clip.duration)
        handler.startElement("media:content", AttributesImpl(attributes))
        if clip.credit:
            handler.addQuickElement("media:credit", clip.credit)
        handler.endElement("media:content")


class Played(NamedTuple):
    """A recording: `size` in bytes, `duration` in whole seconds or 0."""

    address: str
    medium: str
    mime_type: str
    size: int
    duration: int
    credit: str


class Picture(NamedTuple):
    address: str
    mime_type: str
    width: int
    height: int
    credit: str


@kept()
def latest(request: HttpRequest, kind: str) -> HttpResponse:
    site = load_site()
    shape = Rss if kind == "rss" else Atom
    feed = _new_feed(request, site, shape, site.identity.site_name)
    return tagged(_filled(request, feed, site, None), [pagetags.LISTS])


@kept()
def section(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    site = load_site()
    found = next((known for known in site.sections.values() if known.slug == slug), None)
    if found is None:
        former = get_object_or_404(FormerSlug.objects.select_related("section"), slug=slug)
        name = "feed-section" if kind == "rss" else "feed-section-atom"
        return HttpResponsePermanentRedirect(path_to(name, former.section.slug))
    title = f"{found.name} - {site.identity.site_name}"
    shape = Rss if kind == "rss" else Atom
    feed = _new_feed(request, site, shape, title, found)
    return tagged(_filled(request, feed, site, found), [pagetags.LISTS])


def _new_feed(
    request: HttpRequest,
    site: Site,
    kind: type[Rss | Atom],
    title: str,
    section: Section | None = None,
) -> Rss | Atom:
    home = section.get_absolute_url() if section else path_to("home")
    description = section.description if section else site.identity.slogan
    return kind(
        title=xml_text(title),
        link=absolute(request, home),
        description=xml_text(description or title),
        language=get_language(),
        author_name=xml_text(site.publisher),
        feed_url=absolute(request, request.path),
        feed_copyright=xml_text(site.identity.copyright_text) or None,
    )


def _filled(
    request: HttpRequest, feed: Rss | Atom, site: Site, section: Section | None
) -> HttpResponse:
    pieces = PublishedArticle.objects.visible(timezone.now()).newest()
    if section:
        channel = site.channel_of(section.pk)
        in_channel = channel is not None and channel.section is section
        ids = channel.ids if channel is not None and in_channel else [section.pk]
        pieces = pieces.filter(section_id__in=ids)
    for published in pieces[:SIZE]:
        _add(request, feed, site, published)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _add(request: HttpRequest, feed: Rss | Atom, site: Site, published: PublishedArticle) -> None:
    origin = absolute(request, "/").removesuffix("/")
    context = article_context(
        published,
        site,
        image_base=f"{origin}/images/",
        recording_base=f"{origin}/media/",
        plain=True,
    )
    full_text = render_to_string("public/feed_item.html", context)
    clips = [_clip(request, clip) for clip in published.clips]
    enclosures = [Enclosure(clip.address, str(clip.size), clip.mime_type) for clip in clips]
    own = site.sections.get(published.section_id)
    feed.add_item(
        title=xml_text(published.full_headline),
        link=absolute(request, published.get_absolute_url()),
        # A description is HTML to feed readers, and this is plain text.
        description=xml_text(escape(excerpt(published))),
        # Links within the site mean nothing in somebody's feed reader.
        full_text=xml_text(full_text).replace('href="/', f'href="{origin}/'),
        authors=[xml_text(name) for name in _authors(published)],
        editor=xml_text(published.responsible_editor),
        source=xml_text(source_url(published) or _reprinted(published)),
        pictures=[_picture(request, figure) for figure in _cover_first(published)],
        clips=clips,
        # RSS has room for one.
        enclosures=enclosures[:1] if isinstance(feed, Rss) else enclosures,
        categories=[
            xml_text(name)
            for name in (own.name if own else "", *(tag["name"] for tag in published.tags))
            if name
        ],
        unique_id=tag_uri(origin, published.date, published.pk),
        unique_id_is_permalink=False,
        pubdate=timezone.localtime(published.visible_from),
        updateddate=timezone.localtime(max(published.visible_from, published.updated_at)),
    )


def _authors(published: PublishedArticle) -> list[str]:
    """The byline; a reprint without one is its author's or its source's, not the feed's."""
    if names := [credit["name"] for credit in published.credits]:
        return names
    if published.origin != REPRINT:
        return []
    return [name for name in (published.source_author or published.source_name,) if name]


def _reprinted(published: PublishedArticle) -> str:
    return published.source_name if published.origin == REPRINT else ""


def _cover_first(published: PublishedArticle) -> list[Figure]:
    return sorted(published.figures, key=lambda figure: figure != published.cover)


def _picture(request: HttpRequest, figure: Figure) -> Picture:
    found = machine_image(figure)
    drawn = figure.get("format") == "png"
    return Picture(
        absolute(request, found.address),
        "image/png" if drawn else "image/jpeg",
        found.width,
        found.height,
        xml_text(figure.get("credit") or ""),
    )


def _clip(request: HttpRequest, clip: Clip) -> Played:
    return Played(
        absolute(request, recording_address(clip)),
        "video" if is_video(clip["format"]) else "audio",
        MIME_TYPES[clip["format"]],
        clip["size"],
        round(clip["duration"]),
        xml_text(clip["credit"]),
    )


def tag_uri(origin: str, day: date, number: int) -> str:
    """RFC 4151: stays when the site moves from http to https or its addresses change."""
    return f"tag:{urlsplit(origin).hostname},{day.isoformat()}:article/{number}"
