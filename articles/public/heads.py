"""The head of each kind of page."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models.author import Author
from articles.models.page import Page as About
from articles.models.published import PublishedArticle, PublishedCorrection
from articles.models.published_special import PublishedSpecial
from articles.models.section import Section
from articles.models.tag import Tag
from articles.paths import path_to
from articles.public.front import Front
from articles.public.head import Head, Piece, SharedImage, covers, shared_image, shared_media
from articles.public.http import absolute
from articles.public.paging import Cursor, Page
from articles.public.structured import (
    CHOSEN,
    Node,
    Step,
    breadcrumbs,
    graph,
    json_ld,
    moment,
    steps_to,
)
from articles.public.structured_article import baidu_hours, news_article
from articles.public.structured_pages import about_paper, listing, organization, profile, website
from articles.rendering import Site
from articles.rendering.article import source_name, source_url
from articles.rendering.excerpts import beginning, excerpt


def of_home(request: HttpRequest, site: Site, front: Front) -> Head:
    identity = site.identity
    pieces = [front.lead, *front.seconds] if front.lead else front.seconds
    return Head(
        title=identity.site_name,
        canonical=absolute(request, path_to("home")),
        description=(
            _("%(paper)s: %(slogan)s") % {"paper": site.publisher, "slogan": identity.slogan}
            if identity.slogan
            else site.publisher
        ),
        image=shared_image(request, site, covers(pieces)),
        data=(graph(website(request, site), organization(request, site)),),
    )


def of_article(request: HttpRequest, site: Site, published: PublishedArticle) -> Head:
    url = absolute(request, published.get_absolute_url())
    section = site.sections.get(published.section_id)
    way = (*_way(site, section), (published.full_headline, published.get_absolute_url()))
    return Head(
        title=published.page_title,
        canonical=url,
        description=excerpt(published) or published.full_headline,
        kind="article",
        image=shared_image(request, site, [published.cover]),
        piece=Piece(
            published=moment(published.visible_from),
            modified=moment(published.updated_at) if published.was_updated else "",
            section=section.name if section else "",
            tags=tuple(tag["name"] for tag in published.tags),
            authors=tuple(credit["name"] for credit in published.credits),
            first=f"{source_name(published, site)}, {source_url(published) or url}",
        ),
        media=shared_media(request, published),
        data=(
            graph(news_article(request, published, site), breadcrumbs(request, *way)),
            json_ld(baidu_hours(request, published)),
        ),
    )


def of_section(
    request: HttpRequest, site: Site, section: Section, page: Page, before: Cursor | None
) -> Head:
    return of_list(
        request,
        site,
        section.name,
        page,
        before,
        way=_way(site, section),
        description=section.description,
    )


def of_tag(request: HttpRequest, site: Site, tag: Tag, page: Page, before: Cursor | None) -> Head:
    return of_list(request, site, tag.name, page, before, way=((tag.name, tag.get_absolute_url()),))


def of_day(
    request: HttpRequest, site: Site, day: date, path: str, page: Page, before: Cursor | None
) -> Head:
    """`path` is the day's own address: the way into the archive shows a day too."""
    name = date_format(day, "DATE_FORMAT")
    way = ((_("By day"), path_to("archive")), (name, path))
    return of_list(request, site, name, page, before, way=way, path=path)


def of_author(
    request: HttpRequest, site: Site, author: Author, page: Page, before: Cursor | None
) -> Head:
    url = _address(request, before)
    way = (author.name, author.get_absolute_url())
    return Head(
        title=author.name,
        canonical=url,
        description=author.biography or _newest(site, author.name),
        kind="profile",
        findable=before is None,
        image=shared_image(request, site),
        data=(graph(profile(request, url, author, page.pieces), breadcrumbs(request, way)),),
    )


def of_about(request: HttpRequest, site: Site, about: About) -> Head:
    url = absolute(request, about.get_absolute_url())
    way = (about.name, about.get_absolute_url())
    return Head(
        title=about.name,
        canonical=url,
        description=beginning(about.body) or about.name,
        image=shared_image(request, site),
        data=(graph(about_paper(request, site, url, about), breadcrumbs(request, way)),),
    )


