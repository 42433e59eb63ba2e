"""What stands around every page: who publishes, and which sections there are."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Aggregate, Exists, F, JSONField, Subquery, Value

from articles.models.page import Page
from articles.models.published import article_url
from articles.models.published_special import PublishedSpecial
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


@dataclass(frozen=True, slots=True)
class Link:
    """What a link to a piece shows; of `PublishedArticle` it has what templates ask for."""

    pk: int
    date: date
    section: Section
    list_title: str
    cover: dict[str, Any] | None
    visible_from: datetime

    @property
    def section_id(self) -> int:
        return self.section.pk

    def get_absolute_url(self) -> str:
        return article_url(self.date, self.pk)


@dataclass
class Site:
    identity: SiteIdentity
    lines: list[Line]
    channels: list[Channel]
    # What the paper says about itself; without the texts.
    pages: list[Page]
    # Whether there is any topic (专题) to lead to.
    has_topics: bool
    # Parts of pages that say nothing but what stands here, once they were written.
    parts: dict[tuple[object, ...], str] = field(default_factory=dict)
    # Who is most read, once it was asked: span, position, piece.
    leading: list[tuple[str, int, Link]] | None = None

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


# All rows of a query as one value, by engine; between the braces go their columns.
ROWS = {
    "sqlite": "json_group_array(json_array({}))",
    "postgresql": "jsonb_agg(jsonb_build_array({}))",
}


class Rows(Aggregate):
    """All rows of a query as one value: a list of lists, unordered; null where there is none."""

    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = ROWS["sqlite"].format("%(expressions)s")
        return super().as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = ROWS["postgresql"].format("%(expressions)s")
        return super().as_sql(compiler, connection, template=template, **extra)


# Seconds after which the site is read again whatever was heard.
_LONGEST = 60


class _Kept:
    """The site as it was last read, in a process that hears of every change.

    `number` is another one after each of them; without it the site is read each time.
    """

    number: Callable[[], int] | None = None
    site: tuple[int, float, Site] | None = None


def keep_while(number: Callable[[], int] | None) -> None:
    """Let `load_site` give the same site as long as `number` says the same."""
    _Kept.number, _Kept.site = number, None


def load_site() -> Site:
    """Two queries, however much there is; none while a kept one holds."""
    if _Kept.number is None:
        return _read()
    # Before the first query: what changes while we read is read again.
    number, kept = _Kept.number(), _Kept.site
    now = time.monotonic()
    if kept is not None and kept[0] == number and now < kept[1]:
        return kept[2]
    site = _read()
    _Kept.site = number, now + _LONGEST, site
    return site


def _read() -> Site:
    identity, lines, pages, has_topics = _identity()
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
        pages=pages,
        has_topics=has_topics,
    )


def _identity() -> tuple[SiteIdentity, list[Line], list[Page], bool]:
    """The identity beside each of its lines, a row for each and one where there is none; and the
    pages that have a text, and whether there are topics, in the same question."""
    written = (
        Page.objects.exclude(body="")
        .order_by()
        .values(one=Value(1))
        .annotate(told=Rows("position", "pk", "slug", "title"))
        .values("told")
    )
    rows = list(
        SiteIdentity.objects.filter(pk=1)
        .annotate(
            line=F("lines__pk"),
            line_text=F("lines__text"),
            line_url=F("lines__url"),
            pages=Subquery(written),
            has_topics=Exists(PublishedSpecial.objects.order_by()),
        )
        .order_by("lines__position", "lines__pk")
    )
    if not rows:
        # Nobody has set the site up yet.
        return SiteIdentity.unnamed(), [], list(Page.objects.exclude(body="")), False
    lines = [Line(row.line_text, row.line_url) for row in rows if row.line is not None]
    told = sorted(rows[0].pages or ())
    pages = [Page(slug=slug, title=title) for _place, _pk, slug, title in told]
    return rows[0], lines, pages, rows[0].has_topics
