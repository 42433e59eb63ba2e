"""A piece's content as plain data: what revisions keep, hashes cover and readers get.

Shape: text fields by name; `section` {"id", "name"}; `source` {"id", "name"} or None; `tags`
[{"id", "name"}]; `credits` [{"name", "role", "author"}]; `figures` [{"image", "is_cover",
"alt", "caption", "credit", "rights_holder", "licence", "focal_x", "focal_y"}] with `image` a
content hash. Lists stand in their order.
"""

import hashlib
from typing import Any

from django.db import transaction

from articles.desk.ledger import canonical
from articles.models import Article, Credit, Figure, Image

TEXT_FIELDS = (
    "kicker", "headline", "deck", "original_headline", "web_title", "short_title", "summary",
    "body", "responsible_editor", "origin", "source_author", "source_url", "ai_label",
    "correction_note",
)  # fmt: skip
FIGURE_FIELDS = (
    "is_cover", "alt", "caption", "credit", "rights_holder", "licence", "focal_x", "focal_y",
)  # fmt: skip

Content = dict[str, Any]


def content_of(article: Article) -> Content:
    """The stored content of a piece, read from the database."""
    content: Content = {name: getattr(article, name) for name in TEXT_FIELDS}
    content["section"] = {"id": article.section_id, "name": article.section.name}
    source = article.source
    content["source"] = {"id": source.pk, "name": source.name} if source else None
    content["tags"] = [
        {"id": tag.pk, "name": tag.name} for tag in article.tags.order_by("name", "pk")
    ]
    content["credits"] = [
        {"name": credit.name, "role": credit.role, "author": credit.author_id}
        for credit in article.credits.order_by("position", "pk")
    ]
    content["figures"] = [
        {"image": figure.image.content_hash}
        | {name: getattr(figure, name) for name in FIGURE_FIELDS}
        for figure in article.figures.select_related("image").order_by("position", "pk")
    ]
    return content


def content_hash(content: Content) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


@transaction.atomic
def apply(article: Article, content: Content) -> None:
    """Make the working copy say what `content` says. The caller bumps the version."""
    for name in TEXT_FIELDS:
        setattr(article, name, content[name])
    article.section_id = content["section"]["id"]
    article.source_id = content["source"]["id"] if content["source"] else None
    article.save(update_fields=[*TEXT_FIELDS, "section", "source", "updated_at"])
    article.tags.set([tag["id"] for tag in content["tags"]])
    article.credits.all().delete()
    Credit.objects.bulk_create(
        Credit(
            article=article,
            position=position,
            name=credit["name"],
            role=credit["role"],
            author_id=credit["author"],
        )
        for position, credit in enumerate(content["credits"])
    )
    article.figures.all().delete()
    images = Image.objects.in_bulk(
        [figure["image"] for figure in content["figures"]], field_name="content_hash"
    )
    Figure.objects.bulk_create(
        Figure(
            article=article,
            position=position,
            image=images[figure["image"]],
            **{name: figure[name] for name in FIGURE_FIELDS},
        )
        for position, figure in enumerate(content["figures"])
    )