def of_topic(
    request: HttpRequest, site: Site, topic: PublishedSpecial, pieces: list[PublishedArticle]
) -> Head:
    """It is to be found once there is something to read in it."""
    url = absolute(request, topic.get_absolute_url())
    description = beginning(topic.introduction) or _newest(site, topic.title)
    image = shared_image(request, site, [topic.cover, *covers(pieces)])
    collection = listing(
        request, url, topic.title, steps_to(pieces), description=description, order=CHOSEN
    )
    collection |= {
        "datePublished": moment(topic.published_at),
        "dateModified": moment(max([topic.updated_at, *(each.updated_at for each in pieces)])),
        "primaryImageOfPage": _picture(image) if topic.cover else None,
    }
    way = ((_("Topics"), path_to("topics")), (topic.title, topic.get_absolute_url()))
    return Head(
        title=topic.title,
        canonical=url,
        description=description,
        findable=bool(pieces),
        image=image,
        data=(graph(collection, breadcrumbs(request, *way)),),
    )


def of_topics(
    request: HttpRequest, site: Site, topics: Sequence[PublishedSpecial], before: Cursor | None
) -> Head:
    url = _address(request, before)
    name = _("Topics")
    steps = [(topic.title, topic.get_absolute_url()) for topic in topics]
    way = (name, path_to("topics"))
    return Head(
        title=name,
        canonical=url,
        description=_newest(site, name),
        findable=before is None and bool(topics),
        image=shared_image(request, site, [topic.cover for topic in topics]),
        data=(graph(listing(request, url, name, steps), breadcrumbs(request, way)),),
    )


def of_corrections(
    request: HttpRequest,
    site: Site,
    corrections: list[PublishedCorrection],
    before: Cursor | None,
) -> Head:
    """Also without any: that nothing was corrected is an answer."""
    url = _address(request, before)
    name = _("Corrections")
    description = _("Every correction that %(name)s has made to its pieces, the newest first.") % {
        "name": site.publisher
    }
    steps = [(each.article.list_title, each.get_absolute_url()) for each in corrections]
    way = (name, path_to("corrections"))
    return Head(
        title=name,
        canonical=url,
        description=description,
        findable=before is None,
        image=shared_image(request, site),
        data=(
            graph(
                listing(request, url, name, steps, description=description),
                breadcrumbs(request, way),
            ),
        ),
    )


def _picture(image: SharedImage | None) -> Node | None:
    if image is None:
        return None
    return {
        "@type": "ImageObject",
        "url": image.url,
        "width": image.width,
        "height": image.height,
        "caption": image.alt,
    }


def of_search(
    request: HttpRequest, site: Site, pieces: list[PublishedArticle], words: str = ""
) -> Head:
    """The form may be found; its results, which anybody can make, are not."""
    asked = "q" in request.GET
    url = absolute(request, request.get_full_path())
    name = _("Search")
    return Head(
        title=f"{words} - {name}" if words else name,
        canonical="" if asked else absolute(request, path_to("search")),
        description=_("Every piece of %(paper)s, by its words, section and day.")
        % {"paper": site.publisher},
        findable=not asked,
        data=(
            graph(
                listing(request, url, name, steps_to(pieces), kind="SearchResultsPage"),
                breadcrumbs(request, (name, path_to("search"))),
            ),
        ),
    )


def of_list(
    request: HttpRequest,
    site: Site,
    name: str,
    page: Page,
    before: Cursor | None = None,
    *,
    way: tuple[Step, ...],
    description: str = "",
    path: str = "",
) -> Head:
    """Any page of pieces. Only its first page is to be found, and only if it has something:
    what the older ones hold is found by its own address."""
    url = _address(request, before, path)
    nodes: list[Node] = [
        listing(request, url, name, steps_to(page.pieces), description=description),
        breadcrumbs(request, *way),
    ]
    return Head(
        title=name,
        canonical=url,
        description=description or _newest(site, name),
        findable=before is None and bool(page.pieces),
        image=shared_image(request, site, covers(page.pieces)),
        data=(graph(*nodes),),
    )


def _newest(site: Site, name: str) -> str:
    """What a list is, where nobody has said so."""
    return _("%(name)s: the pieces of %(paper)s, the newest first.") % {
        "name": name,
        "paper": site.publisher,
    }


def _address(request: HttpRequest, before: Cursor | None, path: str = "") -> str:
    """A page of a list is itself, not the list's first page."""
    path = path or request.path
    return absolute(request, f"{path}?before={before}" if before else path)


def _way(site: Site, section: Section | None) -> tuple[Step, ...]:
    """The channel, and the section where it is one inside it."""
    if section is None:
        return ()
    channel = site.channel_of(section.pk)
    inside = channel is not None and channel.section.pk != section.pk
    steps = [channel.section, section] if channel is not None and inside else [section]
    return tuple((each.name, each.get_absolute_url()) for each in steps)
