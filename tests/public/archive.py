"""Short ways to have pieces in print, waiting and taken down."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from articles.desk import editing, publishing
from articles.models import Image, PublishedArticle, Section, Tag
from tests.cast import Cast


def put_out(
    cast: Cast,
    headline: str = "夜班公交通到厂门口",
    *,
    at: datetime | None = None,
    section: Section | None = None,
    tags: tuple[Tag, ...] = (),
    **fields: Any,
) -> PublishedArticle:
    """A piece that readers see from `at` on, an hour ago unless told."""
    content = editing.blank_content(
        section=section or cast.section,
        headline=headline,
        body=fields.pop("body", "<p>从今晚起，末班车等最后一班工人。</p>"),
        tags=[{"id": tag.pk, "name": tag.name} for tag in tags],
        **fields,
    )
    return publishing.import_published(
        content,
        visible_from=at or timezone.now() - timedelta(hours=1),
        operator=cast.chief,
    )


def copies(published: PublishedArticle, hours: Iterable[datetime]) -> list[PublishedArticle]:
    """The same piece again at each of these hours, with the rows that lists ask for.

    Written straight to the tables: long lists made by the door would take a test too long.
    """
    # Far from the ids that working copies will have.
    first = 1_000_000 + PublishedArticle.objects.aggregate(last=Max("pk"))["last"]
    credits_, tags = list(published.credit_rows.all()), list(published.tag_rows.all())
    pieces = [copy(published) for _hour in hours]
    for number, (piece, hour) in enumerate(zip(pieces, hours, strict=True), first):
        piece.pk, piece.visible_from, piece.updated_at = number, hour, hour
        piece.date = timezone.localtime(hour).date()
    PublishedArticle.objects.bulk_create(pieces)
    for rows in (credits_, tags):
        again = [(copy(row), piece) for row in rows for piece in pieces]
        for row, piece in again:
            row.pk, row.article, row.visible_from = None, piece, piece.visible_from
        if rows:
            type(rows[0]).objects.bulk_create([row for row, _piece in again])
    return pieces


def put_out_tomorrow(cast: Cast, headline: str = "明天见报", **fields: Any) -> PublishedArticle:
    return put_out(cast, headline, at=timezone.now() + timedelta(days=1), **fields)


def take_down(
    published: PublishedArticle, notice: str = "", at: datetime | None = None
) -> PublishedArticle:
    published.withdrawn_at = at or timezone.now()
    published.withdrawal_notice = notice
    published.save(update_fields=["withdrawn_at", "withdrawal_notice"])
    return published


def credit(name: str, role: str = "reporter", author: int | None = None) -> dict[str, Any]:
    return {"name": name, "role": role, "author": author}


def make_image(letter: str = "a", width: int = 1600, height: int = 1067) -> Image:
    return Image.objects.create(
        content_hash=letter * 64, format="jpeg", width=width, height=height, size=1
    )


def figure(image: Image, **fields: Any) -> dict[str, Any]:
    return {
        "image": image.content_hash,
        "is_cover": False,
        "alt": "",
        "caption": "",
        "credit": "",
        "rights_holder": "",
        "licence": "",
        "focal_x": 0.5,
        "focal_y": 0.5,
    } | fields
