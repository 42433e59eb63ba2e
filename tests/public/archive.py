"""Short ways to have pieces in print, waiting and taken down."""

from datetime import datetime, timedelta
from typing import Any

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
