"""The renditions that readers are about to ask for, made before they do."""

import logging

from django.core.files.storage import default_storage

from articles.images import (
    Crop,
    ImageRefused,
    Rendition,
    make_rendition,
    rendition_name,
    renditions,
    tenths,
)
from articles.models.published import PublishedArticle
from articles.rendering.pictures import SHAPE_OF, Figure

logger = logging.getLogger(__name__)


def make_ahead(article_id: int) -> None:
    """What the pages that show this piece ask for first. Whatever is not made by then is made
    when it is asked for: nobody waits for this, and it may be called twice."""
    published = PublishedArticle.objects.filter(pk=article_id).first()
    if published is None:
        return
    for figure in published.figures:
        for rendition in _expected(figure, is_cover=figure == published.cover):
            if not default_storage.exists(rendition_name(figure["image"], rendition)):
                try:
                    make_rendition(figure["image"], figure["format"], rendition)
                except (FileNotFoundError, ImageRefused):
                    # Trying again would not bring a lost original back.
                    logger.exception("The picture %s cannot be read.", figure["image"])
                    break


def _expected(figure: Figure, *, is_cover: bool) -> list[Rendition]:
    """The format that nearly all browsers take; of a cover also the shapes that lists cut."""
    size = figure["width"], figure["height"]
    file_format = "avif" if figure["format"] == "jpg" else "webp"
    found = renditions(*size, figure["format"], file_format)
    if is_cover:
        focus = tenths(figure["focal_x"]), tenths(figure["focal_y"])
        for shape in sorted(set(SHAPE_OF.values())):
            found += renditions(*size, figure["format"], file_format, Crop(shape, *focus))
    return found
