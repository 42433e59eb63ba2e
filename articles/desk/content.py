"""A piece's content as plain data: what revisions keep, hashes cover and readers get.

Shape: text fields by name; `section` {"id", "name"}; `source` {"id", "name"} or None; `tags`
[{"id", "name"}]; `credits` [{"name", "role", "author"}]; `figures` [{"image", "is_cover",
"alt", "caption", "credit", "rights_holder", "licence", "focal_x", "focal_y"}] with `image` a
content hash; `clips` [{"recording", "title", "caption", "credit", "rights_holder", "licence",
"transcript", "captions", "poster"}] with `recording` a content hash, `captions` WebVTT and
`poster` the hash of a picture or empty. Lists stand in their order.

A piece without recordings has no `clips` at all (`clips_of`): what was signed before there were
any has the hash that it always had. So does a switch (`SWITCHES`): it is there, and true, where it
is on.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from articles.desk.ledger import canonical
from articles.models import Article, Clip, Credit, Figure, Image, Recording, bulk

# Characters of a body with its marks: a short book. Reading, comparing and checking a text takes
# time with its length, and nobody is to keep the others waiting with one that no paper prints.
LONGEST_BODY = 300_000
TEXT_FIELDS = (
    "kicker", "headline", "deck", "original_headline", "web_title", "short_title", "summary",
    "body", "responsible_editor", "origin", "source_author", "source_url", "ai_label",
    "correction_note",
)  # fmt: skip
FIGURE_FIELDS = (
    "is_cover", "alt", "caption", "credit", "rights_holder", "licence", "focal_x", "focal_y",
)  # fmt: skip
# What a piece says about a recording; the rest are hashes.
CLIP_TEXTS = (
    "title", "caption", "credit", "rights_holder", "licence", "transcript", "captions",
)  # fmt: skip

# Said only where they are on: content that is older than a switch keeps its hash.
SWITCHES = ("without_related",)

Content = dict[str, Any]


def content_of(article: Article) -> Content:
    """The stored content of a piece, read from the database."""
    content: Content = {name: getattr(article, name) for name in TEXT_FIELDS}
    content |= {name: True for name in SWITCHES if getattr(article, name)}
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
    clips = [
        {"recording": clip.recording.content_hash}
        | {name: getattr(clip, name) for name in CLIP_TEXTS}
        | {"poster": clip.poster.content_hash if clip.poster else ""}
        for clip in article.clips.select_related("recording", "poster").order_by("position", "pk")
    ]
    return with_clips(content, clips)


def clips_of(content: Content) -> list[dict[str, Any]]:
    clips: list[dict[str, Any]] = content.get("clips", [])
    return clips


def with_clips(content: Content, clips: list[dict[str, Any]]) -> Content:
    """The same content with these clips, in the one way that there is to say so."""
    rest = {name: value for name, value in content.items() if name != "clips"}
    return rest | {"clips": clips} if clips else rest


def content_hash(content: Content) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


@transaction.atomic
def apply(article: Article, content: Content) -> None:
    """Make the working copy say what `content` says. The caller bumps the version."""
    for name in TEXT_FIELDS:
        setattr(article, name, content[name])
    for name in SWITCHES:
        setattr(article, name, content.get(name, False))
    article.section_id = content["section"]["id"]
    article.source_id = content["source"]["id"] if content["source"] else None
    article.save(update_fields=[*TEXT_FIELDS, *SWITCHES, "section", "source", "updated_at"])
    article.tags.set([tag["id"] for tag in content["tags"]])
    article.credits.all().delete()
    Credit.objects.bulk_create(Credit(**row) for row in _credits(article, content))
    article.figures.all().delete()
    Figure.objects.bulk_create(_figures(article, content, images_of([content])))
    _apply_clips(article, clips_of(content))


def apply_new(articles: Sequence[Article], contents: Sequence[Content]) -> None:
    """The rows beside pieces that have none yet: tags, credits and figures, never recordings."""
    pieces = list(zip(articles, contents, strict=True))
    tagged = Article.tags.through
    bulk.insert(
        tagged,
        (
            {"article_id": article.pk, "tag_id": tag["id"]}
            for article, content in pieces
            for tag in content["tags"]
        ),
    )
    bulk.insert(Credit, (row for piece in pieces for row in _credits(*piece)))
    images = images_of(contents)
    bulk.insert(Figure, (row for piece in pieces for row in _figures(*piece, images)))


def images_of(contents: Iterable[Content]) -> dict[str, Image]:
    """The pictures of these contents by their hash."""
    wanted = {figure["image"] for content in contents for figure in content["figures"]}
    return Image.objects.in_bulk(list(wanted), field_name="content_hash")


def _credits(article: Article, content: Content) -> list[dict[str, Any]]:
    return [
        {
            "article_id": article.pk,
            "position": position,
            "name": credit["name"],
            "role": credit["role"],
            "author_id": credit["author"],
        }
        for position, credit in enumerate(content["credits"])
    ]


def _figures(article: Article, content: Content, images: dict[str, Image]) -> list[Figure]:
    return [
        Figure(
            article=article,
            position=position,
            image=images[figure["image"]],
            **{name: figure[name] for name in FIGURE_FIELDS},
        )
        for position, figure in enumerate(content["figures"])
    ]


def _apply_clips(article: Article, clips: list[dict[str, Any]]) -> None:
    article.clips.all().delete()
    if not clips:
        return
    recordings = Recording.objects.in_bulk(
        [clip["recording"] for clip in clips], field_name="content_hash"
    )
    posters = Image.objects.in_bulk(
        [clip["poster"] for clip in clips if clip["poster"]], field_name="content_hash"
    )
    Clip.objects.bulk_create(
        Clip(
            article=article,
            position=position,
            recording=recordings[clip["recording"]],
            poster=posters[clip["poster"]] if clip["poster"] else None,
            **{name: clip[name] for name in CLIP_TEXTS},
        )
        for position, clip in enumerate(clips)
    )
