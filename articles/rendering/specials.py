"""The page of a topic (专题): the pieces of its groups that readers may read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import mark_safe

from articles.models.published import PublishedArticle
from articles.models.published_special import PublishedSpecial
from articles.rendering.excerpts import with_openings
from articles.rendering.pictures import READERS, captioned


@dataclass(frozen=True)
class Group:
    """The pieces of a group that readers may read, in its order; the number is its anchor's."""

    number: int
    name: str
    pieces: list[PublishedArticle]


@dataclass(frozen=True)
class Shown:
    """What a topic's page shows of it; made for the preview too."""

    special: PublishedSpecial
    groups: list[Group]

    @property
    def pieces(self) -> list[PublishedArticle]:
        return [piece for group in self.groups for piece in group.pieces]

    @property
    def newest(self) -> datetime | None:
        return max((piece.visible_from for piece in self.pieces), default=None)


def shown_of(special: PublishedSpecial, now: datetime) -> Shown:
    """One query, however many pieces there are."""
    visible = PublishedArticle.objects.visible(now).for_lists()
    found = with_openings(visible).in_bulk(special.piece_ids)
    groups = [
        Group(
            number,
            group["name"],
            [found[piece] for piece in group["pieces"] if piece in found],
        )
        for number, group in enumerate(special.groups, start=1)
    ]
    return Shown(special, [group for group in groups if group.pieces])


def context_of(topic: Shown, *, image_base: str = READERS) -> dict[str, Any]:
    """All that `public/topic.html` needs but for what belongs to an address."""
    cover = topic.special.cover
    return {
        "topic": topic.special,
        "shown": topic,
        "named": [group for group in topic.groups if group.name],
        "cover": captioned(cover, base=image_base, first=True, link=False) if cover else "",
        # Sanitised on every way into the database.
        "introduction": mark_safe(topic.special.introduction),  # noqa: S308 - an introduction that the sanitiser has written
    }
