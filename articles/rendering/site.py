"""What stands around every page: who publishes, and which sections there are."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import F

from articles.models.page import Page
from articles.models.section import Section
from articles.models.site import SiteIdentity


@dataclass(frozen=True)
class Channel:
    """A top-level section with the sections inside it, in the order of the menu."""

    section: Section
    children: tuple[Section, ...]

    @property
    def listed_children(self) -> list[Section]:
        return [child for child in self.children if child.listed]

    @property
    def ids(self) -> list[int]:
        """The sections whose pieces the channel's page shows."""
        return [self.section.pk, *(child.pk for child in self.children)]


@dataclass(frozen=True)
class Line:
    """A licence or a pledge, with its link where it has one."""

    text: str
    url: str


@dataclass
class Site:
    identity: SiteIdentity
    lines: list[Line]
    channels: list[Channel]
    # What the paper says about itself; without the texts.
    pages: list[Page]

    @property
    def listed_channels(self) -> list[Channel]:
        return [channel for channel in self.channels if channel.section.listed]

    @property
    def publisher(self) -> str:
        """The name that own pieces give as their source."""
        return self.identity.paper_name or self.identity.site_name

    @cached_property
    def sections(self) -> dict[int, Section]:
        return {
            section.pk: section
            for channel in self.channels
            for section in (channel.section, *channel.children)
        }

    def channel_of(self, section_id: int) -> Channel | None:
        return next((channel for channel in self.channels if section_id in channel.ids), None)


def load_site() -> Site:
    """Three queries, however much there is."""
    identity, lines = _identity()
    sections = list(Section.objects.all())
    children: dict[int | None, list[Section]] = {}
    for section in sections:
        children.setdefault(section.parent_id, []).append(section)
    return Site(
        identity=identity,
        lines=lines,
        channels=[
            Channel(section, tuple(children.get(section.pk, ())))
            for section in children.get(None, ())
        ],
        pages=list(Page.objects.exclude(body="").only("slug", "title")),
    )


def _identity() -> tuple[SiteIdentity, list[Line]]:
    """The identity beside each of its lines: a row for each, and one where there is none."""
    rows = list(
        SiteIdentity.objects.filter(pk=1)
        .annotate(line=F("lines__pk"), line_text=F("lines__text"), line_url=F("lines__url"))
        .order_by("lines__position", "lines__pk")
    )
    if not rows:
        return SiteIdentity.unnamed(), []
    return rows[0], [Line(row.line_text, row.line_url) for row in rows if row.line is not None]
